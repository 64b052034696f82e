"""Connections to a MySQL-family server that make no trip for nothing.

One request takes a connection some ten times in three services. As they come, SQLAlchemy and PyMySQL ask before each
use whether the connection lives, and roll back after it. Here reads run in the server's autocommit, only writing
transactions begin, only what has begun is rolled back, and only who was silent for a while is asked for a sign of life.
"""

import time
from typing import Any

import pymysql
from pymysql.constants.SERVER_STATUS import SERVER_STATUS_IN_TRANS
from sqlalchemy import Connection, Engine, create_engine, event

ONLY_READS = "only_reads"
"""The execution option of a connection that needs no transaction: at READ COMMITTED one would change nothing."""

SILENCE_SECONDS = 1.0
"""Shorter than any restart of a server: who has answered within this time has answered the server that runs now."""


class FrugalConnection(pymysql.Connection):
    """Knows when the server answered last, and what it said then of its transaction."""

    server_status: int
    _answered_at = 0.0

    def query(self, sql: Any, unbuffered: bool = False) -> int:  # noqa: FBT001, FBT002 - PyMySQL's signature
        affected = super().query(sql, unbuffered)
        self._answered_at = time.monotonic()
        return affected

    def ping(self, reconnect: Any = True) -> None:  # noqa: FBT002 - PyMySQL's signature
        if time.monotonic() - self._answered_at > SILENCE_SECONDS:
            super().ping(reconnect)

    def rollback(self) -> None:
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
        connect_args={"charset": "utf8mb4", "connect_timeout": 5, "autocommit": True},
    )

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, args: Any, options: Any) -> FrugalConnection:
        connection = FrugalConnection(*args, **options)
        with connection.cursor() as cursor:
            cursor.execute("SET time_zone = '+00:00'")
            cursor.execute(f"SET SESSION TRANSACTION ISOLATION LEVEL {isolation}")
        return connection

    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(ONLY_READS):
        connection.exec_driver_sql("BEGIN")
