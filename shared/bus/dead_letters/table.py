"""The dead letters of the embedded profile: a table in a SQLite file of its own, for all services."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, delete, select, update

from shared.bus.dead_letters.letter import LONGEST_REASON, DeadLetter, Failure
from shared.db import Database
from shared.ids import new_id

_metadata = MetaData()
_letters = Table(
    "dead_letters",
    _metadata,
    Column("id", String(40), primary_key=True),
    Column("service", String(40), nullable=False),
    Column("handler_queue", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failed_at", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("replay_asked_at", String(40)),
)
_columns = [column for column in _letters.c if column.name != "replay_asked_at"]


class DeadLetterTable:
    """All services' dead letters of the embedded profile, in a SQLite file."""

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        with self._database.transaction() as connection:
            _metadata.create_all(connection)

    def add(self, failure: Failure, body: bytes) -> None:
        letter = {
            "id": new_id(),
            "service": failure.service,
            "handler_queue": failure.handler_queue,
            "reason": failure.reason[:LONGEST_REASON],
            "attempts": failure.attempts,
            "failed_at": datetime.now(UTC).isoformat(),
            "body": body.decode(errors="replace"),
        }
        with self._database.transaction() as connection:
            connection.execute(_letters.insert().values(letter))

    def all(self) -> list[DeadLetter]:
        with self._database.reading() as connection:
            rows = connection.execute(select(*_columns).where(_letters.c.replay_asked_at.is_(None)).order_by("id"))
            return [DeadLetter(**row._mapping) for row in rows]  # noqa: SLF001 - the public name of a row's mapping

    def replay(self, letter_ids: Collection[str]) -> int:
        """Ask the process that has the bus to send them again; returns how many there were."""
        asked = (
            update(_letters).where(_letters.c.id.in_(letter_ids)).values(replay_asked_at=datetime.now(UTC).isoformat())
        )
        with self._database.transaction() as connection:
            return connection.execute(asked).rowcount

    def take_asked(self) -> list[DeadLetter]:
        """The letters somebody wants sent again; they leave the table with this."""
        is_asked = _letters.c.replay_asked_at.is_not(None)
        with self._database.transaction() as connection:
            rows = connection.execute(select(*_columns).where(is_asked).order_by("id")).all()
            connection.execute(delete(_letters).where(_letters.c.id.in_([row.id for row in rows])))
        return [DeadLetter(**row._mapping) for row in rows]  # noqa: SLF001 - see above

    def close(self) -> None:
        self._database.close()
