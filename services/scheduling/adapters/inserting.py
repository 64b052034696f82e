"""Rows that may be there already."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table


def insert_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows whose primary key is free, leave the others as they are; returns how many were inserted."""
    if not rows:
        return 0
    ignoring = "OR IGNORE" if connection.dialect.name == "sqlite" else "IGNORE"
    return connection.execute(table.insert().prefix_with(ignoring).values(list(rows))).rowcount
