"""One step of an appointment: the row, its history and its event, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.booking.domain.errors import IllegalTransition, OverrideNotAllowed
from services.booking.domain.events import AppointmentFact
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import EXTEND, MOVE, RESCHEDULE, Entry
from services.booking.domain.life.transitions import OFFER, PASS_ON, STAFF
from services.booking.domain.payment.machine import SETTLED
from services.booking.domain.payment.payment import Payment
from services.booking.domain.telling import facts_of
from services.booking.ports import Storage
from services.booking.use_cases.courses import settle_session
from services.booking.use_cases.home_following import follow_search
from services.booking.use_cases.proposal_ends import end_overtaken
from services.booking.use_cases.read import check_visible
from shared.actor import Actor
from shared.call import Call

SYSTEM = str(Actor.system("booking"))
Told = tuple[Entry, Sequence[AppointmentFact]]


def lock_visible(storage: Storage, call: Call, appointment_id: str) -> Appointment:
    return check_visible(storage.appointments.lock(appointment_id), call.actor)


def require_allowed(appointment: Appointment, action: str, call: Call, now: datetime) -> None:
    """Refuses what `allowed_actions` does not offer this actor now."""
    if action not in appointment.allowed_actions(appointment.parts_of(call.actor), now):
        raise IllegalTransition(params={"status": appointment.status, "action": action})


def require_override_right(appointment: Appointment, call: Call) -> None:
    if STAFF not in appointment.parts_of(call.actor):
        raise OverrideNotAllowed


def record_step(
    storage: Storage,
    before: Appointment,
    after: Appointment,
    *,
    action: str,
    actor: str,
    now: datetime,
    reason: str | None = None,
    more: Mapping[str, Any] | None = None,
    noted: Mapping[str, Any] | None = None,
) -> None:
    """Save the appointment after a step, and tell it; `more` is what its fact tells beyond the appointment, `noted`
    what its entry in the history does.

    What was paid for a visit that ends is the customer's, but for the fee.
    """
    storage.appointments.save(after)
    settle_session(storage, after, now)
    end_overtaken(storage, after, action, now)
    tell_step(storage, before, after, action=action, actor=actor, now=now, reason=reason, more=more, noted=noted)
    if after.has_ended and after.deposit is not None:
        paid = storage.payments.standing([after.id]).get(after.id)
        if paid is not None and paid.state == SETTLED:
            give_back(storage, paid, after.deposit.to_give_back(paid.amount_fen, after.fee_fen), now)


def give_back(storage: Storage, payment: Payment, refund_fen: int, now: datetime) -> None:
    """Decide to give so much of a payment back; the sweep has its provider do it."""
    if refund_fen > 0:
        storage.payments.save(payment.step("give-back", refund_fen=refund_fen), [], now)


def tell_step(
    storage: Storage,
    before: Appointment | None,
    after: Appointment,
    *,
    action: str,
    actor: str,
    now: datetime,
    reason: str | None = None,
    more: Mapping[str, Any] | None = None,
    noted: Mapping[str, Any] | None = None,
) -> None:
    """Write down the step in the history and the outbox."""
    told = told_step(storage, before, after, action=action, actor=actor, now=now, reason=reason, more=more, noted=noted)
    record_told(storage, told)


def record_told(storage: Storage, *steps: Told) -> None:
    """Write down steps of one transaction together."""
    storage.appointments.record([entry for entry, _ in steps], [fact for _, facts in steps for fact in facts])


def told_step(
    storage: Storage,
    before: Appointment | None,
    after: Appointment,
    *,
    action: str,
    actor: str,
    now: datetime,
    reason: str | None = None,
    more: Mapping[str, Any] | None = None,
    noted: Mapping[str, Any] | None = None,
) -> Told:
    """The step's entry in the history and what is announced of it; `previous` is told where something moved."""
    followed = follow_search(storage, after, action=action, now=now, reason=reason)
    # Why a technician declines is for whoever dispatches, not for the customer who reads the history.
    shown = None if action == PASS_ON else reason
    entry = Entry.of(before, after, action=action, actor=actor, at=now, reason=shown)
    entry = replace(entry, changes={**entry.changes, **(noted or {})})
    moved = before if before and _has_moved(before, after, action) else None
    directory = storage.catalogue.directory_of([after, before or after])
    told = {**followed.more, **(more or {})}
    return entry, facts_of(entry, after, directory, moved, more=told, aside=followed.aside)


def _has_moved(before: Appointment, after: Appointment, action: str) -> bool:
    """Whether others should hear what was before; an offer moves a visit where it goes to somebody else."""
    return action in {RESCHEDULE, MOVE, EXTEND} or (action == OFFER and before.technician_ids != after.technician_ids)
