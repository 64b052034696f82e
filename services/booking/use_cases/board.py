"""Today's board for reception: the day's visits by status, who is late, who waits in the store, what is offered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Store
from services.booking.domain.errors import StoreUnknown
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import CONFIRMED
from services.booking.domain.queue.transitions import OPEN
from services.booking.domain.waitlist.transitions import OFFERED, WAITING
from services.booking.ports import Scope, Search, Storage, TicketSearch, WishSearch
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.queue_read import see_tickets
from services.booking.use_cases.read import Seen, require_sign_in, see, start_of
from services.booking.use_cases.tickets_seen import SeenTicket
from services.booking.use_cases.waitlist_read import SeenWish, see_wishes

MOST_VISITS, MOST_OFFERS = 1000, 100


@dataclass(frozen=True)
class Board:
    """A store's day as it is at a moment. `names` say by appointment whom it is for, where that is known; `late` are
    minutes by appointment: confirmed, begun, and nobody there.
    """

    store: Store
    on: date
    as_of: datetime
    visits: Sequence[Seen]
    names: Mapping[str, str]
    late: Mapping[str, int]
    queue: Sequence[SeenTicket]
    offers: Sequence[SeenWish]
    waitlist: int
    language: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.store.timezone)

    @property
    def counts(self) -> dict[str, int]:
        """Visits by status, and how many are late, wait in the store, are offered time, or wait for some."""
        others = {"late": len(self.late), "queue": len(self.queue), "offers": len(self.offers)}
        return {**Counter(one.appointment.status for one in self.visits), **others, "waitlist": self.waitlist}


def get_board(desk: Desk, store_id: str, on: date | None = None) -> Board:
    """For the store's staff; StoreUnknown for everybody else."""
    require_sign_in(desk.actor)
    if not desk.actor.works_for(store_id):
        raise StoreUnknown
    storage = desk.storage
    store = storage.catalogue.store(store_id)
    day = on or desk.now.astimezone(ZoneInfo(store.timezone)).date()
    visits = _visits(desk, store, day)
    tickets = storage.queue.find(TicketSearch(Scope(store_ids=None), day, store_id, OPEN))
    offers = WishSearch(Scope(store_ids=None), [OFFERED], store_id, limit=MOST_OFFERS)
    return Board(
        store,
        day,
        desk.now,
        visits,
        _names(storage, [one.appointment for one in visits]),
        {one.appointment.id: minutes for one in visits if (minutes := _minutes_late(one, desk.now))},
        see_tickets(desk, tickets),
        see_wishes(storage, storage.waitlist.find(offers), call=desk.call, now=desk.now),
        storage.waitlist.count(store_id, WAITING),
        desk.call.language,
    )


def _visits(desk: Desk, store: Store, day: date) -> list[Seen]:
    zone = ZoneInfo(store.timezone)
    start, end = (start_of(day + timedelta(days=more), zone) for more in (0, 1))
    search = Search(Scope(store_ids=None), (), store.id, None, start, end, limit=MOST_VISITS)
    found = desk.storage.appointments.find(search)
    return see(desk.storage, reversed(found), call=desk.call, now=desk.now)


def _names(storage: Storage, visits: Sequence[Appointment]) -> dict[str, str]:
    """The contact's name, else the account's."""
    told = {one.id: one.contact.name for one in visits if one.contact and one.contact.name}
    others = {one.id: one.customer_id for one in visits if one.id not in told}
    known = storage.customers.names_of(set(others.values())) if others else {}
    return told | {visit: known[customer] for visit, customer in others.items() if customer in known}


def _minutes_late(seen: Seen, now: datetime) -> int:
    visit = seen.appointment
    late = (now - visit.starts_at) // timedelta(minutes=1)
    return late if visit.status == CONFIRMED and late > 0 else 0
