"""Connections to a MySQL-family server that make no trip for nothing.

One booking takes a connection some twenty times in four services, and a trip costs both ends more than most of what is
carried. So reads run in the server's autocommit; only writing transactions begin, and their BEGIN travels with their
first statement; what nobody reads the outcome of (`shared.db.later`) travels with the next statement or with the
COMMIT; only what has begun is rolled back, and only who was silent for a while is asked for a sign of life (ADR 0020).
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pymysql
from prometheus_client import Counter
from pymysql.constants.CLIENT import MULTI_STATEMENTS
from pymysql.constants.COMMAND import COM_QUERY
from pymysql.constants.SERVER_STATUS import SERVER_STATUS_IN_TRANS
from pymysql.err import IntegrityError, InternalError
from sqlalchemy import Connection, Engine, create_engine, event
from structlog.contextvars import get_contextvars

ONLY_READS = "only_reads"
"""The execution option of a connection that needs no transaction: at READ COMMITTED one would change nothing."""

LATER = "later"
"""The execution option, with a `Later`, of a statement that travels with the next one, or with the commit."""

SILENCE_SECONDS = 1.0
"""Shorter than any restart of a server: who has answered within this time has answered the server that runs now."""

_Waiting = tuple[bytes, Exception | None]

MOST_WAITING_BYTES = 1 << 20
"""More than this does not wait, so that no packet comes near the server's limit (16 MB and more by default)."""

statements_total: Final = Counter(
    "mingyitang_sql_statements", "Statements sent to the database, by the entrypoint they were for", ["entrypoint"]
)
trips_total: Final = Counter("mingyitang_sql_trips", "Packets in which they were sent, each waited for", ["entrypoint"])


@dataclass(frozen=True)
class Later:
    """How a statement travels whose outcome nobody reads; `refused` is raised where a key of it is taken."""

    refused: Exception | None = None


class RefusedLate(InternalError):
    """A statement that was to be certain was refused, for a key that is taken; the one it travelled with was not."""


class _NothingYet:
    """The result of a statement that has not been sent."""

    affected_rows = 0
    warning_count = 0
    insert_id = None
    description = None
    rows = None
    has_next = unbuffered_active = False


class FrugalConnection(pymysql.Connection):
    """Knows what is to travel with the next statement, when the server answered last, and whether it has begun.

    Several statements travel as one packet, of which the server carries out none after the first that fails; so a
    COMMIT at its end is only reached when all before it went well.
    """

    server_status: int
    _execute_command: Callable[[int, bytes], None]
    _read_query_result: Callable[..., int]
    _answered_at = 0.0
    _is_later = False

    def __init__(self, *args: Any, **options: Any) -> None:
        self._waiting: list[_Waiting] = []
        self._refused: Exception | None = None
        super().__init__(*args, **options)

    def send_later(self, sql: str | bytes) -> None:
        """Have it travel with the next statement."""
        self._waiting.append((sql.encode(self.encoding) if isinstance(sql, str) else bytes(sql), self._refused))

    def execute_later(self, execute: Callable[[], object], refused: Exception | None) -> None:
        """What `execute` would send now travels later; `refused` is raised then, where a key of it is taken."""
        self._is_later, self._refused = True, refused
        try:
            execute()
        finally:
            self._is_later, self._refused = False, None
        if sum(len(sql) for sql, _ in self._waiting) > MOST_WAITING_BYTES:
            self.query("DO 0")

    def query(self, sql: Any, unbuffered: bool = False) -> int:  # noqa: FBT001, FBT002 - PyMySQL's signature
        if self._is_later:
            self.send_later(sql)
            self._result = _NothingYet()
            return 0
        sql = sql.encode(self.encoding) if isinstance(sql, str) else sql
        before, self._waiting = self._waiting, []
        self._execute_command(COM_QUERY, b";".join([*(earlier for earlier, _ in before), sql]))
        _count(len(before) + 1)
        for _, refused in before:
            self._read_earlier(refused)
        self._affected_rows = self._read_query_result(unbuffered=unbuffered)
        self._answered_at = time.monotonic()
        return self._affected_rows

    def _read_earlier(self, refused: Exception | None) -> None:
        """Whoever catches the IntegrityError of a statement must not be given that of another one."""
        try:
            self._read_query_result()
        except IntegrityError as error:
            raise refused or RefusedLate(*error.args) from error

    def commit(self) -> None:
        """Roll back if it fails: what failed may have travelled before the COMMIT, which then was never reached.

        SQLAlchemy takes a COMMIT that failed for the end of the transaction. Left open, the first half of it would be
        committed by the BEGIN of whoever is given this connection next.
        """
        if not (self._waiting or self.server_status & SERVER_STATUS_IN_TRANS):
            return
        try:
            self.query("COMMIT")
        except Exception:
            with suppress(pymysql.MySQLError):  # a connection that is lost has no transaction any more
                self.rollback()
            raise

    def ping(self, reconnect: Any = True) -> None:  # noqa: FBT002 - PyMySQL's signature
        if time.monotonic() - self._answered_at > SILENCE_SECONDS:
            super().ping(reconnect)

    def rollback(self) -> None:
        self._waiting = []
        if self.server_status & SERVER_STATUS_IN_TRANS:
            super().rollback()


def mysql_engine(url: str, isolation: str, pool_size: int) -> Engine:
    """Connections begin a transaction with their first statement, unless they have the option `ONLY_READS`."""
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_use_lifo=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        connect_args={
            "charset": "utf8mb4",
            "connect_timeout": 5,
            "autocommit": True,
            "client_flag": MULTI_STATEMENTS,
        },
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, args: Any, options: Any) -> FrugalConnection:
        connection = FrugalConnection(*args, **options)
        with connection.cursor() as cursor:
            cursor.execute("SET time_zone = '+00:00'")
            cursor.execute(f"SET SESSION TRANSACTION ISOLATION LEVEL {isolation}")
        return connection

    event.listen(engine, "begin", _begin)
    event.listen(engine, "do_execute", partial(_do, "execute"))
    event.listen(engine, "do_executemany", partial(_do, "executemany"))
    return engine


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(ONLY_READS):
        driver: Any = connection.connection.driver_connection
        driver.send_later("BEGIN")


def _do(execute: str, cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    """Whether the statement waits; otherwise SQLAlchemy sends it as ever."""
    later = context and context.execution_options.get(LATER)
    if not later:
        return False
    cursor.connection.execute_later(partial(getattr(cursor, execute), statement, parameters), later.refused)
    return True


def _count(statements: int) -> None:
    entrypoint = str(get_contextvars().get("entrypoint", ""))
    statements_total.labels(entrypoint).inc(statements)
    trips_total.labels(entrypoint).inc()
