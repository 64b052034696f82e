"""Figures in SQL: the database counts, a store's month is a few rows.

Which day a visit belongs to is decided by the midnights of its store, as a tree of comparisons: no database of ours
need know a time zone, and a year's days are nine comparisons a visit.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, func, literal, or_, select

from services.booking.adapters.tables import appointment_technicians, appointments, queue_tickets
from services.booking.domain.figures.counting import OfTreatment, Tally
from services.booking.domain.figures.own import Given
from services.booking.domain.life.transitions import ENDED
from shared.db import Database
from shared.interval import Interval, merged

visit = appointments.c
IS_OWN = case((visit.booked_by == visit.customer_id, 1), else_=0)
HAS_ENDED = visit.status.in_(sorted(ENDED))


class SqlFigures:
    """Counted from the appointments themselves, so that no counter can be wrong."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def visits(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[Tally]:
        return self._tallies(days, visit.store_id.in_(sorted(store_ids)))

    def walk_ins(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[Tally]:
        dates = [edge.date() for day in days for edge in (day.start, day.end)]
        served = queue_tickets.c.store_id.in_(sorted(store_ids)), queue_tickets.c.serving_id.is_not(None)
        on_days = queue_tickets.c.on_day.between(min(dates), max(dates))
        tickets = select(queue_tickets.c.serving_id).where(*served, on_days)
        return self._tallies(days, visit.id.in_(tickets))

    def made(self, store_ids: Collection[str], days: Sequence[Interval]) -> dict[int, int]:
        which = visit.store_id.in_(sorted(store_ids)), _within(visit.made_at, days)
        each = select(_number(visit.made_at, days).label("day")).where(*which).subquery().c
        counted = select(each.day, func.count().label("bookings")).group_by(each.day)
        with self.database.reading() as connection:
            return {row.day: row.bookings for row in connection.execute(counted)}

    def treatments(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[OfTreatment]:
        standing = func.sum(case((HAS_ENDED, 0), else_=1)), func.sum(case((HAS_ENDED, 0), else_=visit.price_fen))
        counted = select(visit.treatment_id, func.count(), *standing)
        mine = counted.where(visit.store_id.in_(sorted(store_ids)), _within(visit.starts_at, days))
        with self.database.reading() as connection:
            rows = connection.execute(mine.group_by(visit.treatment_id)).all()
        return [OfTreatment(which, visits, int(stand), int(price)) for which, visits, stand, price in rows]

    def given_by(self, technician_id: str, days: Sequence[Interval]) -> list[Given]:
        mine, all_of_it = appointment_technicians.alias("mine"), appointment_technicians.alias("all_of_it")
        givers = select(func.count()).where(all_of_it.c.appointment_id == visit.id).scalar_subquery()
        of_visit = visit.starts_at, visit.status, visit.price_fen, visit.technician_requested, visit.planned
        given = select(*of_visit, givers.label("givers")).join(mine, mine.c.appointment_id == visit.id)
        theirs = given.where(mine.c.technician_id == technician_id, _within(visit.starts_at, days))
        with self.database.reading() as connection:
            return [_given(row, technician_id) for row in connection.execute(theirs.order_by(visit.starts_at))]

    def _tallies(self, days: Sequence[Interval], which: ColumnElement[bool]) -> list[Tally]:
        """Grouped by the columns of a subquery: an expression would be written, and worked out, twice."""
        day, told = _number(visit.starts_at, days), (visit.status, visit.price_fen, visit.fee_fen)
        wanted = select(day.label("day"), IS_OWN.label("is_own"), *told).where(which, _within(visit.starts_at, days))
        each = wanted.subquery().c
        alike = each.day, each.status, each.is_own
        sums = func.count(), func.sum(each.price_fen), func.sum(each.fee_fen)
        with self.database.reading() as connection:
            rows = connection.execute(select(*alike, *sums).group_by(*alike)).all()
        return [
            Tally(on, status, bool(own), count, int(price), int(fee)) for on, status, own, count, price, fee in rows
        ]


def _within(at: ColumnElement[datetime], days: Sequence[Interval]) -> ColumnElement[bool]:
    return or_(*(and_(at >= stretch.start, at < stretch.end) for stretch in merged(days)))


def _number(at: ColumnElement[datetime], days: Sequence[Interval], first: int = 0) -> ColumnElement[int]:
    """The number of the day an instant of those days lies in."""
    if len(days) == 1:
        return literal(first, Integer)
    middle = len(days) // 2
    earlier, later = _number(at, days[:middle], first), _number(at, days[middle:], first + middle)
    return case((at < days[middle].start, earlier), else_=later)


def _given(row: Any, technician_id: str) -> Given:
    """Of a visit of several treatments each says for itself whether its technician was asked for."""
    planned = [one for one in json.loads(row.planned or "[]") if technician_id in one["technician_ids"]]
    is_requested = any(one["technician_requested"] for one in planned) if planned else row.technician_requested
    return Given(row.starts_at, row.status, row.price_fen // row.givers, is_requested)
