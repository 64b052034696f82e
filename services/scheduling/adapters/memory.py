"""What changes seldom, kept in the process: the replica of the catalogue, the working plans and absences.

Whoever changes one of them raises the edition, a number in the database, in the same transaction. Whoever reads asks
for the edition first: what is kept was read at this edition or later, so a change that is committed is always seen, in
whichever process it was made.

A transaction asks anew after each lock it takes. Plans and absences change under the lock of their technician alone, so
what is known at the edition that is read under that lock, stays so until it is given back.
"""

from collections import ChainMap
from collections.abc import Hashable, MutableMapping
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import Connection, select, update

from services.scheduling.adapters.tables import editions
from shared.db import in_transaction, later

REFERENCE = "reference"

Kept = MutableMapping[Hashable, Any]


_raising: WeakSet[Connection] = WeakSet()


class Memory:
    """One per process and database. One reading asks for the edition once."""

    def __init__(self) -> None:
        self._edition = -1
        self._kept: Kept = {}
        self._readings: WeakKeyDictionary[Connection, Kept] = WeakKeyDictionary()
        self.rows_there: set[Hashable] = set()
        """Rows that were seen and that nobody deletes."""

    def during(self, connection: Connection) -> Kept:
        """Where the reading over this connection finds what is known, and leaves what it learns.

        A transaction may see what is its own and never committed: nothing that it learns is kept, and after a change of
        its own it finds nothing.
        """
        if connection in _raising:
            return {}
        if connection not in self._readings:
            self._readings[connection] = self._found(_edition(connection))
        return self._readings[connection]

    def ask_again(self, connection: Connection) -> None:
        """The transaction has taken a lock: what others changed before it, counts from now on."""
        self._readings.pop(connection, None)

    def _found(self, edition: int) -> Kept:
        if not in_transaction():
            return self._at(edition)
        return ChainMap({}, self._kept if edition == self._edition else {})

    def _at(self, edition: int) -> Kept:
        if edition != self._edition:
            self._edition, self._kept = edition, {}
        return self._kept


def raise_edition(connection: Connection) -> None:
    """To be the last statement of whoever changes what others keep: the row is one for all."""
    _raising.add(connection)
    later(connection, update(editions).where(_IS_REFERENCE).values(number=editions.c.number + 1))


_IS_REFERENCE = editions.c.subject == REFERENCE
_NEWEST = select(editions.c.number).where(_IS_REFERENCE)


def _edition(connection: Connection) -> int:
    number: int = connection.execute(_NEWEST).scalar_one()
    return number
