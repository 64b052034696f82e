"""Special days in SQL: what was entered, beside what is public."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, select

from services.scheduling.adapters.memory import Memory, raise_edition
from services.scheduling.adapters.public_days import public_days
from services.scheduling.adapters.tables import calendar_days
from services.scheduling.domain.errors import Unknown
from services.scheduling.domain.hours.almanac import SpecialDay
from services.scheduling.domain.hours.windows import read_day
from shared.db import Database

EVERYWHERE = ""
SPECIAL_DAYS = "special_days"
columns = calendar_days.c


class SqlAlmanac:
    def __init__(self, database: Database, memory: Memory) -> None:
        self.database = database
        self._memory = memory

    def of(self, store_id: str | None, first: date, last: date, *, with_public: bool) -> tuple[SpecialDay, ...]:
        entered = [day for day in self._entered(store_id) if first <= day.on <= last]
        return tuple([*public_days(first, last), *entered] if with_public else entered)

    def put(self, day: SpecialDay) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(calendar_days).where(*_is(day.store_id, day.on)))
            connection.execute(calendar_days.insert(), _row(day))
            raise_edition(connection)

    def delete(self, store_id: str | None, on: date) -> None:
        with self.database.transaction() as connection:
            if not connection.execute(delete(calendar_days).where(*_is(store_id, on))).rowcount:
                raise Unknown(params={"id": on.isoformat()})
            raise_edition(connection)

    def _entered(self, store_id: str | None) -> Sequence[SpecialDay]:
        """Of the store and of all; a transaction reads them anew."""
        with self.database.reading() as connection:
            kept = self._memory.during(connection)
            if (SPECIAL_DAYS, store_id) not in kept:
                scopes = select(calendar_days).where(columns.scope.in_([EVERYWHERE, store_id or EVERYWHERE]))
                rows = connection.execute(scopes.order_by(columns.day))
                kept[SPECIAL_DAYS, store_id] = tuple(_special_day(row) for row in rows)
            known: Sequence[SpecialDay] = kept[SPECIAL_DAYS, store_id]
            return known


def _is(store_id: str | None, on: date) -> tuple[Any, Any]:
    return columns.scope == (store_id or EVERYWHERE), columns.day == on


def _row(day: SpecialDay) -> dict[str, Any]:
    return {
        "scope": day.store_id or EVERYWHERE,
        "day": day.on,
        "kind": day.kind,
        "follows": day.follows,
        "name": day.name,
        "name_en": day.name_en,
        "hours": json.dumps([shift.written() for shift in day.hours]),
    }


def _special_day(row: Row[Any]) -> SpecialDay:
    hours = read_day(json.loads(row.hours))
    return SpecialDay(row.day, row.kind, row.name, row.name_en, row.follows, hours, row.scope or None)
