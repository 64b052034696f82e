"""Calendar feeds in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from services.booking.adapters.tables import appointment_history, calendar_feeds
from services.booking.domain.feed.errors import FeedUnknown
from services.booking.domain.feed.feed import Feed
from shared.db import Database

feeds, steps = calendar_feeds.c, appointment_history.c


class SqlFeeds:
    def __init__(self, database: Database) -> None:
        self.database = database

    def put(self, feed: Feed) -> None:
        theirs = update(calendar_feeds).where(feeds.account_id == feed.account_id).values(**vars(feed))
        with self.database.transaction() as connection:
            if connection.execute(theirs).rowcount:
                return
            try:
                connection.execute(calendar_feeds.insert(), vars(feed))
            except IntegrityError:  # opened twice at the same moment: the last address is the good one
                connection.execute(theirs)

    def of_digest(self, digest: str) -> Feed:
        with self.database.reading() as connection:
            row = connection.execute(select(calendar_feeds).where(feeds.digest == digest)).one_or_none()
        if row is None:
            raise FeedUnknown
        return _feed(row)

    def of_account(self, account_id: str) -> Feed | None:
        with self.database.reading() as connection:
            row = connection.execute(select(calendar_feeds).where(feeds.account_id == account_id)).one_or_none()
        return None if row is None else _feed(row)

    def remove(self, account_id: str) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(calendar_feeds).where(feeds.account_id == account_id))

    def leave_technician(self, account_id: str, technician_id: str | None) -> None:
        another = feeds.technician_id.is_not(None) & (feeds.technician_id != (technician_id or ""))
        with self.database.transaction() as connection:
            theirs = update(calendar_feeds).where(feeds.account_id == account_id, another)
            connection.execute(theirs.values(technician_id=None))

    def changed_at(self, appointment_ids: Sequence[str]) -> Mapping[str, datetime]:
        newest = select(steps.appointment_id, func.max(steps.at).label("at")).group_by(steps.appointment_id)
        with self.database.reading() as connection:
            rows = connection.execute(newest.where(steps.appointment_id.in_(appointment_ids)))
            return {row.appointment_id: row.at for row in rows}


def _feed(row: Row[Any]) -> Feed:
    return Feed(row.account_id, row.digest, row.technician_id, row.language, row.opened_at)
