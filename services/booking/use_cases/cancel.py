"""Cancelling: judged by the policy the appointment keeps."""

from dataclasses import replace
from datetime import datetime

from services.booking.domain.errors import FeeChanged
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import FOR_THE_STORE
from services.booking.domain.life.transitions import CUSTOMER, STAFF
from services.booking.ports import Storage
from services.booking.use_cases.courses import uses_session
from services.booking.use_cases.read import Seen, check_visible, see_one
from services.booking.use_cases.steps import lock_visible, record_step
from shared.call import Call


def cancel_appointment(
    storage: Storage,
    *,
    call: Call,
    now: datetime,
    appointment_id: str,
    reason: str | None = None,
    dry_run: bool = False,
    expected_fee_fen: int | None = None,
) -> Seen:
    """Cancelled, or late_cancelled with a fee; the event gives the time back. Raises IllegalTransition, and FeeChanged
    where it costs more than `expected_fee_fen`: nobody pays what they were not shown.
    """
    if dry_run:
        return _as_if_cancelled(storage, call, now, appointment_id)

    def cancel() -> Seen:
        appointment = lock_visible(storage, call, appointment_id)
        _require_fee_as_shown(appointment, call, now, expected_fee_fen)
        return see_one(storage, call_off(storage, appointment, call, now, reason), call=call, now=now)

    return storage.transact(cancel)


def _as_if_cancelled(storage: Storage, call: Call, now: datetime, appointment_id: str) -> Seen:
    """What the appointment would become, its fee and what becomes of a course's session; nothing is changed."""
    appointment = check_visible(storage.appointments.get(appointment_id), call.actor)
    _, after = appointment.cancel(appointment.parts_of(call.actor), now)
    seen = see_one(storage, after, call=call, now=now)
    return replace(seen, course_session_used=uses_session(storage, after))


def _require_fee_as_shown(appointment: Appointment, call: Call, now: datetime, shown_fen: int | None) -> None:
    _, after = appointment.cancel(appointment.parts_of(call.actor), now)
    if shown_fen is not None and after.fee_fen > shown_fen:
        raise FeeChanged(params={"fee_fen": after.fee_fen})


def call_off(storage: Storage, appointment: Appointment, call: Call, now: datetime, reason: str | None) -> Appointment:
    """The appointment, which is locked, cancelled by the actor; raises IllegalTransition."""
    by = appointment.parts_of(call.actor)
    action, after = appointment.cancel(by, now)
    noted = {FOR_THE_STORE: [None, True]} if {CUSTOMER, STAFF} <= by else {}
    record_step(storage, appointment, after, action=action, actor=str(call.actor), now=now, reason=reason, noted=noted)
    return after
