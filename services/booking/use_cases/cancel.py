"""Cancelling: judged by the policy the appointment keeps."""

from datetime import datetime

from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import FOR_THE_STORE
from services.booking.domain.life.transitions import CUSTOMER, STAFF
from services.booking.ports import Storage
from services.booking.use_cases.read import Seen, see_one
from services.booking.use_cases.steps import lock_visible, record_step
from shared.call import Call


def cancel_appointment(
    storage: Storage, *, call: Call, now: datetime, appointment_id: str, reason: str | None = None
) -> Seen:
    """Cancelled, or late_cancelled with a fee; the event gives the time back. Raises IllegalTransition."""

    def cancel() -> Seen:
        appointment = lock_visible(storage, call, appointment_id)
        return see_one(storage, call_off(storage, appointment, call, now, reason), call=call, now=now)

    return storage.transact(cancel)


def call_off(storage: Storage, appointment: Appointment, call: Call, now: datetime, reason: str | None) -> Appointment:
    """The appointment, which is locked, cancelled by the actor; raises IllegalTransition."""
    by = appointment.parts_of(call.actor)
    action, after = appointment.cancel(by, now)
    noted = {FOR_THE_STORE: [None, True]} if {CUSTOMER, STAFF} <= by else {}
    record_step(storage, appointment, after, action=action, actor=str(call.actor), now=now, reason=reason, noted=noted)
    return after
