"""How a change of an appointment begins: one at a time, opened under the lock of its row."""

from collections.abc import Callable

from services.booking.domain.errors import ChangeInProgress
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.change import APPLIED, OPEN, Change, is_where
from services.booking.ports import Storage
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.steps import lock_visible
from shared.idempotency import KeyInProgress

Judge = Callable[[Appointment], Change]
Begun = tuple[Change | None, Appointment]


def begin_change(desk: Desk, appointment_id: str, judge: Judge, *, version: int | None = None) -> Begun:
    """A new change as it is judged, or the one that the same key began before; none where there is nothing to do.

    ChangeInProgress beside another one. Who names the `version` they have seen waits for that one's end, shortly: it
    most often makes theirs old, and VersionConflict says what to do.
    """
    try:
        return desk.storage.transact(lambda: _open(desk, appointment_id, judge))
    except ChangeInProgress:
        if version is None or not desk.storage.changes.wait_until_settled(appointment_id):
            raise
    return desk.storage.transact(lambda: _open(desk, appointment_id, judge))


def _open(desk: Desk, appointment_id: str, judge: Judge) -> Begun:
    storage, key = desk.storage, desk.call.idempotency
    appointment = lock_visible(storage, desk.call, appointment_id)
    known = key and storage.changes.of_key(appointment_id, str(desk.actor), key)
    if key and known:
        known.check_body(key.body_hash)
        if known.state == APPLIED:
            return known, appointment
        if known.state == OPEN:
            return _taken_up(storage, known), appointment
    # Judged before anything else is looked at: who holds an old version has lost, whatever is under way.
    change = judge(appointment)
    if storage.changes.open_of(appointment_id):
        raise ChangeInProgress
    if is_where(appointment, change.target) and not change.extension_minutes:
        return None, appointment
    storage.changes.open(change, str(desk.actor), key)
    return change, appointment


def _taken_up(storage: Storage, change: Change) -> Change:
    if change.is_leased:
        raise KeyInProgress
    storage.changes.renew(change.id)
    return change
