"""The outbox: events written in the transaction of their effect, published afterwards, each at least once.

Never commit and then dispatch: a crash between the two loses the event. The row is the promise; the relay keeps it.

A row the broker refuses, while it takes others, is set aside: from then on it travels alone and after a pause, so that
it holds nobody up. Its `lease` says so, and how often it was refused: `refused.3`.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.mysql import MEDIUMTEXT

from shared.call import Call
from shared.db import ID, TABLE_OPTIONS, Ascii, Database, UtcDateTime, later, utc_after, utc_now
from shared.events import Event, Fact
from shared.ids import made_at, new_id

LEASE = timedelta(seconds=30)
BATCH = 100
REFUSED = "refused."
# What refuses one event may refuse them all, such as a missing permission: once that is mended, none waits longer.
LONGEST_PAUSE = timedelta(seconds=60)


def outbox_table(metadata: MetaData) -> Table:
    """The `outbox` table of a service; `lease` names the relay that is publishing the row, until `lease_until`."""
    return Table(
        "outbox",
        metadata,
        Column("id", ID, primary_key=True),
        Column("type", Ascii(80), nullable=False),
        Column("version", Integer, nullable=False),
        Column("occurred_at", UtcDateTime, nullable=False),
        Column("correlation_id", String(80), nullable=False),
        Column("data", Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb"), nullable=False),
        Column("lease", ID),
        Column("lease_until", UtcDateTime),
        Column("published_at", UtcDateTime),
        Index("ix_outbox_published", "published_at", "id"),
        **TABLE_OPTIONS,
    )


_outbox = outbox_table(MetaData())


class Outbox:
    """The outbox of one service's database.

    `producer` is the service's name. `on_added` is called after a commit that added rows, to wake the relay.
    """

    def __init__(self, database: Database, producer: str, on_added: Callable[[], None] = lambda: None) -> None:
        self.database = database
        self.producer = producer
        self._on_added = on_added

    def add(self, facts: Iterable[Fact], *, call: Call, now: datetime) -> list[Event]:
        """Write the facts down as events; the caller is in the transaction of their effect."""
        events = [
            Event.of(fact, producer=self.producer, correlation_id=call.request_id, occurred_at=now) for fact in facts
        ]
        if not events:
            return []
        with self.database.transaction() as connection:
            later(connection, _ADDED, [_row(event) for event in events])
            self.database.after_commit(self._on_added)
        return events

    def lease(self, relay: str, *, limit: int = BATCH) -> list[Event]:
        """Take up to `limit` unpublished events for this relay alone; empty when there is nothing to do.

        A look first, without any lock: most of the time there is nothing. The lease repeats the condition: what another
        relay has leased since the look is not ours.
        """
        found = self._look(limit)
        if not found:
            return []
        token = f"{relay}.{new_id()[-10:]}"[-40:]
        taken = self._take([row.id for row in found], token)
        return [self._event(row) for row in (found if taken == len(found) else self._leased(token))]

    def _look(self, limit: int) -> Sequence[Row[Any]]:
        with self.database.reading() as connection:
            return connection.execute(_FREE, {"most": limit}).all()

    def _take(self, event_ids: Sequence[str], token: str) -> int:
        return self.database.alone(_LEASED, {"ids": event_ids, "token": token})

    def _leased(self, token: str) -> Sequence[Row[Any]]:
        # `unpublished` says nothing new, but has an index, where `lease` has none.
        mine = select(_outbox).where(_is_unpublished(), _outbox.c.lease == token).order_by(_outbox.c.id)
        with self.database.reading() as connection:
            return connection.execute(mine).all()

    def mark_published(self, event_ids: list[str]) -> None:
        self.database.alone(_DONE, {"ids": event_ids})

    def give_back(self, event_ids: list[str]) -> None:
        """End the lease of events that could not be published, so that the next try need not wait for it."""
        unpublished = update(_outbox).where(_outbox.c.id.in_(event_ids), _is_unpublished())
        self.database.alone(unpublished.values(lease=None, lease_until=None))

    def set_aside(self, event_id: str, times: int) -> None:
        """The broker has refused this event so many times; it is left alone for a while, longer each time."""
        pause = min(timedelta(seconds=2.0 ** min(times, 10)), LONGEST_PAUSE)
        row = update(_outbox).where(_outbox.c.id == event_id, _is_unpublished())
        self.database.alone(row.values(lease=f"{REFUSED}{times}", lease_until=utc_after(pause)))

    def lease_refused(self, relay: str) -> tuple[Event, int] | None:
        """Take the oldest refused event whose pause is over, with how often it was refused."""
        is_due = and_(_is_refused(), _outbox.c.lease_until < utc_now())
        with self.database.reading() as connection:
            row = connection.execute(select(_outbox).where(is_due).order_by(_outbox.c.id).limit(1)).one_or_none()
        if row is None:
            return None
        unless_another = update(_outbox).where(_outbox.c.id == row.id, _outbox.c.lease == row.lease)
        taken = self.database.alone(unless_another.values(lease=relay[-40:], lease_until=utc_after(LEASE)))
        return (self._event(row), int(row.lease.removeprefix(REFUSED))) if taken else None

    def refused(self) -> int:
        """How many of the unpublished events the broker has refused."""
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).where(_is_refused())).scalar_one()

    def waiting(self) -> tuple[int, float]:
        """How many events are unpublished, and the age of the oldest in seconds.

        The age is that of the row, by its id: `occurred_at` is business time, which a demonstration shifts.
        """
        with self.database.reading() as connection:
            count, oldest = connection.execute(
                select(func.count(), func.min(_outbox.c.id)).where(_outbox.c.published_at.is_(None))
            ).one()
        return count, max(0.0, (self.database.now() - made_at(oldest)).total_seconds()) if oldest else 0.0

    def published_within(self, age: timedelta) -> list[Event]:
        """What was published lately: the embedded relay sends it again at start, and inboxes drop the known."""
        since = self.database.now() - age
        with self.database.reading() as connection:
            rows = connection.execute(select(_outbox).where(_outbox.c.published_at >= since).order_by(_outbox.c.id))
            return [self._event(row) for row in rows]

    def prune(self, older_than: timedelta) -> int:
        """Delete events published longer ago than that; returns how many."""
        with self.database.transaction() as connection:
            return connection.execute(delete(_outbox).where(_outbox.c.published_at < utc_after(-older_than))).rowcount

    def _event(self, row: Row[Any]) -> Event:
        return Event(
            id=row.id,
            type=row.type,
            version=row.version,
            occurred_at=row.occurred_at,
            producer=self.producer,
            correlation_id=row.correlation_id,
            data=json.loads(row.data),
        )


def _is_unpublished() -> ColumnElement[bool]:
    return _outbox.c.published_at.is_(None)


def _is_refused() -> ColumnElement[bool]:
    return and_(_is_unpublished(), _outbox.c.lease.like(f"{REFUSED}%"))


def _is_free() -> ColumnElement[bool]:
    """Unpublished, and no relay is at it."""
    over = and_(_outbox.c.lease_until < utc_now(), _outbox.c.lease.not_like(f"{REFUSED}%"))
    return and_(_is_unpublished(), or_(_outbox.c.lease_until.is_(None), over))


def _row(event: Event) -> dict[str, object]:
    return {
        "id": event.id,
        "type": event.type,
        "version": event.version,
        "occurred_at": event.occurred_at,
        "correlation_id": event.correlation_id,
        "data": json.dumps(event.data, ensure_ascii=False, separators=(",", ":")),
    }


# What every event needs, made once: to make a statement costs SQLAlchemy as much as to send it.
_THESE = _outbox.c.id.in_(bindparam("ids", expanding=True))
_ADDED = _outbox.insert()
_FREE = select(_outbox).where(_is_free()).order_by(_outbox.c.id).limit(bindparam("most", type_=Integer))
_LEASED = update(_outbox).where(_THESE, _is_free()).values(lease=bindparam("token"), lease_until=utc_after(LEASE))
_DONE = update(_outbox).where(_THESE).values(published_at=utc_now(), lease=None, lease_until=None)
