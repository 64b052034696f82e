"""The inbox: which handler has already taken which event, recorded in the transaction of the effect.

Delivery is at least once; with the inbox the effect is exactly once.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Column, Index, MetaData, Table, delete

from shared.db import ID, TABLE_OPTIONS, Ascii, Database, UtcDateTime, later, utc_after, utc_now
from shared.events import Event

RETENTION = timedelta(days=7)


def inbox_table(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("handler", Ascii(80), primary_key=True),
        Column("event_id", ID, primary_key=True),
        Column("received_at", UtcDateTime, nullable=False),
        Index("ix_inbox_received_at", "received_at"),
        **TABLE_OPTIONS,
    )


_inbox = inbox_table(MetaData())
# Made once: to make a statement costs SQLAlchemy as much as to send it.
_TAKEN = _inbox.insert().values(received_at=utc_now())


class _AlreadyTakenError(Exception):
    """The event is in the inbox; the transaction has nothing to do."""


class Inbox:
    """The inbox of one service's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def once(self, handler: str, event: Event, effect: Callable[[], None]) -> bool:
        """Run `effect` unless this handler has had the event; says whether it ran.

        The row is inserted first: a second delivery at the same moment waits on it, then finds it there. It travels
        with the effect's first statement, and the effect must do nothing that the transaction's end does not undo.
        """
        try:
            self.database.transact(lambda _: self._take(handler, event, effect))
        except _AlreadyTakenError:
            return False
        return True

    def prune(self, older_than: timedelta = RETENTION) -> int:
        with self.database.transaction() as connection:
            return connection.execute(delete(_inbox).where(_inbox.c.received_at < utc_after(-older_than))).rowcount

    def _take(self, handler: str, event: Event, effect: Callable[[], None]) -> None:
        with self.database.transaction() as connection:
            row = {"handler": handler, "event_id": event.id}
            later(connection, _TAKEN, row, refused=_AlreadyTakenError())
            effect()
