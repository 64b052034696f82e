"""The way to a home: arriving by the customer's code, and running late."""

from functools import partial

from services.booking.domain.errors import ArrivalCodeMissing
from services.booking.domain.home.arrival import check_code, check_tries
from services.booking.domain.home.lateness import Lateness
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import CONFIRMED, FOLLOW_LATE, RUNNING_LATE, SYSTEM
from services.booking.domain.ordering.attempt import Answer
from services.booking.ports import Storage
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.overriding import tell_override
from services.booking.use_cases.read import check_visible
from services.booking.use_cases.steps import lock_visible, record_step, require_allowed, require_override_right
from shared.idempotency import Keys

ARRIVE = "arrive"


def arrive_at_home(
    desk: Desk,
    idempotency: Keys,
    *,
    appointment_id: str,
    code: str | None = None,
    override_reason: str | None = None,
) -> Answer:
    """The technician is there, as the code shows that only the customer knows; or staff say so, and why.

    ArrivalCodeWrong, or ArrivalCodeLocked after too many tries.
    """
    if override_reason is None:
        # Committed before the code is looked at: a refusal undoes the step, but not that it was tried.
        check_tries(desk.storage.transact(lambda: _spend_try(desk, appointment_id)))
    return idempotency.run(desk.call, lambda: _arrive(desk, appointment_id, code, override_reason))


def report_running_late(desk: Desk, *, appointment_id: str, minutes: int) -> Answer:
    """The technician comes so many minutes late (0: in time): the customer is told, and those whose visits follow.

    To say the same again changes nothing.
    """
    storage = desk.storage
    appointment = check_visible(storage.appointments.get(appointment_id), desk.actor)
    require_allowed(appointment, RUNNING_LATE, desk.call, desk.now)
    who = appointment.technician_ids[0]
    told = desk.scheduling.report_lateness(appointment_id, who, appointment.store_id, minutes)
    for lateness in _of_all(appointment, told, minutes):
        storage.transact(partial(_tell, desk, lateness, named=appointment_id))
    return desk.answer(storage.appointments.get(appointment_id))


def _spend_try(desk: Desk, appointment_id: str) -> int:
    """How many tries there were; one that the visit's state refuses anyway does not count."""
    appointment = lock_visible(desk.storage, desk.call, appointment_id)
    if ARRIVE not in appointment.allowed_actions(appointment.parts_of(desk.actor), desk.now):
        return 0
    return desk.storage.arrivals.spend_try(appointment_id)


def _arrive(desk: Desk, appointment_id: str, code: str | None, override_reason: str | None) -> Answer:
    storage = desk.storage
    appointment = lock_visible(storage, desk.call, appointment_id)
    require_allowed(appointment, ARRIVE, desk.call, desk.now)
    if override_reason is not None:
        require_override_right(appointment, desk.call)
    elif code is None:
        raise ArrivalCodeMissing
    else:
        check_code(code, storage.arrivals.code_of(appointment_id))
    after = appointment.step(ARRIVE, appointment.parts_of(desk.actor), desk.now)
    actor = str(desk.actor)
    record_step(storage, appointment, after, action=ARRIVE, actor=actor, now=desk.now, reason=override_reason)
    tell_override(storage, after, action=ARRIVE, actor=actor, reason=override_reason, now=desk.now)
    return desk.answer(after)


def _of_all(appointment: Appointment, told: list[Lateness], minutes: int) -> list[Lateness]:
    """What was said of the visit, as it was said, and what scheduling expects of those that follow it."""
    said = Lateness.of(appointment.id, appointment.starts_at, minutes)
    return [said, *(one for one in told if one.appointment_id != appointment.id)]


def _tell(desk: Desk, lateness: Lateness, *, named: str) -> None:
    """Keep and announce what is news of a visit that has not begun."""
    storage = desk.storage
    appointment = storage.appointments.lock(lateness.appointment_id)
    is_named = appointment.id == named
    if not is_named and appointment.status != CONFIRMED:
        return
    if not lateness.is_news(_told_before(storage, appointment)):
        return
    action, by = (RUNNING_LATE, appointment.parts_of(desk.actor)) if is_named else (FOLLOW_LATE, {SYSTEM})
    after = appointment.step(action, by, desk.now)
    storage.latenesses.put(lateness)
    more = {"minutes": lateness.minutes, "expected_at": lateness.expected_at}
    record_step(storage, appointment, after, action=action, actor=str(desk.actor), now=desk.now, more=more)


def _told_before(storage: Storage, appointment: Appointment) -> Lateness | None:
    told = storage.latenesses.of([appointment.id]).get(appointment.id)
    return told if told and told.is_of(appointment.starts_at) else None
