"""The queue in the store, kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from services.booking.domain.queue.events import QueueFact
from services.booking.domain.queue.ticket import Ticket
from services.booking.ports.appointments import Scope


@dataclass(frozen=True)
class TicketSearch:
    """What to find, by store in the order of the numbers: of one day, and of one store or of all in the scope. `after`
    is the (store, position) of the last ticket already seen; `limit` None: all.
    """

    scope: Scope
    on: date
    store_id: str | None = None
    statuses: Sequence[str] = ()
    after: tuple[str, int] | None = None
    limit: int | None = None


class Queue(Protocol):
    """Tickets, store by store and day by day."""

    def next_position(self, store_id: str, on: date) -> int:
        """The next number of the store's day, which is locked until the end of the transaction."""
        ...

    def get(self, ticket_id: str) -> Ticket:
        """Raises TicketUnknown."""
        ...

    def lock(self, ticket_id: str) -> Ticket:
        """The same, and nobody else changes it before the transaction ends."""
        ...

    def add(self, ticket: Ticket) -> None: ...

    def save(self, ticket: Ticket) -> None: ...

    def announce(self, facts: Sequence[QueueFact], now: datetime) -> None: ...

    def find(self, search: TicketSearch) -> list[Ticket]: ...

    def of_customer(self, customer_id: str) -> list[Ticket]:
        """Every ticket of one customer, the first one first."""
        ...

    def line(self, store_id: str, on: date) -> list[Ticket]:
        """Who is still to be served there that day: whoever is called first, then by number."""
        ...

    def open_of(self, customer_id: str, store_id: str, on: date) -> Ticket | None:
        """The ticket with which a customer waits there that day."""
        ...

    def overdue(self, now: datetime, before: date, limit: int) -> list[str]:
        """Tickets that were called and did not come in time, and those left over from days before."""
        ...

    def usual_treatment(self, store_id: str, since: datetime) -> str | None:
        """What has been given there most often since then."""
        ...
