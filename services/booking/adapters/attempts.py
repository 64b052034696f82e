"""Attempts in SQL. Leases use the database's clock."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Insert, Row, Select, bindparam, delete, select, update

from services.booking.adapters.tables import attempts
from services.booking.domain.ordering.attempt import ABANDONED, DONE, LEASE, OPEN, Answer, Attempt
from shared.call import IdempotencyKey
from shared.db import Database, later, utc_after, utc_now
from shared.idempotency import KEPT_FOR, KeyInProgress
from shared.inserting import insert_ignoring

JUST_BEFORE = timedelta(milliseconds=1)
"""A lease given back is over, even on a clock that counts in milliseconds."""


class SqlAttempts:
    """The attempts of booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of_key(self, account_id: str, key: IdempotencyKey) -> Attempt | None:
        return self._locked(attempts.c.account_id == account_id, attempts.c.path == key.path, attempts.c.key == key.key)

    def lock(self, appointment_id: str) -> Attempt:
        is_it = attempts.c.appointment_id == appointment_id
        with self.database.transaction() as connection:
            row = connection.execute(_OF_ID, {"wanted": appointment_id}).one_or_none()
        found = None if row is None else _attempt(row)
        if found is None:
            # Two questions at once may both find nothing: the second one's row is left out, and it finds the first's.
            with self.database.transaction() as connection:
                never = {"appointment_id": appointment_id, "state": ABANDONED}
                later(connection, _new(insert_ignoring(connection, attempts)), never)
            found = self._locked(is_it)
        assert found is not None  # noqa: S101 - it was inserted in this transaction, or is committed
        return found

    def open(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Attempt:
        named = {"account_id": account_id, "path": key.path, "key": key.key, "body_hash": key.body_hash}
        with self.database.transaction() as connection:
            row = {"appointment_id": appointment_id, "state": OPEN, **named}
            later(connection, _OPENED, row, refused=KeyInProgress())
        return Attempt(appointment_id, OPEN, key.body_hash, is_leased=True)

    def reserve(self, appointment_id: str) -> None:
        with self.database.transaction() as connection:
            later(connection, _new(attempts.insert()), {"appointment_id": appointment_id, "state": OPEN})

    def open_all(self, appointment_ids: Sequence[str]) -> None:
        rows = [{"appointment_id": one, "state": OPEN} for one in appointment_ids]
        with self.database.transaction() as connection:
            later(connection, _new(attempts.insert()), rows)

    def renew(self, attempt: Attempt) -> Attempt:
        self._set(attempt.appointment_id, lease_until=utc_after(LEASE))
        return attempt

    def release(self, appointment_id: str) -> None:
        self._set(appointment_id, lease_until=utc_after(-JUST_BEFORE))

    def finish(self, appointment_id: str, answer: Answer) -> None:
        done = {"mine": appointment_id, "kept": json.dumps(answer, ensure_ascii=False)}
        with self.database.transaction() as connection:
            later(connection, _FINISHED, done)

    def abandon(self, appointment_id: str) -> None:
        self._set(appointment_id, state=ABANDONED)

    def leave_key(self, attempt: Attempt) -> None:
        self._set(attempt.appointment_id, key=None, answer=None)

    def left_open(self, longer_than_seconds: float, limit: int) -> list[str]:
        before = utc_after(-timedelta(seconds=longer_than_seconds))
        with self.database.reading() as connection:
            return list(
                connection.execute(
                    select(attempts.c.appointment_id)
                    .where(attempts.c.state == OPEN, attempts.c.lease_until < before)
                    .order_by(attempts.c.lease_until)
                    .limit(limit)
                ).scalars()
            )

    def forget_old_keys(self) -> int:
        """A done attempt stays as the mark that its visit exists; an abandoned one is written again when asked for."""
        with self.database.transaction() as connection:
            is_old = attempts.c.expires_at < utc_now()
            connection.execute(delete(attempts).where(is_old, attempts.c.state == ABANDONED))
            return connection.execute(
                update(attempts).where(is_old, attempts.c.key.is_not(None)).values(key=None, answer=None)
            ).rowcount

    def _locked(self, *which: ColumnElement[bool]) -> Attempt | None:
        with self.database.transaction() as connection:
            row = connection.execute(_locking().where(*which)).one_or_none()
            return None if row is None else _attempt(row)

    def _set(self, appointment_id: str, **values: object) -> None:
        mine = update(attempts).where(attempts.c.appointment_id == appointment_id)
        with self.database.transaction() as connection:
            later(connection, mine.values(**values))


def _new(row: Insert) -> Insert:
    return row.values(lease_until=utc_after(LEASE), expires_at=utc_after(KEPT_FOR))


def _locking() -> Select[Any]:
    is_leased = (attempts.c.lease_until > utc_now()).label("is_leased")
    is_kept = (attempts.c.expires_at > utc_now()).label("is_kept")
    return select(attempts, is_leased, is_kept).with_for_update()


# What every booking needs, made once: to make a statement costs SQLAlchemy as much as to send it.
_OPENED = _new(attempts.insert())
_OF_ID = _locking().where(attempts.c.appointment_id == bindparam("wanted"))
_FINISHED = (
    update(attempts)
    .where(attempts.c.appointment_id == bindparam("mine"))
    .values(state=DONE, answer=bindparam("kept", type_=attempts.c.answer.type))
)


def _attempt(row: Row[Any]) -> Attempt:
    answer = None if row.answer is None else json.loads(row.answer)
    return Attempt(row.appointment_id, row.state, row.body_hash, answer, bool(row.is_leased), bool(row.is_kept))
