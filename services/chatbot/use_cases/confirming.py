"""Carrying a proposal out, once, and only at its owner's word."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.chatbot.domain.dialogue.frame import BOOK, CONFIRMATION, WAITLIST, Frame
from services.chatbot.domain.errors import CustomersOnly, NotSignedIn, ProposalClosed, ProposalExpired
from services.chatbot.domain.proposals import DECLINED, DONE, EXECUTING, EXPIRED, FAILED, OPEN, Proposal
from services.chatbot.domain.replies import Card, Step, say, step
from services.chatbot.use_cases.booking_task import continue_booking
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.tasks import continued
from shared.actor import CUSTOMER, Actor
from shared.errors import Refusal, Unavailable

IN_PROGRESS = "idempotency_key_in_progress"
WAITS_FOR = {"pending_acceptance": "acceptance", "pending_payment": "payment"}


def must_be_a_customer(actor: Actor) -> None:
    if not actor.is_signed_in:
        raise NotSignedIn
    if not actor.has(CUSTOMER):
        raise CustomersOnly


def must_be_confirmable(scene: Scene, proposal: Proposal) -> None:
    """Raises ProposalExpired or ProposalClosed. An open one must be what the conversation came to last."""
    if proposal.state == DONE:
        return
    if proposal.state in {OPEN, EXECUTING} and proposal.is_overdue(scene.now):
        expire(scene, proposal)
        raise ProposalExpired
    is_replaced = proposal.state == OPEN and scene.conversation.proposal_id != proposal.id
    if is_replaced or proposal.state not in {OPEN, EXECUTING}:
        raise ProposalClosed(params={"state": DECLINED if is_replaced else proposal.state})


def expire(scene: Scene, proposal: Proposal) -> None:
    """An execution that was broken off long ago is called failed, since its end is not known."""
    if proposal.state == EXECUTING:
        scene.desk.proposals.move(proposal.id, FAILED, expected=EXECUTING, failure="unknown_outcome")
    else:
        scene.desk.proposals.move(proposal.id, EXPIRED, expected=OPEN)


def carry_out(scene: Scene, proposal: Proposal) -> Step:
    """Do it. Confirmed again, or after a crash in between, the same key gives booking's same answer."""
    if proposal.state == OPEN and not scene.desk.proposals.move(proposal.id, EXECUTING, expected=OPEN):
        proposal = scene.desk.proposals.get(proposal.id)
        if proposal.state not in {EXECUTING, DONE}:
            raise ProposalClosed(params={"state": proposal.state})
    if proposal.state == DONE:
        return _done(scene, proposal, proposal.outcome or {})
    return _executed(scene, proposal)


def _executed(scene: Scene, proposal: Proposal) -> Step:
    try:
        outcome = scene.desk.bookings.carry_out(proposal.kind, proposal.request, key=proposal.id)
    except Unavailable:
        return _not_known_yet(scene, "try_again")
    except Refusal as refusal:
        if refusal.code == IN_PROGRESS:
            return _not_known_yet(scene, "in_progress")
        scene.desk.proposals.move(proposal.id, FAILED, expected=EXECUTING, failure=refusal.code)
        return _failed(scene, proposal, refusal)
    scene.desk.proposals.move(proposal.id, DONE, expected=EXECUTING, outcome=outcome)
    return _done(scene, proposal, outcome)


def _not_known_yet(scene: Scene, key: str) -> Step:
    """Whether it happened will be known from the next try, which uses the same key."""
    return step(say(key), frame=scene.frame, quick_replies=(say("quick.confirm"),), keeps_proposal=True)


def _done(scene: Scene, proposal: Proposal, outcome: Mapping[str, Any]) -> Step:
    """The task that waited for this is over, and the one below it goes on; another that was begun since goes on too."""
    said = say(_done_text(proposal, outcome), number=outcome.get("number", ""))
    is_visit = proposal.kind != WAITLIST
    cards = (Card("appointment", {"appointment": dict(outcome)}),) if is_visit else ()
    appointment = outcome if is_visit else None
    waits_for_it = scene.conversation.proposal_id == proposal.id and scene.frame.asked == CONFIRMATION
    if not waits_for_it:
        return step(said, frame=scene.frame, cards=cards, appointment=appointment, keeps_proposal=True)
    about = outcome["id"] if is_visit and proposal.kind in {BOOK, "reschedule"} else None
    frame = scene.frame.ended(about)
    if frame.task is None:
        return step(said, frame=frame, cards=cards, appointment=appointment, keeps_proposal=True)
    following = _next(scene, frame)
    return replace(following.after(said), cards=(*cards, *following.cards), appointment=appointment)


def _next(scene: Scene, frame: Frame) -> Step:
    """The task that waited below. What is done stays done and is told, even if the next cannot be looked up now."""
    try:
        return continued(scene, frame)
    except Unavailable:
        return step(say("away"), frame=frame)


def _done_text(proposal: Proposal, outcome: Mapping[str, Any]) -> str:
    """What waits for a technician's or the store's yes, or for money, is not said to be settled."""
    waits_for = WAITS_FOR.get(outcome.get("status", ""))
    return f"done.{proposal.kind}.{waits_for}" if proposal.kind == BOOK and waits_for else f"done.{proposal.kind}"


def _failed(scene: Scene, proposal: Proposal, refusal: Refusal) -> Step:
    """Booking refused: say why; a booking looks for the nearest time that is still free."""
    start = datetime.fromisoformat(proposal.appointment["starts_at"])
    why = say(f"reason.{refusal.code}", start=start, more="")
    if proposal.kind != BOOK or scene.frame.task != BOOK:
        return step(why, frame=replace(scene.frame, asked=None))
    again = continue_booking(scene, scene.frame)
    return replace(again, says=(why, *(said for said in again.says if said.key != why.key)))
