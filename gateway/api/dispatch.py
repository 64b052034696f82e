"""Home visits on the road: the board of a day, lateness, and proposals to make the day better."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.dispatch import (
    Dispatch,
    DispatchProposal,
    DispatchQuery,
    Lateness,
    ProposeDispatch,
    ReportLateness,
)

blp = Blueprint("dispatch", __name__, description="Who drives where")


@blp.get("/dispatch")
@blp.signed_in
@blp.query(DispatchQuery)
@blp.answers(200, Dispatch)
def get_dispatch(asked: Json) -> Json:
    """The day of a store's technicians, with their ways"""
    return ask("scheduling", "get_dispatch", asked)


@blp.post("/dispatch/lateness")
@blp.action
@blp.body(ReportLateness)
@blp.answers(200, Lateness)
def report_lateness(asked: Json) -> Json:
    """A technician is late; no minutes: in time again"""
    return ask("scheduling", "report_lateness", asked)


@blp.post("/dispatch/proposals")
@blp.action
@blp.body(ProposeDispatch)
@blp.answers(202, DispatchProposal)
def propose_dispatch(asked: Json) -> Json:
    """Look for better routes in the background"""
    return ask("scheduling", "propose_dispatch", asked)


@blp.get("/dispatch/proposals/<id:proposal_id>")
@blp.signed_in
@blp.answers(200, DispatchProposal)
def get_dispatch_proposal(proposal_id: str) -> Json:
    """How far it is, and what it would change"""
    return ask("scheduling", "get_dispatch_proposal", proposal_id=proposal_id)


@blp.post("/dispatch/proposals/<id:proposal_id>/apply")
@blp.action
@blp.answers(200, DispatchProposal)
def apply_dispatch_proposal(proposal_id: str) -> Json:
    """Move all visits as proposed, or none"""
    return ask("scheduling", "apply_dispatch_proposal", proposal_id=proposal_id)


@blp.delete("/dispatch/proposals/<id:proposal_id>")
@blp.action
@blp.answers(200, DispatchProposal)
def cancel_dispatch_proposal(proposal_id: str) -> Json:
    """Stop looking, or discard what was found"""
    return ask("scheduling", "cancel_dispatch_proposal", proposal_id=proposal_id)
