"""What changes seldom, kept in the process: the replica of the catalogue and the working plans.

Whoever changes one of them raises the edition, a number in the database, in the same transaction. Whoever reads asks
for the edition first: what is kept was read at this edition or later, so a change that is committed is always seen, in
whichever process it was made.
"""

from collections.abc import Hashable
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, select, update

from services.scheduling.adapters.tables import editions
from shared.db import in_transaction

REFERENCE = "reference"

Kept = dict[Hashable, Any]


class Memory:
    """One per process and database. One reading asks for the edition once."""

    def __init__(self) -> None:
        self._edition = -1
        self._kept: Kept = {}
        self._readings: WeakKeyDictionary[Connection, Kept] = WeakKeyDictionary()

    def during(self, connection: Connection) -> Kept:
        """Where the reading over this connection finds what is known, and leaves what it learns.

        A transaction may see what is its own and never committed: it finds nothing and nothing of it is kept.
        """
        if in_transaction():
            return {}
        if connection not in self._readings:
            self._readings[connection] = self._at(_edition(connection))
        return self._readings[connection]

    def _at(self, edition: int) -> Kept:
        if edition != self._edition:
            self._edition, self._kept = edition, {}
        return self._kept


def raise_edition(connection: Connection) -> None:
    """To be the last statement of whoever changes what others keep: the row is one for all."""
    connection.execute(update(editions).where(_IS_REFERENCE).values(number=editions.c.number + 1))


_IS_REFERENCE = editions.c.subject == REFERENCE
_NEWEST = select(editions.c.number).where(_IS_REFERENCE)


def _edition(connection: Connection) -> int:
    number: int = connection.execute(_NEWEST).scalar_one()
    return number
