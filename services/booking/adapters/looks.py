"""In SQL, which stores' waitlists have to be gone through. Leases use the database's clock."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, and_, exists, or_, select, update

from services.booking.adapters.tables.waitlist import waitlist_looks as looks
from services.booking.adapters.tables.waitlist import waitlist_wishes as wishes
from services.booking.domain.waitlist.transitions import WAITING
from services.booking.ports.waitlist import Look
from shared.db import Database, utc_now
from shared.interval import Interval

LEASE = timedelta(seconds=60)
EVERYTHING: dict[str, Any] = {"is_due": True, "freed_from": None, "freed_to": None}


class SqlLooks:
    """The looks of booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def lock(self, store_id: str) -> None:
        locked = select(looks.c.store_id).where(looks.c.store_id == store_id).with_for_update()
        with self.database.transaction() as connection:
            if not connection.execute(locked).all():
                # Only then inserted: a duplicate would lock the row as readers do, and two of those meet in a deadlock.
                ignoring = "OR IGNORE" if connection.dialect.name == "sqlite" else "IGNORE"
                connection.execute(looks.insert().prefix_with(ignoring).values(store_id=store_id, is_due=False))
                connection.execute(locked).all()

    def ask(self, store_ids: Collection[str], during: Interval | None) -> None:
        known = select(looks).where(looks.c.store_id.in_(store_ids)).order_by(looks.c.store_id).with_for_update()
        with self.database.transaction() as connection:
            for row in connection.execute(known).all():
                self._set(row.store_id, **_widened(row, during))

    def ask_everywhere(self) -> None:
        somebody = exists().where(wishes.c.store_id == looks.c.store_id, wishes.c.status == WAITING)
        with self.database.transaction() as connection:
            connection.execute(update(looks).where(somebody).values(**EVERYTHING))

    def take(self) -> Look | None:
        is_free = and_(looks.c.is_due, looks.c.lease_until.is_(None))
        left = select(looks).where(or_(is_free, looks.c.lease_until < utc_now()))
        with self.database.transaction() as connection:
            row = connection.execute(left.order_by(looks.c.store_id).limit(1).with_for_update()).one_or_none()
            if row is None:
                return None
            self._set(row.store_id, lease_until=self.database.now() + LEASE, is_due=False)
            is_whole = row.freed_from is None or row.lease_until is not None
            return Look(row.store_id, None if is_whole else Interval(row.freed_from, row.freed_to))

    def done(self, store_id: str) -> None:
        self._set(store_id, lease_until=None)

    def _set(self, store_id: str, **values: object) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(looks).where(looks.c.store_id == store_id).values(**values))


def _widened(row: Row[Any], during: Interval | None) -> dict[str, Any]:
    """What is asked for, together with what was asked for before and has not been looked at yet."""
    if during is None or (row.is_due and row.freed_from is None):
        return EVERYTHING
    if not row.is_due:
        return {"is_due": True, "freed_from": during.start, "freed_to": during.end}
    return {"freed_from": min(row.freed_from, during.start), "freed_to": max(row.freed_to, during.end)}
