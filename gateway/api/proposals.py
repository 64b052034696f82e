"""Another time, proposed by the technician and decided by the customer."""

from gateway.api.appointments import told
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.appointments import Appointment
from gateway.schemas.proposals import AgreeToProposal, AnswerProposal, ProposeTime, TimeProposal, TimeProposalList

blp = Blueprint("proposals", __name__, description="Proposals of another time")
PATH = "/appointments/<id:appointment_id>/proposals"


@blp.post(PATH)
@blp.action
@blp.body(ProposeTime)
@blp.answers(201, TimeProposal)
def propose_time(asked: Json, appointment_id: str) -> Json:
    """Propose another time to the customer

    A technician proposes and the customer decides; 409 `proposal_open` while another proposal waits for its answer. A
    time that could not be booked is refused with the rule's code.
    """
    return ask("booking", "propose_time", asked, appointment_id=appointment_id)


@blp.get(PATH)
@blp.signed_in
@blp.answers(200, TimeProposalList)
def find_proposals(appointment_id: str) -> Json:
    """What was ever proposed for it, the oldest first"""
    return ask("booking", "find_proposals", appointment_id=appointment_id)


@blp.post(PATH + "/<id:proposal_id>/agree")
@blp.action
@blp.body(AgreeToProposal, required=False)
@blp.answers(200, Appointment)
def agree_to_proposal(asked: Json, appointment_id: str, proposal_id: str) -> Json:
    """Agree: the appointment moves there"""
    where = {"appointment_id": appointment_id, "proposal_id": proposal_id}
    return told(ask("booking", "agree_to_proposal", asked, **where))


@blp.post(PATH + "/<id:proposal_id>/refuse")
@blp.action
@blp.body(AnswerProposal, required=False)
@blp.answers(200, TimeProposal)
def refuse_proposal(asked: Json, appointment_id: str, proposal_id: str) -> Json:
    """Keep the time there is"""
    return ask("booking", "refuse_proposal", asked, appointment_id=appointment_id, proposal_id=proposal_id)


@blp.post(PATH + "/<id:proposal_id>/withdraw")
@blp.action
@blp.body(AnswerProposal, required=False)
@blp.answers(200, TimeProposal)
def withdraw_proposal(asked: Json, appointment_id: str, proposal_id: str) -> Json:
    """Take the proposal back"""
    return ask("booking", "withdraw_proposal", asked, appointment_id=appointment_id, proposal_id=proposal_id)
