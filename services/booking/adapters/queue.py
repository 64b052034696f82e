"""The queue in SQL."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, update

from services.booking.adapters.tables.appointments import appointments
from services.booking.adapters.tables.queue import queue_days, queue_tickets
from services.booking.domain.life.contact import Contact
from services.booking.domain.queue.errors import TicketUnknown
from services.booking.domain.queue.events import QueueFact
from services.booking.domain.queue.ticket import Serving, Ticket
from services.booking.domain.queue.transitions import CALLED, IN_LINE, OPEN
from services.booking.ports.queue import TicketSearch
from shared.call import Call
from shared.db import Database
from shared.outbox import Outbox

SAME = (
    *("id", "store_id", "position", "status", "version", "joined_at", "taken_by", "customer_id", "treatment_id"),
    *("technician_id", "party_size", "called_at", "answer_by", "estimated_at"),
)
column = queue_tickets.c


class SqlQueue:
    """The tickets of booking's database; the events they announce belong to `call`."""

    def __init__(self, database: Database, outbox: Outbox, call: Call) -> None:
        self.database = database
        self.outbox = outbox
        self.call = call

    def next_position(self, store_id: str, on: date) -> int:
        day = queue_days.c.store_id == store_id, queue_days.c.on_day == on
        following = update(queue_days).where(*day).values(position=queue_days.c.position + 1)
        with self.database.transaction() as connection:
            if not connection.execute(following).rowcount:
                # Only then inserted: a duplicate would lock the row as readers do, and two of those meet in a deadlock.
                ignoring = "OR IGNORE" if connection.dialect.name == "sqlite" else "IGNORE"
                first = {"store_id": store_id, "on_day": on, "position": 0}
                connection.execute(queue_days.insert().prefix_with(ignoring).values(first))
                connection.execute(following)
            return int(connection.execute(select(queue_days.c.position).where(*day)).scalar_one())

    def get(self, ticket_id: str) -> Ticket:
        return self._one(select(queue_tickets).where(column.id == ticket_id))

    def lock(self, ticket_id: str) -> Ticket:
        return self._one(select(queue_tickets).where(column.id == ticket_id).with_for_update())

    def add(self, ticket: Ticket) -> None:
        with self.database.transaction() as connection:
            connection.execute(queue_tickets.insert(), _row(ticket))

    def save(self, ticket: Ticket) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(queue_tickets).where(column.id == ticket.id).values(**_row(ticket)))

    def announce(self, facts: Sequence[QueueFact], now: datetime) -> None:
        self.outbox.add(facts, call=self.call, now=now)

    def of_customer(self, customer_id: str) -> list[Ticket]:
        theirs = select(queue_tickets).where(column.customer_id == customer_id)
        return self._all(theirs.order_by(column.on_day, column.id))

    def find(self, search: TicketSearch) -> list[Ticket]:
        wanted = select(queue_tickets).where(column.on_day == search.on, *_conditions(search))
        return self._all(wanted.order_by(column.store_id, column.position).limit(search.limit))

    def line(self, store_id: str, on: date) -> list[Ticket]:
        there = column.store_id == store_id, column.on_day == on, column.status.in_(IN_LINE)
        called_first = case((column.status == CALLED, 0), else_=1)
        return self._all(select(queue_tickets).where(*there).order_by(called_first, column.position))

    def open_of(self, customer_id: str, store_id: str, on: date) -> Ticket | None:
        theirs = column.customer_id == customer_id, column.on_day == on, column.store_id == store_id
        found = self._all(select(queue_tickets).where(*theirs, column.status.in_(OPEN)).limit(1))
        return found[0] if found else None

    def overdue(self, now: datetime, before: date, limit: int) -> list[str]:
        not_come = and_(column.status == CALLED, column.answer_by <= now)
        left_over = and_(column.status.in_(OPEN), column.on_day < before)
        late = select(column.id).where(or_(not_come, left_over)).limit(limit)
        with self.database.reading() as connection:
            return list(connection.execute(late).scalars())

    def usual_treatment(self, store_id: str, since: datetime) -> str | None:
        given = select(appointments.c.treatment_id).where(
            appointments.c.store_id == store_id, appointments.c.starts_at >= since
        )
        most = given.group_by(appointments.c.treatment_id).order_by(func.count().desc(), appointments.c.treatment_id)
        with self.database.reading() as connection:
            return connection.execute(most.limit(1)).scalar_one_or_none()

    def _one(self, wanted: Select[Any]) -> Ticket:
        found = self._all(wanted)
        if not found:
            raise TicketUnknown
        return found[0]

    def _all(self, wanted: Select[Any]) -> list[Ticket]:
        with self.database.reading() as connection:
            return [_ticket(row) for row in connection.execute(wanted)]


def _conditions(search: TicketSearch) -> Iterable[ColumnElement[bool]]:
    scope = search.scope
    if scope.store_ids is not None:
        mine = or_(column.customer_id == (scope.customer_id or ""), column.taken_by == (scope.customer_id or ""))
        yield or_(column.store_id.in_(sorted(scope.store_ids)), mine)
    if search.statuses:
        yield column.status.in_(search.statuses)
    if search.store_id is not None:
        yield column.store_id == search.store_id
    if search.after is not None:
        store_id, position = search.after
        yield or_(column.store_id > store_id, and_(column.store_id == store_id, column.position > position))


def _row(ticket: Ticket) -> dict[str, Any]:
    serving, contact = ticket.serving, ticket.contact
    return {
        **{name: getattr(ticket, name) for name in SAME},
        "on_day": ticket.on,
        "contact": contact and json.dumps(asdict(contact), ensure_ascii=False),
        "serving_id": serving and serving.appointment_id,
        "serving_treatment_id": serving and serving.treatment_id,
        "serving_technician_id": serving and serving.technician_id,
        "serving_starts_at": serving and serving.starts_at,
    }


def _ticket(row: Row[Any]) -> Ticket:
    what = (row.serving_treatment_id, row.serving_technician_id, row.serving_starts_at)
    return Ticket(
        **{name: getattr(row, name) for name in SAME},
        on=row.on_day,
        contact=row.contact and Contact(**json.loads(row.contact)),
        serving=row.serving_id and Serving(row.serving_id, *what),
    )
