"""How customers are called, in SQL."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from services.booking.adapters.tables import customer_names
from shared.db import Database
from shared.inserting import insert_missing

names = customer_names.c


class SqlCustomers:
    def __init__(self, database: Database) -> None:
        self.database = database

    def names_of(self, customer_ids: Collection[str]) -> Mapping[str, str]:
        wanted = select(names.customer_id, names.name).where(names.customer_id.in_(sorted(customer_ids)))
        with self.database.reading() as connection:
            return {row.customer_id: row.name for row in connection.execute(wanted) if row.name}

    def remember(self, customer_id: str, revision: int, name: str | None) -> None:
        told = {"revision": revision, "name": name}
        with self.database.transaction() as connection:
            # Inserted this moment by another delivery, perhaps of an older revision: the row is there now.
            if not _replaced(connection, customer_id, told) and not insert_missing(
                connection, customer_names, [{"customer_id": customer_id, **told}]
            ):
                _replaced(connection, customer_id, told)


def _replaced(connection: Connection, customer_id: str, told: dict[str, Any]) -> bool:
    older = (names.customer_id == customer_id) & (names.revision < told["revision"])
    return bool(connection.execute(update(customer_names).where(older).values(**told)).rowcount)
