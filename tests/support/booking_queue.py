"""The port of the queue, held in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from services.booking.domain.queue.errors import TicketUnknown
from services.booking.domain.queue.events import QueueFact
from services.booking.domain.queue.ticket import Ticket
from services.booking.domain.queue.transitions import CALLED, IN_LINE, OPEN
from services.booking.ports import TicketSearch


@dataclass
class InMemoryQueue:
    """`usual` is what is given most often, of which nothing is known here."""

    rows: dict[str, Ticket] = field(default_factory=dict)
    days: dict[tuple[str, date], int] = field(default_factory=dict)
    events: list[QueueFact] = field(default_factory=list)
    usual: list[str] = field(default_factory=list)

    def next_position(self, store_id: str, on: date) -> int:
        self.days[store_id, on] = self.days.get((store_id, on), 0) + 1
        return self.days[store_id, on]

    def get(self, ticket_id: str) -> Ticket:
        if ticket_id not in self.rows:
            raise TicketUnknown
        return self.rows[ticket_id]

    lock = get

    def add(self, ticket: Ticket) -> None:
        assert ticket.position
        self.rows[ticket.id] = ticket

    def save(self, ticket: Ticket) -> None:
        self.rows[ticket.id] = ticket

    def announce(self, facts: Sequence[QueueFact], now: datetime) -> None:
        assert now
        self.events.extend(facts)

    def of_customer(self, customer_id: str) -> list[Ticket]:
        return [one for one in self.rows.values() if one.customer_id == customer_id]

    def find(self, search: TicketSearch) -> list[Ticket]:
        scope = search.scope
        found = [one for one in self.rows.values() if one.on == search.on and search.store_id in (None, one.store_id)]
        if scope.store_ids is not None:
            found = [one for one in found if one.store_id in scope.store_ids or scope.customer_id == one.customer_id]
        wanted = [one for one in found if not search.statuses or one.status in search.statuses]
        behind = [one for one in wanted if search.after is None or (one.store_id, one.position) > search.after]
        return sorted(behind, key=lambda one: (one.store_id, one.position))[: search.limit]

    def line(self, store_id: str, on: date) -> list[Ticket]:
        there = [one for one in self.rows.values() if (one.store_id, one.on) == (store_id, on)]
        in_line = [one for one in there if one.status in IN_LINE]
        return sorted(in_line, key=lambda one: (one.status != CALLED, one.position))

    def open_of(self, customer_id: str, store_id: str, on: date) -> Ticket | None:
        theirs = (one for one in self.rows.values() if one.customer_id == customer_id and one.status in OPEN)
        return next((one for one in theirs if (one.store_id, one.on) == (store_id, on)), None)

    def overdue(self, now: datetime, before: date, limit: int) -> list[str]:
        late = [one for one in self.rows.values() if one.status == CALLED and one.answer_by and one.answer_by <= now]
        left = [one for one in self.rows.values() if one.status in OPEN and one.on < before]
        return [one.id for one in (*late, *left)][:limit]

    def usual_treatment(self, store_id: str, since: datetime) -> str | None:
        assert store_id
        assert since
        return next(iter(self.usual), None)

    def told(self) -> list[tuple[str, str]]:
        return [(fact.type(), fact.status) for fact in self.events]
