"""Forgetting a customer. What was bought, when and for how much stays for the books, under an id that is nobody's."""

from collections.abc import Iterable
from datetime import datetime

from services.booking.domain.life import transitions as life
from services.booking.domain.queue.transitions import OPEN as TICKETS_OPEN
from services.booking.domain.waitlist.events import WITHDRAWN
from services.booking.domain.waitlist.transitions import OPEN as WISHES_OPEN
from services.booking.ports import Scope, Storage, WishSearch
from services.booking.use_cases.queue import save_ticket
from services.booking.use_cases.steps import record_step
from services.booking.use_cases.waitlist_steps import give_back
from shared.actor import Actor
from shared.events import Event

SYSTEM = str(Actor.system("booking"))
REASON = "account_erased"
UPCOMING = frozenset({life.REQUESTED, *life.PENDING, life.CONFIRMED})
# Somebody is on their way, or at work: they need the address and the name until the visit has ended.
UNDER_WAY = frozenset({life.CHECKED_IN, life.DEPARTED, life.ARRIVED, life.IN_SERVICE})
# A visit under way ends within hours; and an access token that was good when the account went is no longer then.
LATELY_SECONDS, BATCH, MOST_WISHES = 3 * 86400.0, 200, 10_000


def forget_customer(storage: Storage, *, now: datetime, event: Event) -> None:
    """Call off what is to come, free of charge, and keep nothing about the person."""
    customer_id = event.data["account_id"]

    def forget() -> None:
        storage.erasures.begin(customer_id)
        storage.feeds.remove(customer_id)
        storage.customers.remember(customer_id, event.data["revision"], None)
        _forget(storage, customer_id, now)

    storage.transact(forget)


def forget_what_ended(storage: Storage, *, now: datetime) -> int:
    """Forget what was still under way, or came in, when a customer was erased; says of how many customers."""
    lately = storage.erasures.begun_within(LATELY_SECONDS, BATCH)
    for customer_id in lately:
        storage.transact(lambda who=customer_id: _forget(storage, who, now))  # type: ignore[misc]
    return len(lately)


def _forget(storage: Storage, customer_id: str, now: datetime) -> None:
    """Whoever waits is taken out of their lines first, so that nothing they are offered becomes a visit meanwhile."""
    _withdraw_wishes(storage, customer_id, now)
    _leave_queues(storage, customer_id, now)
    storage.erasures.forget_answers(customer_id)
    visits = storage.erasures.visits_of(customer_id)
    over = [visit for visit, status in visits.items() if status not in UNDER_WAY]
    if over:
        storage.erasures.forget(over)
        storage.records.erase(over)
        storage.record_files.drop_all_of(over)
    _call_off(storage, (visit for visit, status in visits.items() if status in UPCOMING), now)


def _withdraw_wishes(storage: Storage, customer_id: str, now: datetime) -> None:
    for found in storage.waitlist.find(WishSearch(Scope(customer_id), limit=MOST_WISHES)):
        wish = storage.waitlist.lock(found.id)
        if wish.status in WISHES_OPEN:
            give_back(storage, wish, wish.forgotten().withdrawn({life.CUSTOMER}), WITHDRAWN, now)
        elif wish != wish.forgotten():
            storage.waitlist.save(wish.forgotten())


def _leave_queues(storage: Storage, customer_id: str, now: datetime) -> None:
    for found in storage.queue.of_customer(customer_id):
        ticket = storage.queue.lock(found.id)
        if ticket.status in TICKETS_OPEN:
            save_ticket(storage, ticket.forgotten().left({life.CUSTOMER}), now)
        elif ticket != ticket.forgotten():
            storage.queue.save(ticket.forgotten())


def _call_off(storage: Storage, appointment_ids: Iterable[str], now: datetime) -> None:
    for appointment_id in appointment_ids:
        appointment = storage.appointments.lock(appointment_id)
        if appointment.status not in UPCOMING:
            continue
        action, after = appointment.cancel({life.STAFF}, now)
        record_step(storage, appointment, after, action=action, actor=SYSTEM, now=now, reason=REASON)
