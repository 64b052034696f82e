"""Recurring appointments: all the dates that were agreed come to be, together, or none does.

The series is written down with the ids of its appointments, each with an attempt of its own; then scheduling claims
every date in one transaction; then one transaction here makes the appointments. A crash in between leaves holds and
open attempts: a retry under the same key asks for the same claims again and goes on, else the sweep gives the series
up, and scheduling, told so by the attempts, lets the holds go.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from services.booking.domain.errors import AttemptAbandoned, SeriesConflicts, SeriesUnknown
from services.booking.domain.life.claim import Claim
from services.booking.domain.ordering.attempt import OPEN as ATTEMPT_OPEN
from services.booking.domain.ordering.attempt import Answer
from services.booking.domain.ordering.order import Order
from services.booking.domain.ordering.request import BookingRequest
from services.booking.domain.series.recurrence import Recurrence
from services.booking.domain.series.series import DONE, OPEN, DateInTheWay, Series, SeriesClaims, SeriesVisit
from services.booking.ports import Storage
from services.booking.use_cases.book import checked_request, order_of, trying_numbers, wish_of, write_down
from services.booking.use_cases.cancel import call_off
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.read import require_sign_in, see
from services.booking.use_cases.steps import lock_visible
from shared.call import Call
from shared.errors import Refusal, Unavailable
from shared.idempotency import KeyInProgress
from shared.ids import new_id

BATCH = 50
GIVE_UP_AFTER_SECONDS = 600


def book_series(desk: Desk, request: BookingRequest, recurrence: Recurrence, *, dry_run: bool) -> Answer:
    """All the visits, or SeriesConflicts with each date that cannot be; a dry run says what would become of it."""
    require_sign_in(desk.actor)
    request = checked_request(request, desk.actor)
    order = order_of(desk, request)
    zone = ZoneInfo(order.offer.store.timezone)
    planned = _planned(order, recurrence, zone)
    if dry_run:
        return _previewed(desk, order, planned, zone)
    series = desk.storage.transact(lambda: _opened(desk, planned))
    if series.answer is not None:
        return series.answer
    desk.checkpoint("after_series")
    try:
        return _carried_out(desk, order, series, zone)
    except Unavailable:
        # Nobody knows whether the time was claimed: the series stays open, and a retry may take it up at once.
        desk.storage.transact(lambda: desk.storage.series.release(series.id))
        raise
    except Refusal:
        desk.storage.transact(lambda: _give_up(desk.storage, series.id))
        raise


def _planned(order: Order, recurrence: Recurrence, zone: ZoneInfo) -> Series:
    dates = recurrence.occurrences(order.request.starts_at, zone)
    visits = tuple(SeriesVisit(one.on, one.starts_at, new_id() if one.starts_at else None) for one in dates)
    people = order.customer_id, order.booked_by, order.request.store_id
    return Series(new_id(), *people, recurrence.every_weeks, visits, is_leased=True)


def _opened(desk: Desk, planned: Series) -> Series:
    """The key's series: the finished one, the open one taken up again, or the one that is planned now."""
    storage, key, account_id = desk.storage, desk.call.idempotency, str(desk.actor)
    current = storage.series.of_key(account_id, key) if key else None
    if current is not None and key is not None and current.is_kept:
        current.check_body(key.body_hash)
        if current.state == DONE:
            return current
        if current.state == OPEN:
            return _taken_up(storage, current)
    if current is not None:
        storage.series.leave_key(current.id)
    storage.series.open(planned, account_id, key)
    storage.attempts.open_all(planned.appointment_ids)
    return planned


def _taken_up(storage: Storage, series: Series) -> Series:
    if series.is_leased:
        raise KeyInProgress
    storage.series.renew(series.id)
    return series


def _carried_out(desk: Desk, order: Order, series: Series, zone: ZoneInfo) -> Answer:
    found = _claimed(desk, order, series)
    if found.conflicts:
        told = [_conflict(one, zone) for one in found.conflicts]
        raise SeriesConflicts(params={"conflicts": told, "count": len(told)})
    desk.checkpoint("after_series_claims")
    return trying_numbers(lambda draw: desk.storage.transact(lambda: _insert(desk, order, series, found.claims, draw)))


def _claimed(desk: Desk, order: Order, series: Series, *, is_trial: bool = False) -> SeriesClaims:
    wish = wish_of(order, desk.actor)
    visits = [(one.appointment_id, one.starts_at) for one in series.visits if one.appointment_id and one.starts_at]
    return desk.scheduling.claim_series(order.customer_id, wish, visits, is_trial=is_trial)


def _insert(desk: Desk, order: Order, series: Series, claims: Sequence[Claim], draw: int) -> Answer:
    """All appointments of the series come to be here, or none ever does."""
    storage = desk.storage
    current = storage.series.lock(series.id)
    if current.answer is not None:
        return current.answer
    if any(storage.attempts.lock(claim.id).state != ATTEMPT_OPEN for claim in claims):
        raise AttemptAbandoned
    made = {
        claim.id: write_down(desk, order, replace(order.appointment(claim.id, claim), series_id=series.id), draw)
        for claim in claims
    }
    answer = _told(series, made, ZoneInfo(order.offer.store.timezone))
    storage.series.finish(series.id, answer)
    return answer


def _previewed(desk: Desk, order: Order, series: Series, zone: ZoneInfo) -> Answer:
    found = _claimed(desk, order, series, is_trial=True)
    would_be = {claim.id: desk.answer(order.appointment(claim.id, claim)) for claim in found.claims}
    told = {**_told(series, would_be, zone), "id": None}
    return {**told, "conflicts": [_conflict(one, zone) for one in found.conflicts]}


def _told(series: Series, appointments: dict[str, Answer], zone: ZoneInfo) -> Answer:
    return {
        "id": series.id,
        "every_weeks": series.every_weeks,
        "customer_id": series.customer_id,
        "items": [_item(visit, appointments.get(visit.appointment_id or ""), zone) for visit in series.visits],
        "conflicts": [],
    }


def _item(visit: SeriesVisit, appointment: Answer | None, zone: ZoneInfo) -> Answer:
    starts_at = visit.starts_at and visit.starts_at.astimezone(zone).isoformat()
    return {
        "date": visit.on.isoformat(),
        "skipped": visit.starts_at is None,
        "starts_at": appointment["starts_at"] if appointment else starts_at,
        "appointment": appointment,
    }


def _conflict(one: DateInTheWay, zone: ZoneInfo) -> Answer:
    starts_at = one.starts_at.astimezone(zone)
    return {
        "date": starts_at.date().isoformat(),
        "starts_at": starts_at.isoformat(),
        "code": one.code,
        "params": dict(one.params),
        "alternatives": [other.astimezone(zone).isoformat() for other in one.alternatives],
    }


def get_series(desk: Desk, series_id: str) -> Answer:
    """The series with its appointments as they are now; SeriesUnknown for somebody else's."""
    return _seen(desk, _theirs(desk.storage, desk.call, series_id))


def cancel_series(desk: Desk, series_id: str, reason: str | None = None) -> Answer:
    """Cancel every visit that is still ahead and that the actor may cancel, each by its own policy; the others stay."""

    def cancel() -> None:
        for appointment_id in sorted(series.appointment_ids):
            _cancel_one(desk.storage, desk.call, desk.now, appointment_id, reason)

    series = _theirs(desk.storage, desk.call, series_id)
    desk.storage.transact(cancel)
    return _seen(desk, series)


def _cancel_one(storage: Storage, call: Call, now: datetime, appointment_id: str, reason: str | None) -> None:
    appointment = lock_visible(storage, call, appointment_id)
    may = appointment.allowed_actions(appointment.parts_of(call.actor), now)
    if "cancel" in may and appointment.starts_at > now:
        call_off(storage, appointment, call, now, reason)


def _theirs(storage: Storage, call: Call, series_id: str) -> Series:
    """A series that was never booked is nobody's."""
    require_sign_in(call.actor)
    series = storage.series.get(series_id)
    if series.state != DONE or not series.is_theirs(call.actor):
        raise SeriesUnknown
    return series


def _seen(desk: Desk, series: Series) -> Answer:
    found = desk.storage.appointments.get_all(series.appointment_ids)
    visible = [one for one in found if one.parts_of(desk.actor)]
    zone = ZoneInfo(desk.storage.catalogue.directory_of(found).store(series.store_id).timezone)
    views = {
        one.appointment.id: desk.as_answer(one) for one in see(desk.storage, visible, call=desk.call, now=desk.now)
    }
    return _told(series, views, zone)


def give_up_series(storage: Storage) -> int:
    """Give up series that nobody came back for; says how many. A retry begins afresh."""
    left_open = storage.series.left_open(GIVE_UP_AFTER_SECONDS, BATCH)
    return sum(storage.transact(partial(_give_up, storage, series_id)) for series_id in left_open)


def _give_up(storage: Storage, series_id: str) -> bool:
    """Its attempts are abandoned with it, so that scheduling lets go what it holds for them."""
    series = storage.series.lock(series_id)
    if series.state != OPEN:
        return False
    for appointment_id in series.appointment_ids:
        if storage.attempts.lock(appointment_id).state == ATTEMPT_OPEN:
            storage.attempts.abandon(appointment_id)
    storage.series.give_up(series_id)
    return True
