"""The queue in the store: take a ticket, call, leave; and what becomes of those who do not come."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Store
from services.booking.domain.errors import CustomerMissing, NotYourCustomer
from services.booking.domain.life.contact import Contact, check_party, checked_phone
from services.booking.domain.ordering.attempt import Answer
from services.booking.domain.queue import events
from services.booking.domain.queue.errors import AlreadyInQueue
from services.booking.domain.queue.ticket import Taking, Ticket
from services.booking.domain.queue.transitions import CALLED, OPEN, WAITING
from services.booking.ports import Storage
from services.booking.use_cases.desk import Desk, required_key
from services.booking.use_cases.queue_read import mentioned_in, see_taken, theirs, turn_of
from services.booking.use_cases.tickets_seen import SeenTicket
from shared.errors import Unavailable
from shared.idempotency import Keys
from shared.ids import new_id

BATCH = 50
# No store's day is over before it is over everywhere: what is left over from it is swept up then.
FARTHEST_WEST = timedelta(hours=12)


def take_ticket(desk: Desk, idempotency: Keys, taking: Taking) -> Answer:
    """The ticket, now and to every repetition of the request under the same key; AlreadyInQueue for a second one,
    NeverServed and TechnicianElsewhere for what no waiting would bring.
    """
    known = idempotency.find(desk.call, required_key(desk.call))
    if known is not None:
        return known
    ticket, store = _ticket(desk, taking)
    _check_servable(desk, ticket)
    ticket = replace(ticket, estimated_at=turn_of(desk, store, ticket))
    return idempotency.run(desk.call, lambda: desk.as_ticket(_take(desk, ticket, store)))


def _check_servable(desk: Desk, ticket: Ticket) -> None:
    """Only scheduling knows who may give what; while it is away the queue goes on, and whoever serves is told."""
    if ticket.technician_id:
        desk.storage.catalogue.check_works_in(ticket.store_id, ticket.technician_id)
    if ticket.treatment_id:
        with suppress(Unavailable):
            desk.scheduling.check_walk_in(ticket)


def _ticket(desk: Desk, taking: Taking) -> tuple[Ticket, Store]:
    """The ticket to be, without its number; for whom, as with a booking."""
    catalogue, is_staff = desk.storage.catalogue, desk.actor.works_for(taking.store_id)
    if taking.customer_id not in (None, desk.actor.account_id) and not is_staff:
        raise NotYourCustomer
    if taking.phone and is_staff and taking.customer_id is None:
        # The gateway finds, or makes, the account of the phone; a ticket without one belongs to nobody.
        raise CustomerMissing
    check_party(taking.party_size)
    store = catalogue.store(taking.store_id)
    if taking.treatment_id:
        catalogue.offer(taking.store_id, taking.treatment_id, taking.technician_id, desk.now)
    phone = taking.phone and checked_phone(taking.phone, "phone")
    name = taking.name or (None if is_staff else desk.actor.name) or None
    return Ticket(
        new_id(),
        store.id,
        desk.now.astimezone(ZoneInfo(store.timezone)).date(),
        0,
        WAITING,
        1,
        desk.now,
        str(desk.actor),
        taking.customer_id if is_staff else desk.actor.account_id,
        taking.treatment_id,
        taking.technician_id,
        taking.party_size,
        Contact(name, phone) if name or phone else None,
    ), store


def _take(desk: Desk, ticket: Ticket, store: Store) -> SeenTicket:
    """The store's day is locked by drawing the number, so nobody takes two tickets at the same moment."""
    queue = desk.storage.queue
    ticket = replace(ticket, position=queue.next_position(ticket.store_id, ticket.on))
    other = queue.open_of(ticket.customer_id, ticket.store_id, ticket.on) if ticket.customer_id else None
    if other is not None:
        raise AlreadyInQueue(params={"ticket_id": other.id, "number": other.number})
    ahead = len(queue.line(ticket.store_id, ticket.on))
    queue.add(ticket)
    queue.announce([events.changed(ticket, store)], desk.now)
    return see_taken(desk, ticket, ahead)


def call_ticket(desk: Desk, ticket_id: str) -> SeenTicket:
    """It is their turn; called again, they have as long again to come."""

    def call(ticket: Ticket) -> Ticket:
        catalogue = desk.storage.catalogue
        minutes = catalogue.rules_at(ticket.store_id, ticket.treatment_id or "", desk.now).queue_call_minutes
        return ticket.called(ticket.parts_of(desk.actor), desk.now, minutes)

    return _step(desk, ticket_id, call)


def leave_queue(desk: Desk, ticket_id: str) -> SeenTicket:
    """They go without being served."""
    return _step(desk, ticket_id, lambda ticket: ticket.left(ticket.parts_of(desk.actor)))


def _step(desk: Desk, ticket_id: str, step: Callable[[Ticket], Ticket]) -> SeenTicket:
    def take_it() -> SeenTicket:
        after = step(theirs(desk.storage.queue.lock(ticket_id), desk.actor))
        save_ticket(desk.storage, after, desk.now)
        return see_taken(desk, after)

    return desk.storage.transact(take_it)


def save_ticket(storage: Storage, after: Ticket, now: datetime) -> None:
    """Save a ticket after a step, and tell it; who is called is told by an event of its own as well."""
    storage.queue.save(after)
    store = mentioned_in(storage, [after]).store(after.store_id)
    told: list[events.QueueFact] = [events.changed(after, store)]
    if after.status == CALLED:
        told.append(events.called(after, store))
    storage.queue.announce(told, now)


def pass_over(storage: Storage, now: datetime) -> int:
    """Pass over who was called and did not come, and end what is left over from days before; says how many."""
    yesterday = (now - FARTHEST_WEST).date()
    late = storage.queue.overdue(now, yesterday, BATCH)
    return sum(storage.transact(partial(_pass_over, storage, now, yesterday, ticket_id)) for ticket_id in late)


def _pass_over(storage: Storage, now: datetime, before: date, ticket_id: str) -> bool:
    ticket = storage.queue.lock(ticket_id)
    if ticket.on < before and ticket.status in OPEN:
        save_ticket(storage, ticket.expired(), now)
    elif ticket.status == CALLED and ticket.answer_by is not None and ticket.answer_by <= now:
        save_ticket(storage, ticket.skipped(), now)
    else:
        return False
    return True
