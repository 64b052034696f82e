"""Seals every personal field of a database anew with the keyring's current key, while the services run.

To rotate: put the new key in front of the keyring (all open, the first seals) and restart the services; then rotate;
and drop the old key no sooner than the outboxes and inboxes forget (`shared.inbox.RETENTION`), since events that wait
or lie in a dead-letter queue are sealed with it as well.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    RowMapping,
    Table,
    Text,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy import type_coerce as as_type

from shared.crypto import keyring
from shared.db import Database
from shared.encrypted import Encrypted

BATCH = 200


def rotate(database: Database, metadata: MetaData, *, batch: int = BATCH) -> int:
    """How many values were sealed anew; 0 when all were current.

    Each batch is one short transaction, so it may be stopped and started again at any moment. A value that somebody
    changes in between is left to them: they seal with the current key.
    """
    return sum(_rotate_table(database, table, batch) for table in metadata.sorted_tables if sealed_columns(table))


def sealed_columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if isinstance(column.type, Encrypted)]


def _rotate_table(database: Database, table: Table, batch: int) -> int:
    """In the order of the primary key, so that it ends although others write."""
    changed, last = 0, None
    while True:
        rows, sealed_anew = database.transact(partial(_one_batch, table=table, after=last, batch=batch))
        changed += sealed_anew
        if len(rows) < batch:
            return changed
        last = rows[-1]


def _one_batch(
    connection: Connection, table: Table, after: RowMapping | None, batch: int
) -> tuple[Sequence[RowMapping], int]:
    """The next rows with an outdated value, and how many values are current now that were not."""
    keys = list(table.primary_key.columns)
    current = keyring().current_prefix
    outdated = or_(*(~_stored(column).startswith(current, autoescape=True) for column in sealed_columns(table)))
    statement = select(*keys, *(_stored(column).label(column.name) for column in sealed_columns(table)))
    if after is not None:
        statement = statement.where(tuple_(*keys) > tuple_(*(literal(after[key.name], key.type) for key in keys)))
    rows = connection.execute(statement.where(outdated).order_by(*keys).limit(batch)).mappings().all()
    return rows, sum(_seal_anew(connection, table, row) for row in rows)


def _seal_anew(connection: Connection, table: Table, row: RowMapping) -> int:
    """Each value is replaced only where it still is the one that was read."""
    this = [key == row[key.name] for key in table.primary_key.columns]
    changed = 0
    for column in sealed_columns(table):
        old = row[column.name]
        if old is None or keyring().is_current(old):
            continue
        place = column.type.place  # type: ignore[attr-defined]
        new = keyring().seal(keyring().unseal(old, place), place)
        same = update(table).where(*this, _stored(column) == old)
        changed += connection.execute(same.values({column: literal(new, Text())})).rowcount
    return changed


def _stored(column: Column[Any]) -> ColumnElement[Any]:
    """The column as it lies in the table: sealed."""
    return as_type(column, Text())
