"""The waitlist, kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.booking.domain.waitlist.events import WaitlistFact
from services.booking.domain.waitlist.wish import Place, WaitlistWish
from services.booking.ports.appointments import Scope
from shared.interval import Interval


@dataclass(frozen=True)
class WishSearch:
    """What to find, newest first; `after` is the (joined, id) of the last wish already seen."""

    scope: Scope
    statuses: Sequence[str] = ()
    store_id: str | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 20


class Waitlist(Protocol):
    """Wishes, each with the offer it has."""

    def get(self, wish_id: str) -> WaitlistWish:
        """Raises WishUnknown."""
        ...

    def lock(self, wish_id: str) -> WaitlistWish:
        """The same, and nobody else changes it before the transaction ends."""
        ...

    def add(self, wish: WaitlistWish) -> None: ...

    def save(self, wish: WaitlistWish) -> None: ...

    def announce(self, fact: WaitlistFact, now: datetime) -> None: ...

    def find(self, search: WishSearch) -> list[WaitlistWish]: ...

    def offered_as(self, appointment_id: str) -> WaitlistWish | None:
        """The wish that is offered the appointment of that id."""
        ...

    def open_of(self, customer_id: str, store_id: str) -> list[WaitlistWish]:
        """The wishes with which a customer waits there."""
        ...

    def count(self, store_id: str, status: str) -> int:
        """How many wishes of a status a store has."""
        ...

    def in_line(self, store_id: str, during: Interval | None, after: Place | None, limit: int) -> list[WaitlistWish]:
        """Those who wait in a store, in fair order, after a place in it; where `during` is named, on its days."""
        ...

    def unanswered(self, now: datetime, limit: int) -> list[str]:
        """Wishes whose offer's deadline has come."""
        ...

    def over(self, now: datetime, limit: int) -> list[str]:
        """Wishes that still wait though their last date has ended."""
        ...


@dataclass(frozen=True)
class Look:
    """A store whose waitlist is to be gone through; where `during` is named, for time freed inside it."""

    store_id: str
    during: Interval | None = None


class Looks(Protocol):
    """Which stores' waitlists have to be gone through, each by one process at a time: that keeps the order fair."""

    def lock(self, store_id: str) -> None:
        """Lock the store, which is known from then on."""
        ...

    def ask(self, store_ids: Collection[str], during: Interval | None) -> None:
        """Have the lists of those stores, as far as anybody ever waited there, gone through; for all time or that."""
        ...

    def ask_everywhere(self) -> None:
        """The same for every store where somebody waits."""
        ...

    def take(self) -> Look | None:
        """A store that waits to be looked at, leased to the caller; one whose lease has ended is looked at anew."""
        ...

    def done(self, store_id: str) -> None:
        """End the lease."""
        ...
