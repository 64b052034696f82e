"""Figures in SQL: the database counts, a store's month is a few rows.

Counted from the appointments themselves, so that no counter can be wrong. A day is the date of the instant moved by the
zone's offset, and where the clock changes in between by the offset of either side: no database of ours need know zones.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Integer, and_, case, func, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from services.booking.adapters.tables import appointment_technicians, appointments, queue_tickets
from services.booking.domain.figures.counting import Booked, Tally
from services.booking.domain.figures.own import Given
from services.booking.domain.life.transitions import ENDED
from services.booking.ports.figures import Counts
from shared.db import Database
from shared.interval import Interval, merged
from shared.period import Period

visit = appointments.c
Condition = ColumnElement[bool]
IS_OWN = case((visit.booked_by == visit.customer_id, 1), else_=0)
STANDS = case((visit.status.in_(sorted(ENDED)), 0), else_=1)


class moved_day(FunctionElement[date]):  # noqa: N801 - reads as the SQL function it is
    """The date of an instant so many minutes later, by UTC."""

    type = Date()
    inherit_cache = True

    def __init__(self, at: ColumnElement[datetime], minutes: int) -> None:
        super().__init__(at, literal(minutes, Integer))


@compiles(moved_day)
def _moved_day_mysql(element: Any, compiler: Any, **kw: Any) -> str:
    at, minutes = (compiler.process(part, **kw) for part in element.clauses)
    return f"DATE({at} + INTERVAL {minutes} MINUTE)"


@compiles(moved_day, "sqlite")
def _moved_day_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    at, minutes = (compiler.process(part, **kw) for part in element.clauses)
    return f"date({at}, {minutes} || ' minutes')"


class SqlFigures:
    def __init__(self, database: Database) -> None:
        self.database = database

    def count(self, store_ids: Collection[str], zone: ZoneInfo, period: Period) -> Counts:
        here = visit.store_id.in_(sorted(store_ids))
        now = period.during(zone)
        both = [*period.before.during(zone), *now]
        offsets = list(_offsets(zone, both))
        walk_ins = visit.id.in_(_served(store_ids, period))
        with self.database.reading():
            return Counts(
                self._tallies(_day(visit.starts_at, offsets), both, here),
                self._booked(now, here),
                self._booked(now, walk_ins),
                self._made(_day(visit.made_at, offsets), both, here),
            )

    def given_by(self, technician_id: str, zone: ZoneInfo, period: Period) -> list[Given]:
        days = [*period.before.during(zone), *period.during(zone)]
        mine, all_of_it = appointment_technicians.alias("mine"), appointment_technicians.alias("all_of_it")
        givers = select(func.count()).where(all_of_it.c.appointment_id == visit.id).scalar_subquery()
        of_visit = visit.starts_at, visit.status, visit.price_fen, visit.technician_requested, visit.planned
        given = select(*of_visit, givers.label("givers")).join(mine, mine.c.appointment_id == visit.id)
        theirs = given.where(mine.c.technician_id == technician_id, _within(visit.starts_at, days))
        with self.database.reading() as connection:
            return [_given(row, technician_id) for row in connection.execute(theirs.order_by(visit.starts_at))]

    def _tallies(self, day: ColumnElement[date], days: Sequence[Interval], which: Condition) -> list[Tally]:
        """Grouped by the columns of a subquery: an expression would be written, and worked out, twice."""
        wanted = select(day.label("day"), visit.status, visit.price_fen, visit.fee_fen)
        each = wanted.where(which, _within(visit.starts_at, days)).subquery().c
        sums = func.count(), func.sum(each.price_fen), func.sum(each.fee_fen)
        with self.database.reading() as connection:
            rows = connection.execute(select(each.day, each.status, *sums).group_by(each.day, each.status)).all()
        return [Tally(on, status, n, int(price), int(fee)) for on, status, n, price, fee in rows]

    def _booked(self, days: Sequence[Interval], which: Condition) -> list[Booked]:
        told = IS_OWN.label("is_own"), STANDS.label("stands"), (STANDS * visit.price_fen).label("worth")
        each = select(visit.treatment_id, *told).where(which, _within(visit.starts_at, days)).subquery().c
        sums = func.count(), func.sum(each.stands), func.sum(each.worth)
        alike = each.treatment_id, each.is_own
        with self.database.reading() as connection:
            rows = connection.execute(select(*alike, *sums).group_by(*alike)).all()
        return [Booked(treatment, bool(own), n, int(stand), int(worth)) for treatment, own, n, stand, worth in rows]

    def _made(self, day: ColumnElement[date], days: Sequence[Interval], which: Condition) -> dict[date, int]:
        each = select(day.label("day")).where(which, _within(visit.made_at, days)).subquery().c
        counted = select(each.day, func.count().label("bookings")).group_by(each.day)
        with self.database.reading() as connection:
            return {row.day: row.bookings for row in connection.execute(counted)}


def _served(store_ids: Collection[str], period: Period) -> Any:
    """The visits that tickets of those days became; a ticket's day is the store's."""
    column = queue_tickets.c
    on_days = column.on_day.between(period.first, period.last)
    return select(column.serving_id).where(
        column.store_id.in_(sorted(store_ids)), on_days, column.serving_id.is_not(None)
    )


def _within(at: ColumnElement[datetime], days: Sequence[Interval]) -> Condition:
    return or_(*(and_(at >= stretch.start, at < stretch.end) for stretch in merged(days)))


def _day(at: ColumnElement[datetime], offsets: Sequence[tuple[datetime, int]]) -> ColumnElement[date]:
    *changes, (_, last) = offsets
    if not changes:
        return moved_day(at, last)
    return case(*((at < until, moved_day(at, minutes)) for until, minutes in changes), else_=moved_day(at, last))


def _offsets(zone: ZoneInfo, days: Iterable[Interval]) -> Iterator[tuple[datetime, int]]:
    """Until when the zone's clock is so many minutes ahead of UTC, in order."""
    edges = sorted({edge for day in days for edge in (day.start, day.end)})
    for (before, ahead), (after, then) in pairwise((edge, _ahead(zone, edge)) for edge in edges):
        if ahead != then:
            yield _change(zone, before, after), ahead
    yield edges[-1], _ahead(zone, edges[-1])


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The minute in which the offset changes, by halving."""
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if _ahead(zone, middle) == _ahead(zone, before) else (before, middle)
    return after.replace(second=0, microsecond=0)


def _ahead(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(UTC).astimezone(zone).utcoffset() or timedelta()
    return offset // timedelta(minutes=1)


def _given(row: Any, technician_id: str) -> Given:
    """Of a visit of several treatments each says for itself whether its technician was asked for."""
    planned = [one for one in json.loads(row.planned or "[]") if technician_id in one["technician_ids"]]
    is_requested = any(one["technician_requested"] for one in planned) if planned else row.technician_requested
    return Given(row.starts_at, row.status, row.price_fen // row.givers, is_requested)
