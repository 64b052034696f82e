"""Rosters proposed by the solver, and the contracts and wishes they are made from."""

from gateway import texts
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.errors import language
from gateway.rpc import Json
from gateway.schemas.rostering import (
    AddShiftWish,
    Agreement,
    ApplyRosterProposal,
    Contract,
    EditRosterProposal,
    ProposeRoster,
    RosterProposal,
    ShiftWish,
    ShiftWishList,
    WishQuery,
)

blp = Blueprint("rostering", __name__, description="Rosters made by the solver")


@blp.post("/rosters/proposals")
@blp.keyed_action
@blp.body(ProposeRoster)
@blp.answers(202, RosterProposal)
def propose_roster(asked: Json) -> Json:
    """Have a roster made; it is worked on in the background"""
    return _told(ask("scheduling", "propose_roster", asked))


@blp.get("/rosters/proposals/<id:proposal_id>")
@blp.signed_in
@blp.answers(200, RosterProposal)
def get_roster_proposal(proposal_id: str) -> Json:
    """How far it is, and how good it is beside the present roster"""
    return _told(ask("scheduling", "get_roster_proposal", proposal_id=proposal_id))


@blp.patch("/rosters/proposals/<id:proposal_id>")
@blp.action
@blp.body(EditRosterProposal)
@blp.answers(200, RosterProposal)
def edit_roster_proposal(asked: Json, proposal_id: str) -> Json:
    """Set days by hand; the figures are counted anew"""
    return _told(ask("scheduling", "edit_roster_proposal", asked, proposal_id=proposal_id))


@blp.delete("/rosters/proposals/<id:proposal_id>")
@blp.action
@blp.answers(200, RosterProposal)
def cancel_roster_proposal(proposal_id: str) -> Json:
    """Stop working on it; the best so far stays to be seen"""
    return _told(ask("scheduling", "cancel_roster_proposal", proposal_id=proposal_id))


@blp.post("/rosters/proposals/<id:proposal_id>/apply")
@blp.action
@blp.body(ApplyRosterProposal)
@blp.answers(200, RosterProposal)
def apply_roster_proposal(asked: Json, proposal_id: str) -> Json:
    """Make it the working plan of its dates; over appointments only with a decision for each"""
    return _told(ask("scheduling", "apply_roster_proposal", asked, proposal_id=proposal_id))


@blp.get("/technicians/<id:technician_id>/contract")
@blp.signed_in
@blp.answers(200, Contract)
def get_contract(technician_id: str) -> Json:
    """What a technician agreed to, or what the working plan amounts to"""
    return ask("scheduling", "get_contract", technician_id=technician_id)


@blp.put("/technicians/<id:technician_id>/contract")
@blp.action
@blp.body(Agreement)
@blp.answers(200, Contract)
def put_contract(asked: Json, technician_id: str) -> Json:
    """Write down what a technician agreed to"""
    return ask("scheduling", "put_contract", asked, technician_id=technician_id)


@blp.get("/technicians/<id:technician_id>/shift-wishes")
@blp.signed_in
@blp.query(WishQuery)
@blp.answers(200, ShiftWishList)
def list_shift_wishes(asked: Json, technician_id: str) -> Json:
    """Wishes for days and shifts, of three months"""
    return ask("scheduling", "list_shift_wishes", asked, technician_id=technician_id)


@blp.post("/technicians/<id:technician_id>/shift-wishes")
@blp.action
@blp.body(AddShiftWish)
@blp.answers(201, ShiftWish)
def add_shift_wish(asked: Json, technician_id: str) -> Json:
    """Wish for a day off, to work, or for a shift"""
    return ask("scheduling", "add_shift_wish", asked, technician_id=technician_id)


@blp.delete("/technicians/<id:technician_id>/shift-wishes/<id:wish_id>")
@blp.action
@blp.answers(204)
def delete_shift_wish(technician_id: str, wish_id: str) -> None:
    """Take a wish back"""
    ask("scheduling", "delete_shift_wish", technician_id=technician_id, wish_id=wish_id)


def _told(proposal: Json) -> Json:
    """The proposal with words for people: why there is no roster, and what collides."""
    failure = proposal.get("failure")
    if not failure:
        return proposal
    collisions = [_with_text(collision) for collision in failure.get("collisions") or ()]
    return {**proposal, "failure": {**_with_text(failure), "collisions": collisions}}


def _with_text(told: Json) -> Json:
    return {**told, "text": texts.of(told["code"], told.get("params") or {}, language()).detail}
