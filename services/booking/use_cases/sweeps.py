"""What is done from time to time: finishing what a crash or an absence left open, and the deadlines."""

from datetime import datetime
from functools import partial

from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.change import Change
from services.booking.domain.life.transitions import LAPSE, PENDING, PENDING_ACCEPTANCE, SYSTEM
from services.booking.domain.ordering.attempt import OPEN as ATTEMPT_OPEN
from services.booking.domain.places import HOME
from services.booking.ports import Scheduling, Storage
from services.booking.use_cases.change import apply_claim, fail_change
from services.booking.use_cases.steps import record_step
from shared.call import Call
from shared.errors import NotFound

BATCH = 50
# Long after scheduling's hold: until then a retry takes up the same attempt, and with it the time that is held for it.
GIVE_UP_AFTER_SECONDS = 600


def abandon_attempts(storage: Storage) -> int:
    """Give up attempts that nobody came back for; says how many. A retry begins afresh."""
    left_open = storage.attempts.left_open(GIVE_UP_AFTER_SECONDS, BATCH)
    return sum(storage.transact(partial(_abandon, storage, appointment_id)) for appointment_id in left_open)


def _abandon(storage: Storage, appointment_id: str) -> bool:
    attempt = storage.attempts.lock(appointment_id)
    if attempt.state != ATTEMPT_OPEN or attempt.is_leased:
        return False
    storage.attempts.abandon(appointment_id)
    return True


def settle_changes(storage: Storage, scheduling: Scheduling, *, now: datetime) -> int:
    """Ask scheduling what became of changes left open, and follow its word; says how many.

    Each is leased when its turn comes: one that cannot be settled ends this run, and the next one begins with others.
    """
    for settled in range(BATCH):
        change = storage.transact(storage.changes.take_left_open)
        if change is None:
            return settled
        _settle(storage, scheduling, change, now)
    return BATCH


def _settle(storage: Storage, scheduling: Scheduling, change: Change, now: datetime) -> None:
    try:
        claim = scheduling.settle_change(change.appointment_id, change.id)
    except NotFound:
        # Scheduling has no such claim, so it cannot have moved.
        claim = None
    if claim is not None:
        apply_claim(storage, claim, now=now)
    else:
        storage.transact(lambda: fail_change(storage, change, now))


def expire_appointments(storage: Storage, *, call: Call, now: datetime) -> int:
    """End what waited for a payment or an acceptance past its deadline; says how many.

    A home visit whose technician did not answer goes on to the next, until the search for one is over.
    """
    overdue = dict.fromkeys([*storage.home_searches.overdue(now, BATCH), *storage.appointments.overdue(now, BATCH)])
    return sum(storage.transact(partial(_expire, storage, call, now, appointment_id)) for appointment_id in overdue)


def _expire(storage: Storage, call: Call, now: datetime, appointment_id: str) -> bool:
    appointment = storage.appointments.lock(appointment_id)
    action = _ended_by_time(storage, appointment, now)
    if action is None:
        return False
    after = appointment.step(action, {SYSTEM}, now, answer_by=None)
    record_step(storage, appointment, after, action=action, actor=str(call.actor), now=now)
    return True


def _ended_by_time(storage: Storage, appointment: Appointment, now: datetime) -> str | None:
    """What the time that has passed makes of the appointment, if anything."""
    if appointment.status not in PENDING:
        return None
    is_late = appointment.answer_by is not None and appointment.answer_by <= now
    search = storage.home_searches.find(appointment.id) if appointment.place == HOME else None
    if search is None or appointment.status != PENDING_ACCEPTANCE:
        return "expire" if is_late else None
    if search.is_over(now):
        return "expire"
    return LAPSE if is_late else None


def forget_old_keys(storage: Storage) -> int:
    """Drop the keys and answers of attempts, changes, series and payments that were kept long enough; says how many."""
    kept = (storage.attempts, storage.changes, storage.series, storage.payments)
    return sum(of.forget_old_keys() for of in kept)
