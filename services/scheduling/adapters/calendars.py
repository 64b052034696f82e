"""Calendars in SQL: one row per resource and UTC day, 288 bits; `FOR UPDATE` on the resource's row is the lock.

On SQLite `FOR UPDATE` says nothing: there `Database.transaction` lets only one writer in.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, reduce
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Row,
    Select,
    String,
    bindparam,
    case,
    func,
    literal_column,
    select,
    tuple_,
    update,
)

from services.scheduling.adapters.memory import Memory
from services.scheduling.adapters.tables import resource_days, resources
from services.scheduling.domain.business.shop import CUSTOMER
from services.scheduling.domain.choice.assignment import Taking
from services.scheduling.domain.hours.cells import DAY_BYTES, DAY_CELLS, Span, days_of, stretch
from services.scheduling.domain.travel.whereabouts import Taken
from shared.db import Database, later
from shared.inserting import insert_missing

days = resource_days.c
EMPTY = bytes(DAY_BYTES)
SEVERAL = "*"
"""The place of a day on which time is taken in several places, or nobody said where."""

DayKey = tuple[str, date]
Day = tuple[int, str | None]

MOST_REMEMBERED = 50_000


class SqlCalendars:
    def __init__(self, database: Database, memory: Memory | None = None) -> None:
        self.database = database
        self._memory = memory or Memory()
        self._locked: WeakKeyDictionary[Connection, dict[DayKey, Day]] = WeakKeyDictionary()

    def busy(self, resource_ids: Sequence[str], span: Span, place: str | None = None) -> Taken:
        busy, elsewhere = dict.fromkeys(resource_ids, 0), []
        dates = dict(zip(_numbered(span.days), span.dates, strict=True))
        asked = {"resource_ids": list(resource_ids), "place": place or "", **dates}
        with self.database.reading() as connection:
            for resource_id, is_elsewhere, written in connection.execute(_side_by_side(span.days), asked):
                busy[resource_id] = int.from_bytes(bytes.fromhex(written), "little")
                elsewhere += [resource_id] if is_elsewhere else []
        return Taken(busy, frozenset(elsewhere))

    def prepare(self, resource_ids: Sequence[str], days_needed: Iterable[date]) -> None:
        there = self._memory.rows_there
        wanted = {(resource_id, day) for resource_id in resource_ids for day in days_needed} - there
        if not wanted:
            return
        with self.database.reading() as connection:
            keys = select(days.resource_id, days.day).where(_is_any(wanted))
            missing = sorted(wanted - {(row.resource_id, row.day) for row in connection.execute(keys)})
        if missing:
            rows = [{"resource_id": resource_id, "day": day, "busy": EMPTY} for resource_id, day in missing]
            self.database.transact(lambda connection: insert_missing(connection, resource_days, rows))
        if len(there) > MOST_REMEMBERED:
            there.clear()
        there |= wanted

    def enrol(self, customer_id: str) -> None:
        if customer_id in self._memory.rows_there:
            return
        row = {"resource_id": customer_id, "kind": CUSTOMER, "owner_id": customer_id, "name": "", "retired": False}
        with self.database.reading() as connection:
            known = connection.execute(select(resources.c.kind).where(resources.c.resource_id == customer_id)).scalar()
        if known is None:
            self.database.transact(lambda connection: insert_missing(connection, resources, [row]))
        self._memory.rows_there.add(customer_id)

    def lock(self, resource_ids: Sequence[str], span: Span, place: str | None = None) -> Taken:
        self.lock_resources(resource_ids)
        with self.database.transaction() as connection:
            held = _days(connection.execute(self.locking(_days_within(resource_ids, span))))
            self._locked.setdefault(connection, {}).update(held)
        busy, elsewhere = dict.fromkeys(resource_ids, 0), set()
        for (resource_id, day), (bits, where) in held.items():
            busy[resource_id] |= bits << (day - span.first_day).days * DAY_CELLS
            if where not in {None, place}:
                elsewhere.add(resource_id)
        return Taken(busy, frozenset(elsewhere))

    def lock_resources(self, resource_ids: Sequence[str]) -> None:
        by_id = select(resources.c.resource_id).where(resources.c.resource_id.in_(resource_ids))
        with self.database.transaction() as connection:
            later(connection, self.locking(by_id.order_by(resources.c.resource_id)))
            self._memory.ask_again(connection)

    def exchange(self, freed: Sequence[Taking], taken: Sequence[Taking], place: str | None = None) -> None:
        less, more = bits_by_day(freed), bits_by_day(taken)
        touched = {*less, *more}
        with self.database.transaction() as connection:
            held = self._locked.setdefault(connection, {})
            if unread := touched - held.keys():
                rows = connection.execute(self.locking(_in_order(select(resource_days).where(_is_any(unread)))))
                held.update(_days(rows))
            if missing := more.keys() - held.keys():
                self._memory.rows_there.clear()
                raise LookupError(f"time is taken on days without a row: {sorted(missing)}")
            changed = {key: _changed(key, held[key], less, more, place or SEVERAL) for key in touched & held.keys()}
            held.update(changed)
            if changed:
                later(connection, _WRITTEN, _written(changed))

    def locking(self, statement: Select[Any]) -> Select[Any]:
        """The statement as one that locks what it reads and sees what was committed last."""
        return statement.with_for_update()


@lru_cache(maxsize=64)
def _side_by_side(count: int) -> Select[Any]:
    """Reads so many days of resources, one row for each resource with its days as one hexadecimal text, in order: rows
    and columns cost the driver much more than characters do.
    """
    dates = [bindparam(name, type_=Date) for name in _numbered(count)]
    within = days.resource_id.in_(bindparam("resource_ids", expanding=True)), days.day.between(dates[0], dates[-1])
    is_elsewhere = func.max(case((days.place != bindparam("place"), 1), else_=0))
    written = reduce(ColumnElement.concat, map(_written_out, dates))
    return select(days.resource_id, is_elsewhere, written).where(*within).group_by(days.resource_id)


def _written_out(day: BindParameter[date]) -> ColumnElement[str]:
    """The bits of a group's row of that day; a day without a row is free."""
    bits = func.max(case((days.day == day, func.hex(days.busy))))
    return func.coalesce(bits, literal_column(f"'{EMPTY.hex()}'"), type_=String)


def _numbered(count: int) -> list[str]:
    return [f"day_{number}" for number in range(count)]


def _days_within(resource_ids: Sequence[str], span: Span) -> Select[Any]:
    dates = span.dates
    within = days.resource_id.in_(resource_ids), days.day.between(dates[0], dates[-1])
    return _in_order(select(resource_days).where(*within))


def _in_order(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(days.resource_id, days.day)


def _is_any(keys: Iterable[DayKey]) -> Any:
    return tuple_(days.resource_id, days.day).in_(sorted(keys))


def _days(rows: Iterable[Row[Any]]) -> dict[DayKey, Day]:
    return {(row.resource_id, row.day): (int.from_bytes(row.busy, "little"), row.place) for row in rows}


def _changed(key: DayKey, day: Day, less: Mapping[DayKey, int], more: Mapping[DayKey, int], place: str) -> Day:
    """A day's bits after an exchange, and its place: none where nothing is left."""
    busy, before = day
    left = busy & ~less.get(key, 0)
    before = before if left else None
    if key not in more:
        return left, before
    return left | more[key], place if before in {None, place} else SEVERAL


_WRITTEN = (
    update(resource_days)
    .where(days.resource_id == bindparam("of"), days.day == bindparam("on", type_=Date))
    .values(busy=bindparam("bits", type_=days.busy.type), place=bindparam("at", type_=days.place.type))
)
"""One day by its key, made once. Of several each is a statement, and all travel with the commit, in one packet."""


def _written(changed: Mapping[DayKey, Day]) -> list[dict[str, Any]]:
    return [
        {"of": resource_id, "on": day, "bits": busy.to_bytes(DAY_BYTES, "little"), "at": place}
        for (resource_id, day), (busy, place) in changed.items()
    ]


def bits_by_day(takings: Iterable[Taking]) -> dict[DayKey, int]:
    """The bits of each day that the takings touch."""
    bits: dict[DayKey, int] = {}
    for taking in takings:
        for day in days_of(taking.cells):
            base = Span(day, 1).base
            key = taking.resource_id, day
            for start, end in taking.cells:
                bits[key] = bits.get(key, 0) | stretch(max(start - base, 0), min(end - base, DAY_CELLS))
    return bits
