"""Counted tries in SQL: one row per subject. Subjects are blind indexes, so the table tells no phone and no address.

The instants in it are the database's own, as those of leases are: a demonstration that is started again begins at the
same hour as before, and would find the allowance of that hour used up until later.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import IntegrityError

from services.identity.adapters.tables import throttle
from services.identity.domain.limits import Allowance, Limit
from shared.crypto import keyring
from shared.db import Database


class SqlThrottle:
    """The table `throttle`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def spend(self, allowances: Iterable[Allowance]) -> None:
        """Rows are locked in one order everywhere, so that two tries cannot wait for each other in a circle.

        A row that `prune` takes away in the middle costs one uncounted try a day, which is no way in.
        """
        counted = sorted(((_subject(allowance), allowance.limit) for allowance in allowances), key=lambda pair: pair[0])
        now = self.database.about_now()
        self._make_rows([subject for subject, _ in counted], now)
        self.database.transact(lambda connection: _spend(connection, counted, now))

    def forgive(self, allowances: Iterable[Allowance]) -> None:
        with self.database.transaction() as connection:
            for subject in sorted(map(_subject, allowances)):
                connection.execute(delete(throttle).where(throttle.c.subject == subject))

    def _make_rows(self, subjects: list[str], now: datetime) -> None:
        """Missing rows are committed before any is locked: to insert while others wait for the same row deadlocks."""
        with self.database.reading() as connection:
            known = set(
                connection.execute(select(throttle.c.subject).where(throttle.c.subject.in_(subjects))).scalars()
            )
        for subject in subjects:
            if subject not in known:
                self.database.transact(lambda connection, new=subject: _insert(connection, new, now))  # type: ignore[misc]


def _subject(allowance: Allowance) -> str:
    whom = keyring().index(f"{allowance.what}:{allowance.whom}")
    return f"{allowance.what}/{allowance.limit.seconds}:{whom}"


def _insert(connection: Connection, subject: str, now: datetime) -> None:
    try:
        connection.execute(throttle.insert().values(subject=subject, used_until=now))
    except IntegrityError:
        return  # somebody else's try made it first, which is as good


def _spend(connection: Connection, counted: list[tuple[str, Limit]], now: datetime) -> None:
    for subject, limit in counted:
        this = throttle.c.subject == subject
        locked = select(throttle.c.used_until).where(this).with_for_update()
        used_until = limit.spend(connection.execute(locked).scalar_one_or_none(), now)
        connection.execute(update(throttle).where(this).values(used_until=used_until))
