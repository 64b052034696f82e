"""How a proposal of another time ends without the customer's agreement, and what is told of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from services.booking.domain import events
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import MOVE, RESCHEDULE, Entry
from services.booking.domain.life.transitions import CONFIRMED, PENDING
from services.booking.domain.proposal.proposal import EXPIRED, OPEN, OVERTAKEN, Proposal
from services.booking.domain.telling import Kind, fact_of
from services.booking.ports import Storage
from shared.actor import Actor

BATCH = 50
SYSTEM = str(Actor.system("booking"))


def end_overtaken(storage: Storage, visit: Appointment, action: str, now: datetime) -> None:
    """In the transaction of a step: what was proposed for a visit that has gone another way waits no longer."""
    if action not in {RESCHEDULE, MOVE} and visit.status in {*PENDING, CONFIRMED}:
        return
    proposal = storage.proposals.open_of(visit.id)
    if proposal is not None:
        _end(storage, visit, proposal, OVERTAKEN, now)


def expire_proposals(storage: Storage, *, now: datetime) -> int:
    """End what nobody answered in time; says how many."""
    overdue = storage.proposals.overdue(now, BATCH)
    return sum(storage.transact(partial(_expire, storage, one, now)) for one in overdue)


def _expire(storage: Storage, seen: Proposal, now: datetime) -> bool:
    visit = storage.appointments.lock(seen.appointment_id)
    proposal = storage.proposals.get(seen.appointment_id, seen.id)
    if proposal.state != OPEN or proposal.is_open(now):
        return False
    _end(storage, visit, proposal, EXPIRED, now)
    return True


def _end(storage: Storage, visit: Appointment, proposal: Proposal, how: str, now: datetime) -> None:
    fact = told(storage, visit, proposal, events.TimeProposalWithdrawn, {"how": how}, actor=SYSTEM, now=now)
    storage.proposals.save(proposal.lapsed(how))
    storage.appointments.announce([fact], now)


def told(
    storage: Storage,
    visit: Appointment,
    proposal: Proposal,
    kind: Kind,
    more: Mapping[str, Any],
    *,
    actor: str,
    now: datetime,
    reason: str | None = None,
) -> events.AppointmentFact:
    """The fact about a proposal, and what it tells `more`; the appointment and its revision stay as they are."""
    entry = Entry.of(visit, visit, action="propose", actor=actor, at=now, reason=reason)
    named: dict[str, Any] = {
        **more,
        "proposal_id": proposal.id,
        "proposed_starts_at": proposal.starts_at and proposal.starts_at.astimezone(UTC),
        "proposed_by": proposal.proposed_by,
    }
    return fact_of(kind, entry, visit, storage.catalogue.directory_of([visit]), **named)
