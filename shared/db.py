"""Databases: one `Database` per service, transactions that nest by joining, and time columns in UTC.

Works the same on MySQL, MariaDB, TiDB and SQLite. SQLite knows no `FOR UPDATE` and waits in C, which would freeze every
greenlet; there a writing transaction takes one eventlet semaphore per database first, and begins IMMEDIATE.

Never call another service inside a transaction: the proxy of `shared.bus` refuses to.
"""

import logging
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import eventlet
from eventlet.semaphore import Semaphore
from sqlalchemy import Connection, Dialect, Engine, Executable, Float, String, create_engine, event, literal, select
from sqlalchemy.dialects.mysql import DATETIME as MYSQL_DATETIME
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine

from shared.mysql import LATER, ONLY_READS, Later, mysql_engine

T = TypeVar("T")

READ_COMMITTED = "READ COMMITTED"
TRIES = 5
CLOCK_KEPT_SECONDS = 5.0
# MariaDB says "record has changed since last read" where its snapshot isolation is on (the default since 11.6).
MYSQL_DEADLOCK, MYSQL_LOCK_WAIT, MARIADB_RECORD_CHANGED = 1213, 1205, 1020

log = logging.getLogger(__name__)


class Ascii(TypeDecorator[str]):
    """A string of ASCII characters compared byte by byte; a multi-byte column would quadruple every index on it.

    A value with other characters, such as an id somebody made up, goes there in escapes: it equals nothing, where
    MySQL would refuse to compare it at all.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        collation = "ascii_bin" if dialect.name in {"mysql", "mariadb"} else None
        return dialect.type_descriptor(String(self.length, collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return value if value is None else value.encode("ascii", "backslashreplace").decode()


ID = Ascii(40)
TABLE_OPTIONS: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in Python, UTC to the microsecond in the database."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(MYSQL_DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a naive time must not reach the database"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


class utc_now(FunctionElement[datetime]):  # noqa: N801 - reads as the SQL function it is
    """The database's own clock, which all leases use, since the machines' clocks differ."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(utc_now)
def _utc_now_mysql(element: object, compiler: object, **kw: object) -> str:  # noqa: ARG001
    return "UTC_TIMESTAMP(6)"


@compiles(utc_now, "sqlite")
def _utc_now_sqlite(element: object, compiler: object, **kw: object) -> str:  # noqa: ARG001
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


class utc_after(FunctionElement[datetime]):  # noqa: N801 - reads as the SQL function it is
    """The database's own clock so much later, or earlier; asking for it beforehand would be a trip of its own."""

    type = UtcDateTime()
    inherit_cache = True

    def __init__(self, time: timedelta) -> None:
        super().__init__(literal(time.total_seconds(), Float))


@compiles(utc_after)
def _utc_after_mysql(element: Any, compiler: Any, **kw: Any) -> str:
    return f"UTC_TIMESTAMP(6) + INTERVAL {compiler.process(element.clauses, **kw)} SECOND"


@compiles(utc_after, "sqlite")
def _utc_after_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    seconds = compiler.process(element.clauses, **kw)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {seconds} || ' seconds')"


@dataclass
class _Open:
    """The transaction a greenlet is in, and what to do once it has committed."""

    connection: Connection
    after_commit: list[Callable[[], None]] = field(default_factory=list)


_open: ContextVar[dict[int, _Open]] = ContextVar("open_transactions")
_looking: ContextVar[dict[int, Connection]] = ContextVar("open_reads")


class Database:
    """A service's database. `url` is an SQLAlchemy URL (`mysql+pymysql://…` or `sqlite:///path`)."""

    def __init__(self, url: str, *, isolation: str = READ_COMMITTED, pool_size: int = 10) -> None:
        self.engine = _sqlite_engine(url) if url.startswith("sqlite") else mysql_engine(url, isolation, pool_size)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._clock = -math.inf, datetime.max.replace(tzinfo=UTC)
        self._writer = Semaphore(1) if self.is_sqlite else nullcontext()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One writing transaction; inside another of the same database it joins that one."""
        mine = self._current()
        if mine is not None:
            yield mine.connection
            return
        with self._writer, self._begun() as opened:
            yield opened.connection
        _call_back(opened.after_commit)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with; inside a transaction, that transaction's; inside another reading, that one's."""
        mine = self._current()
        shared = mine.connection if mine is not None else _looking.get({}).get(id(self))
        if shared is not None:
            yield shared
            return
        with self.engine.connect().execution_options(**{ONLY_READS: True}) as connection:
            token = _looking.set({**_looking.get({}), id(self): connection})
            try:
                yield connection
            finally:
                _looking.reset(token)

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction, again from the start if the database chose it as the victim of a deadlock."""
        if self._current() is not None:
            with self.transaction() as connection:
                return work(connection)
        for attempt in range(1, TRIES + 1):
            try:
                with self.transaction() as connection:
                    return work(connection)
            except OperationalError as error:
                if attempt == TRIES or not _is_worth_retrying(error):
                    raise
                eventlet.sleep(random.uniform(0, 0.02 * attempt))  # noqa: S311 - jitter, not a secret
        raise AssertionError

    def alone(self, statement: Executable, given: Mapping[str, Any] | None = None) -> int:
        """Carry out one statement as a transaction by itself, or in the one that is open; how many rows it met."""
        if self.is_sqlite or self._current() is not None:
            return self.transact(lambda connection: connection.execute(statement, given).rowcount)
        with self.reading() as connection:
            return connection.execute(statement, given).rowcount

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call back once the transaction of this greenlet has committed; never if it fails.

        An exception of the callback is logged and goes no further.
        """
        mine = self._current()
        if mine is None:
            _call_back([callback])
        else:
            mine.after_commit.append(callback)

    def now(self) -> datetime:
        """The database's clock."""
        with self.reading() as connection:
            return connection.execute(select(utc_now())).scalar_one()

    def about_now(self) -> datetime:
        """The database's clock, as our own counts on from it since it was asked last: a trip every few seconds."""
        asked_at, answer = self._clock
        if time.monotonic() - asked_at > CLOCK_KEPT_SECONDS:
            self._clock = asked_at, answer = time.monotonic(), self.now()
        return answer + timedelta(seconds=time.monotonic() - asked_at)

    def ping(self) -> None:
        """Raise unless the database answers."""
        with self.engine.connect() as connection:
            connection.execute(select(utc_now()))

    def close(self) -> None:
        self.engine.dispose()

    def _current(self) -> _Open | None:
        return _open.get({}).get(id(self))

    @contextmanager
    def _begun(self) -> Iterator[_Open]:
        with self.engine.connect() as connection:
            if self.is_sqlite:
                _begin_immediate(connection)
            opened = _Open(connection)
            token = _open.set({**_open.get({}), id(self): opened})
            try:
                yield opened
                connection.commit()
            finally:
                _open.reset(token)


def later(connection: Connection, statement: Executable, rows: Any = None, *, refused: Exception | None = None) -> None:
    """Have a transaction's write, or a lock, carried out whose outcome nobody reads: it travels with what comes next.

    A key that is taken raises `refused`, from here or from what comes next; without it, it is an error of the program.
    """
    try:
        connection.execute(statement, rows, execution_options={LATER: Later(refused)})
    except IntegrityError as error:
        raise refused or error from error


def in_transaction() -> bool:
    """Whether this greenlet has a transaction open anywhere; calling another service now would be a mistake."""
    return bool(_open.get({}))


def _sqlite_engine(url: str) -> Engine:
    # autocommit off in the driver: we begin ourselves, and the 100 ms wait in C is all a greenlet may lose.
    engine = create_engine(url, connect_args={"timeout": 0.1, "check_same_thread": False, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: object) -> None:  # noqa: ARG001
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _begin_immediate(connection: Connection) -> None:
    """BEGIN IMMEDIATE, waiting in eventlet, not in C, while another process writes."""
    for attempt in range(1, 100):
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if "locked" not in str(error) or attempt == 99:  # noqa: PLR2004
                raise
            connection.rollback()
            eventlet.sleep(0.02)
        else:
            return


def _call_back(callbacks: list[Callable[[], None]]) -> None:
    """What is committed stays so: a callback that fails must look neither like a refusal nor like a reason to retry."""
    for callback in callbacks:
        try:
            callback()
        except Exception:
            log.exception("what was to follow a commit failed")


def _is_worth_retrying(error: DBAPIError) -> bool:
    code = error.orig.args[0] if error.orig and error.orig.args else None
    return code in {MYSQL_DEADLOCK, MYSQL_LOCK_WAIT, MARIADB_RECORD_CHANGED} or "database is locked" in str(error.orig)
