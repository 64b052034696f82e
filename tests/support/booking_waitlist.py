"""The ports of the waitlist, held in memory."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from services.booking.domain.waitlist.errors import WishUnknown
from services.booking.domain.waitlist.events import WaitlistFact
from services.booking.domain.waitlist.transitions import OFFERED, OPEN, WAITING
from services.booking.domain.waitlist.wish import Place, WaitlistWish
from services.booking.ports import Look, WishSearch
from shared.interval import Interval


@dataclass
class InMemoryWaitlist:
    rows: dict[str, WaitlistWish] = field(default_factory=dict)
    events: list[WaitlistFact] = field(default_factory=list)

    def get(self, wish_id: str) -> WaitlistWish:
        if wish_id not in self.rows:
            raise WishUnknown
        return self.rows[wish_id]

    lock = get

    def add(self, wish: WaitlistWish) -> None:
        assert wish.id not in self.rows
        self.rows[wish.id] = wish

    def save(self, wish: WaitlistWish) -> None:
        assert wish.version in (self.rows[wish.id].version + 1, self.rows[wish.id].version)
        self.rows[wish.id] = wish

    def announce(self, fact: WaitlistFact, now: datetime) -> None:
        assert now
        self.events.append(fact)

    def find(self, search: WishSearch) -> list[WaitlistWish]:
        newest = sorted(self.rows.values(), key=lambda one: (one.joined_at, one.id), reverse=True)
        mine = [one for one in newest if _is_in(search, one)]
        return [one for one in mine if search.after is None or (one.joined_at, one.id) < search.after][: search.limit]

    def offered_as(self, appointment_id: str) -> WaitlistWish | None:
        offered = (one for one in self.rows.values() if one.status == OFFERED and one.offer)
        return next((one for one in offered if one.offer and one.offer.appointment_id == appointment_id), None)

    def open_of(self, customer_id: str, store_id: str) -> list[WaitlistWish]:
        theirs = (one for one in self.rows.values() if (one.customer_id, one.store_id) == (customer_id, store_id))
        return [one for one in theirs if one.status in OPEN]

    def count(self, store_id: str, status: str) -> int:
        return sum((one.store_id, one.status) == (store_id, status) for one in self.rows.values())

    def in_line(self, store_id: str, during: Interval | None, after: Place | None, limit: int) -> list[WaitlistWish]:
        """Every date; what is on the days of a time is the database's work and tested there."""
        assert during is None or during.minutes
        waiting = [one for one in self.rows.values() if one.status == WAITING and one.store_id == store_id]
        behind = [one for one in waiting if after is None or one.place_in_line > after]
        return sorted(behind, key=lambda one: one.place_in_line)[:limit]

    def unanswered(self, now: datetime, limit: int) -> list[str]:
        offered = [one for one in self.rows.values() if one.status == OFFERED and one.offer]
        return [one.id for one in offered if one.offer and one.offer.answer_by <= now][:limit]

    def over(self, now: datetime, limit: int) -> list[str]:
        return [one.id for one in self.rows.values() if one.status == WAITING and one.ends_at <= now][:limit]

    def told(self) -> list[tuple[str, str | None]]:
        """Each event with how the offer ended, where it did."""
        return [(fact.type(), getattr(fact, "how", None)) for fact in self.events]


@dataclass
class InMemoryLooks:
    """`leases` are those of processes at work; one of theirs that died is ended by the test."""

    due: dict[str, Interval | None] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    leases: set[str] = field(default_factory=set)

    def lock(self, store_id: str) -> None:
        self.known.add(store_id)

    def ask(self, store_ids: Collection[str], during: Interval | None) -> None:
        for store_id in self.known & set(store_ids):
            self.due[store_id] = during

    def ask_everywhere(self) -> None:
        self.due = dict.fromkeys(self.known)

    def take(self) -> Look | None:
        free = next((store_id for store_id in self.due if store_id not in self.leases), None)
        if free is None:
            return None
        self.leases.add(free)
        return Look(free, self.due.pop(free))

    def done(self, store_id: str) -> None:
        self.leases.discard(store_id)


def _is_in(search: WishSearch, wish: WaitlistWish) -> bool:
    scope = search.scope
    is_theirs = scope.store_ids is None or wish.store_id in scope.store_ids or wish.customer_id == scope.customer_id
    is_there = search.store_id in (None, wish.store_id)
    return is_theirs and is_there and (not search.statuses or wish.status in search.statuses)
