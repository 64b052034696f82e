"""Rows that may be there already."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Table

from shared.db import later


def insert_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows whose keys are free, leave the others as they are; returns how many were inserted."""
    return connection.execute(insert_ignoring(connection, table), rows).rowcount if rows else 0


def insert_missing_later(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """The same, where nobody asks how many (`shared.db.later`)."""
    if rows:
        later(connection, insert_ignoring(connection, table), rows)


def insert_ignoring(connection: Connection, table: Table) -> Insert:
    """An INSERT that leaves a row with a key of its own as it is."""
    return table.insert().prefix_with("OR IGNORE" if connection.dialect.name == "sqlite" else "IGNORE")
