"""A database with tables of its own beside the bus's, on SQLite and on the real server."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import eventlet
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, select

from shared import migrations
from shared.db import ID, READ_COMMITTED, TABLE_OPTIONS, Ascii, Database, UtcDateTime
from shared.encrypted import Encrypted
from shared.events import Fact
from shared.idempotency import idempotency_keys_table
from shared.inbox import inbox_table
from shared.outbox import outbox_table

metadata = MetaData()
counters = Table(
    "counters",
    metadata,
    Column("id", ID, primary_key=True),
    Column("value", Integer, nullable=False),
    Column("at", UtcDateTime),
    **TABLE_OPTIONS,
)
people = Table(
    "people",
    metadata,
    Column("shop", Ascii(20), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Encrypted("people.name"), nullable=False),
    Column("notes", Encrypted("people.notes", long=True)),
    Column("age", Integer),
    **TABLE_OPTIONS,
)
outbox = outbox_table(metadata)
inbox = inbox_table(metadata)
idempotency_keys = idempotency_keys_table(metadata)


@dataclass(frozen=True)
class CounterGrown(Fact):
    counter_id: str
    revision: int


@pytest.fixture
def make_database(
    each_database_of: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Database]:
    """The fixtures' own way to a fresh database, with these tables instead of a service's."""
    monkeypatch.setattr(migrations, "upgrade", lambda _, database: metadata.create_all(database.engine))

    def make(isolation: str = READ_COMMITTED) -> Database:
        return each_database_of("shared", isolation=isolation)

    return make


@pytest.fixture(params=[READ_COMMITTED, "REPEATABLE READ"])
def database(request: pytest.FixtureRequest, make_database: Callable[[str], Database]) -> Database:
    return make_database(request.param)


@pytest.fixture
def real_database(real_database_of: Callable[..., Database], monkeypatch: pytest.MonkeyPatch) -> Database:
    """What only a server with locks can show, such as a deadlock."""
    monkeypatch.setattr(migrations, "upgrade", lambda _, database: metadata.create_all(database.engine))
    return real_database_of("shared")


def value_of(database: Database, counter_id: str) -> int | None:
    with database.reading() as connection:
        return connection.execute(select(counters.c.value).where(counters.c.id == counter_id)).scalar_one_or_none()


def count_of(database: Database, table: Table) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each returned, or the exception it raised; all begin before any is waited for."""

    def kept(work: Callable[[], object]) -> object:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error

    return [each.wait() for each in [eventlet.spawn(kept, work) for work in works]]


@pytest.fixture
def kit() -> SimpleNamespace:
    """The tables and helpers above, since test modules import nothing from one another."""
    return SimpleNamespace(
        metadata=metadata,
        counters=counters,
        people=people,
        outbox=outbox,
        inbox=inbox,
        idempotency_keys=idempotency_keys,
        CounterGrown=CounterGrown,
        value_of=value_of,
        count_of=count_of,
        at_once=at_once,
    )
