"""Series in SQL. Leases use the database's clock."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update
from sqlalchemy.exc import IntegrityError

from services.booking.adapters.tables import series, series_visits
from services.booking.domain.errors import SeriesUnknown
from services.booking.domain.ordering.attempt import LEASE, Answer
from services.booking.domain.series.series import DONE, GIVEN_UP, OPEN, Series, SeriesVisit
from shared.call import IdempotencyKey
from shared.db import Database, utc_now
from shared.idempotency import KEPT_FOR, KeyInProgress

SAME = ("id", "customer_id", "booked_by", "store_id", "every_weeks", "state", "body_hash")


class SqlSeries:
    """The series of booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def get(self, series_id: str) -> Series:
        return self._known(series.c.id == series_id)

    def lock(self, series_id: str) -> Series:
        return self._known(series.c.id == series_id, locking=True)

    def of_customer(self, customer_id: str) -> list[Series]:
        theirs = select(series.c.id).where(series.c.customer_id == customer_id, series.c.state == DONE)
        with self.database.reading() as connection:
            return [self.get(one) for one in connection.execute(theirs.order_by(series.c.id)).scalars().all()]

    def of_key(self, account_id: str, key: IdempotencyKey) -> Series | None:
        mine = series.c.account_id == account_id, series.c.path == key.path, series.c.key == key.key
        return self._one(*mine, locking=True)

    def open(self, one: Series, account_id: str, key: IdempotencyKey | None) -> None:
        now = self.database.now()
        named = key and {"account_id": account_id, "path": key.path, "key": key.key, "body_hash": key.body_hash}
        times = {"lease_until": now + LEASE, "expires_at": now + KEPT_FOR}
        row = {name: getattr(one, name) for name in SAME}
        with self.database.transaction() as connection:
            try:
                connection.execute(series.insert(), {**row, **(named or {}), **times})
            except IntegrityError as error:
                raise KeyInProgress from error
            connection.execute(series_visits.insert(), _visits(one))

    def renew(self, series_id: str) -> None:
        self._set(series_id, lease_until=self.database.now() + LEASE)

    def release(self, series_id: str) -> None:
        self._set(series_id, lease_until=self.database.now())

    def finish(self, series_id: str, answer: Answer) -> None:
        self._set(series_id, state=DONE, answer=json.dumps(answer, ensure_ascii=False))

    def give_up(self, series_id: str) -> None:
        self._set(series_id, state=GIVEN_UP)

    def leave_key(self, series_id: str) -> None:
        self._set(series_id, key=None, answer=None)

    def left_open(self, longer_than_seconds: float, limit: int) -> list[str]:
        before = self.database.now() - timedelta(seconds=longer_than_seconds)
        left = select(series.c.id).where(series.c.state == OPEN, series.c.lease_until < before)
        with self.database.reading() as connection:
            return list(connection.execute(left.order_by(series.c.lease_until).limit(limit)).scalars())

    def forget_old_keys(self) -> int:
        """What was given up is of no use to anybody; what was booked stays as long as its appointments do."""
        with self.database.transaction() as connection:
            is_old = series.c.expires_at < utc_now()
            gone = select(series.c.id).where(is_old, series.c.state == GIVEN_UP)
            ids = list(connection.execute(gone).scalars())
            connection.execute(delete(series_visits).where(series_visits.c.series_id.in_(ids)))
            connection.execute(delete(series).where(series.c.id.in_(ids)))
            kept = update(series).where(is_old, series.c.key.is_not(None))
            return connection.execute(kept.values(key=None, answer=None)).rowcount

    def _known(self, *which: ColumnElement[bool], locking: bool = False) -> Series:
        found = self._one(*which, locking=locking)
        if found is None:
            raise SeriesUnknown
        return found

    def _one(self, *which: ColumnElement[bool], locking: bool) -> Series | None:
        is_leased = (series.c.lease_until > utc_now()).label("is_leased")
        is_kept = (series.c.expires_at > utc_now()).label("is_kept")
        wanted = select(series, is_leased, is_kept).where(*which)
        with self.database.transaction() if locking else self.database.reading() as connection:
            row = connection.execute(wanted.with_for_update() if locking else wanted).one_or_none()
            if row is None:
                return None
            of_it = select(series_visits).where(series_visits.c.series_id == row.id)
            return _series(row, list(connection.execute(of_it.order_by(series_visits.c.position))))

    def _set(self, series_id: str, **values: object) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(series).where(series.c.id == series_id).values(**values))


def _visits(one: Series) -> list[dict[str, Any]]:
    return [
        {
            "series_id": one.id,
            "position": position,
            "held_on": visit.on,
            "starts_at": visit.starts_at,
            "appointment_id": visit.appointment_id,
        }
        for position, visit in enumerate(one.visits)
    ]


def _series(row: Row[Any], visits: list[Row[Any]]) -> Series:
    return Series(
        **{name: getattr(row, name) for name in SAME},
        visits=tuple(SeriesVisit(one.held_on, one.starts_at, one.appointment_id) for one in visits),
        answer=row.answer and json.loads(row.answer),
        is_leased=bool(row.is_leased),
        is_kept=bool(row.is_kept),
    )
