"""Reading the queue: guests see their own ticket, staff their store's, each with when their turn will be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Directory, Store
from services.booking.domain.queue.errors import TicketUnknown
from services.booking.domain.queue.estimate import Turn, estimates
from services.booking.domain.queue.ticket import Ticket
from services.booking.domain.queue.transitions import IN_LINE, allowed_actions
from services.booking.ports import Storage, TicketSearch
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.read import DEFAULT_ZONE, require_sign_in, scope_of
from services.booking.use_cases.tickets_seen import SeenTicket
from shared.actor import Actor
from shared.errors import Unavailable

USUAL_OF = timedelta(days=28)
Cursor = tuple[str, int]
Estimates = Mapping[str, datetime]


@dataclass(frozen=True)
class TicketList:
    """A part of a day's tickets, by store and number; `next_cursor` is None at its end."""

    items: Sequence[SeenTicket]
    next_cursor: Cursor | None


def theirs(ticket: Ticket, actor: Actor) -> Ticket:
    """The ticket, if it is the actor's to see."""
    require_sign_in(actor)
    if not ticket.parts_of(actor):
        raise TicketUnknown
    return ticket


def get_ticket(desk: Desk, ticket_id: str) -> SeenTicket:
    return see_tickets(desk, [theirs(desk.storage.queue.get(ticket_id), desk.actor)])[0]


def find_tickets(
    desk: Desk,
    statuses: Sequence[str] = (),
    store_id: str | None = None,
    on: date | None = None,
    cursor: Cursor | None = None,
    limit: int = 50,
) -> TicketList:
    """One's own, and for staff those of their stores, of a day (default: today)."""
    require_sign_in(desk.actor)
    zone = ZoneInfo(desk.storage.catalogue.store(store_id).timezone if store_id else DEFAULT_ZONE)
    day = on or desk.now.astimezone(zone).date()
    found = desk.storage.queue.find(TicketSearch(scope_of(desk.actor), day, store_id, statuses, cursor, limit + 1))
    page = found[:limit]
    more = (page[-1].store_id, page[-1].position) if len(found) > limit else None
    return TicketList(see_tickets(desk, page), more)


def see_tickets(desk: Desk, tickets: Sequence[Ticket]) -> list[SeenTicket]:
    directory = mentioned_in(desk.storage, tickets)
    lines = {place: desk.storage.queue.line(*place) for place in _places(tickets)}
    told: dict[str, datetime] = {}
    for (store_id, on), line in lines.items():
        told |= _estimates(desk, directory.store(store_id), on, line)
    return [_seen(desk, one, directory, lines.get((one.store_id, one.on), []), told) for one in tickets]


def see_taken(desk: Desk, ticket: Ticket, ahead: int | None = None) -> SeenTicket:
    """A ticket right after a step, without asking anybody: with what was told when it was taken."""
    told = {} if ticket.estimated_at is None or ticket.status not in IN_LINE else {ticket.id: ticket.estimated_at}
    return replace(_seen(desk, ticket, mentioned_in(desk.storage, [ticket]), [], told), ahead=ahead)


def turn_of(desk: Desk, store: Store, ticket: Ticket) -> datetime | None:
    """When a ticket that is about to be taken would have its turn, behind everybody who waits."""
    line = [*desk.storage.queue.line(store.id, ticket.on), ticket]
    return _estimates(desk, store, ticket.on, line).get(ticket.id)


def mentioned_in(storage: Storage, tickets: Sequence[Ticket]) -> Directory:
    return storage.catalogue.directory(
        stores=[one.store_id for one in tickets],
        treatments=[one.treatment_id for one in tickets if one.treatment_id],
        technicians=[one.technician_id for one in tickets if one.technician_id],
    )


def _places(tickets: Iterable[Ticket]) -> list[tuple[str, date]]:
    return sorted({(one.store_id, one.on) for one in tickets if one.status in IN_LINE})


def _estimates(desk: Desk, store: Store, on: date, line: Sequence[Ticket]) -> dict[str, datetime]:
    """By the calendar as it is. None at all on another day than today, or while scheduling cannot be asked: the queue
    goes on without them.
    """
    if on != desk.now.astimezone(ZoneInfo(store.timezone)).date() or not line:
        return {}
    usual = None
    if any(one.treatment_id is None for one in line):
        usual = desk.storage.queue.usual_treatment(store.id, desk.now - USUAL_OF)
    turns = [Turn(one.id, (one.treatment_id or usual or "", one.party_size), one.technician_id) for one in line]
    wanted = sorted({turn.what for turn in turns if turn.what[0]})
    try:
        free = desk.scheduling.find_free_today(store.id, wanted) if wanted else []
    except Unavailable:
        return {}
    return estimates(desk.now, turns, {(one.treatment_id, one.party_size): one for one in free})


def _seen(desk: Desk, ticket: Ticket, directory: Directory, line: Sequence[Ticket], told: Estimates) -> SeenTicket:
    named = directory.technicians_of([ticket.technician_id] if ticket.technician_id else [])
    ahead = next((number for number, one in enumerate(line) if one.id == ticket.id), None)
    at = told.get(ticket.id)
    seen = SeenTicket(
        ticket,
        directory.store(ticket.store_id),
        directory.treatment(ticket.treatment_id) if ticket.treatment_id else None,
        named[0] if named else None,
        allowed_actions(ticket.status, ticket.parts_of(desk.actor)),
        desk.call.language,
        ahead,
    )
    if at is None:
        return seen
    return replace(seen, estimated_at=at, wait_minutes=max(round((at - desk.now) / timedelta(minutes=1)), 0))
