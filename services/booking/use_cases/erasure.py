"""Forgetting a customer. What was bought, when and for how much stays for the books, under an id that is nobody's."""

from collections.abc import Iterable
from datetime import datetime

from services.booking.domain.life import transitions as life
from services.booking.ports import Storage
from services.booking.use_cases.steps import record_step
from shared.actor import Actor
from shared.events import Event

SYSTEM = str(Actor.system("booking"))
REASON = "account_erased"
UPCOMING = frozenset({life.REQUESTED, *life.PENDING, life.CONFIRMED})
# Somebody is on their way, or at work: they need the address and the name until the visit has ended.
UNDER_WAY = frozenset({life.CHECKED_IN, life.DEPARTED, life.ARRIVED, life.IN_SERVICE})
# A visit under way ends within hours; and an access token that was good when the account went is no longer then.
LATELY_SECONDS, BATCH = 3 * 86400.0, 200


def forget_customer(storage: Storage, *, now: datetime, event: Event) -> None:
    """Call off what is to come, free of charge, and keep nothing about the person."""
    customer_id = event.data["account_id"]

    def forget() -> None:
        storage.erasures.begin(customer_id)
        storage.feeds.remove(customer_id)
        _forget(storage, customer_id, now)

    storage.transact(forget)


def forget_what_ended(storage: Storage, *, now: datetime) -> int:
    """Forget what was still under way, or came in, when a customer was erased; says of how many customers."""
    lately = storage.erasures.begun_within(LATELY_SECONDS, BATCH)
    for customer_id in lately:
        storage.transact(lambda who=customer_id: _forget(storage, who, now))  # type: ignore[misc]
    return len(lately)


def _forget(storage: Storage, customer_id: str, now: datetime) -> None:
    visits = storage.erasures.visits_of(customer_id)
    over = [visit for visit, status in visits.items() if status not in UNDER_WAY]
    if over:
        storage.erasures.forget(over)
        storage.records.erase(over)
        storage.record_files.drop_all_of(over)
    _call_off(storage, (visit for visit, status in visits.items() if status in UPCOMING), now)


def _call_off(storage: Storage, appointment_ids: Iterable[str], now: datetime) -> None:
    for appointment_id in appointment_ids:
        appointment = storage.appointments.lock(appointment_id)
        if appointment.status not in UPCOMING:
            continue
        action, after = appointment.cancel({life.STAFF}, now)
        record_step(storage, appointment, after, action=action, actor=SYSTEM, now=now, reason=REASON)
