"""A technician's proposal of another time: made, agreed to, refused, withdrawn.

To agree is to change the appointment by the same machinery as any other change: the customer's own, with the proposer
kept in its history. A technician proposes and never moves; the store's staff may answer for the customer and say why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from services.booking.domain import events
from services.booking.domain.errors import (
    NothingToChange,
    OverrideNotAllowed,
    ProposalOpen,
    ReasonMissing,
    TimeMissing,
)
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.change import APPLIED, Answer, Change
from services.booking.domain.life.history import PROPOSE, REFUSE_PROPOSAL
from services.booking.domain.life.transitions import CUSTOMER, STAFF
from services.booking.domain.proposal.proposal import AGREED, REFUSED, WITHDRAWN, Proposal, answer_by
from services.booking.ports import Storage
from services.booking.use_cases.change import carry_out, judged, wish_for
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.opening import begin_change
from services.booking.use_cases.overriding import tell_override
from services.booking.use_cases.proposal_ends import told
from services.booking.use_cases.read import check_visible
from services.booking.use_cases.steps import lock_visible, require_allowed
from shared.call import Call
from shared.ids import new_id


@dataclass(frozen=True)
class SeenProposal:
    """A proposal, told in the store's time."""

    proposal: Proposal
    zone: ZoneInfo


def propose_time(desk: Desk, appointment_id: str, reason: str, starts_at: datetime | None = None) -> SeenProposal:
    """Another time for the visit, which is free now; the same proposal once more is the one there is.

    ProposalOpen while another one waits; the rule's refusal for a start that cannot be.
    """
    visit = check_visible(desk.storage.appointments.get(appointment_id), desk.actor)
    require_allowed(visit, PROPOSE, desk.call, desk.now)
    known = desk.storage.proposals.open_of(visit.id)
    if known is None and starts_at is not None:
        _require_free(desk, visit, starts_at)
    return desk.storage.transact(lambda: _proposed(desk, appointment_id, starts_at, reason))


def _require_free(desk: Desk, visit: Appointment, starts_at: datetime) -> None:
    if starts_at == visit.starts_at:
        raise NothingToChange
    change = judged(desk, visit, {"starts_at": starts_at}, by=PROPOSE)
    desk.scheduling.preview_move(change, wish_for(visit, change))


def _proposed(desk: Desk, appointment_id: str, starts_at: datetime | None, reason: str) -> SeenProposal:
    storage, actor = desk.storage, str(desk.actor)
    visit = lock_visible(storage, desk.call, appointment_id)
    require_allowed(visit, PROPOSE, desk.call, desk.now)
    known = storage.proposals.open_of(visit.id)
    if known is not None:
        if known.is_same(actor, starts_at, reason):
            return _seen(storage, visit, known)
        raise ProposalOpen
    hours = storage.catalogue.rules_at(visit.store_id, visit.treatment_id, desk.now).time_proposal_hours
    until = answer_by(visit, starts_at, hours, desk.now)
    proposal = Proposal(new_id(), visit.id, actor, starts_at, reason, desk.now, until)
    more = {"answer_by": until.astimezone(UTC)}
    fact = told(storage, visit, proposal, events.TimeProposed, more, actor=actor, now=desk.now, reason=reason)
    storage.proposals.add(proposal)
    storage.appointments.announce([fact], desk.now)
    return _seen(storage, visit, proposal)


def agree_to_proposal(
    desk: Desk,
    appointment_id: str,
    proposal_id: str,
    starts_at: datetime | None = None,
    override_reason: str | None = None,
) -> Answer:
    """The appointment at the proposed time, or at the one chosen where none was proposed; by the customer, or by staff
    for them with a reason. IllegalTransition where the proposal waits no longer.
    """
    asked = {"starts_at": starts_at, "override_reason": override_reason}
    judge = partial(_agreed, desk, proposal_id=proposal_id, asked=asked)
    change, visit = begin_change(desk, appointment_id, judge)
    if change is None:
        return desk.answer(visit)
    if change.state == APPLIED:
        return change.answer or desk.answer(desk.storage.appointments.get(appointment_id))
    return carry_out(desk, change, lambda: desk.scheduling.move_claim(change, wish_for(visit, change)))


def _agreed(desk: Desk, visit: Appointment, *, proposal_id: str, asked: Mapping[str, Any]) -> Change:
    proposal = desk.storage.proposals.get(visit.id, proposal_id)
    proposal.ended(AGREED, str(desk.actor), desk.now)
    _require_answerer(visit, desk.call, asked.get("override_reason"))
    starts_at = proposal.starts_at or asked["starts_at"]
    if starts_at is None:
        raise TimeMissing(fields={"starts_at": ["Missing data for required field."]})
    wanted = {"starts_at": starts_at, "reason": proposal.reason, "override_reason": asked.get("override_reason")}
    change = judged(desk, visit, wanted)
    return replace(change, proposal_id=proposal.id, proposed_by=proposal.proposed_by)


def refuse_proposal(
    storage: Storage, *, call: Call, now: datetime, appointment_id: str, proposal_id: str, reason: str | None = None
) -> SeenProposal:
    """The customer keeps the time there is; staff refuse for them with a reason."""

    def refuse() -> SeenProposal:
        visit = lock_visible(storage, call, appointment_id)
        _require_answerer(visit, call, reason)
        if CUSTOMER not in visit.parts_of(call.actor):
            tell_override(storage, visit, action=REFUSE_PROPOSAL, actor=str(call.actor), reason=reason, now=now)
        return _ended(storage, call, now, visit, proposal_id, REFUSED, reason)

    return storage.transact(refuse)


def withdraw_proposal(
    storage: Storage, *, call: Call, now: datetime, appointment_id: str, proposal_id: str, reason: str | None = None
) -> SeenProposal:
    """Taken back by who made it, or by the store's staff."""

    def withdraw() -> SeenProposal:
        visit = lock_visible(storage, call, appointment_id)
        proposal = storage.proposals.get(visit.id, proposal_id)
        if not proposal.is_withdrawn_by(call.actor, visit.parts_of(call.actor)):
            raise OverrideNotAllowed
        return _ended(storage, call, now, visit, proposal_id, WITHDRAWN, reason)

    return storage.transact(withdraw)


def find_proposals(storage: Storage, *, call: Call, appointment_id: str) -> Sequence[SeenProposal]:
    """All there ever were for the appointment, the oldest first."""
    visit = check_visible(storage.appointments.get(appointment_id), call.actor)
    return [_seen(storage, visit, one) for one in storage.proposals.of(visit.id)]


def _require_answerer(visit: Appointment, call: Call, reason: object) -> None:
    parts = visit.parts_of(call.actor)
    if CUSTOMER in parts:
        return
    if STAFF not in parts:
        raise OverrideNotAllowed
    if not reason:
        raise ReasonMissing(fields={"reason": ["Missing data for required field."]})


def _ended(
    storage: Storage, call: Call, now: datetime, visit: Appointment, proposal_id: str, state: str, reason: str | None
) -> SeenProposal:
    actor = str(call.actor)
    after = storage.proposals.get(visit.id, proposal_id).ended(state, actor, now, reason)
    kind = events.TimeProposalRefused if state == REFUSED else events.TimeProposalWithdrawn
    more = {} if state == REFUSED else {"how": WITHDRAWN}
    fact = told(storage, visit, after, kind, more, actor=actor, now=now, reason=reason)
    storage.proposals.save(after)
    storage.appointments.announce([fact], now)
    return _seen(storage, visit, after)


def _seen(storage: Storage, visit: Appointment, proposal: Proposal) -> SeenProposal:
    store = storage.catalogue.directory_of([visit]).store(visit.store_id)
    return SeenProposal(proposal, ZoneInfo(store.timezone))
