"""The shelves in the service's database."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, Table, delete, select, update
from sqlalchemy.exc import IntegrityError

from services.catalog.adapters import rows, tables
from services.catalog.domain import events
from services.catalog.domain.entry import Entry
from services.catalog.domain.errors import NotInTheCatalogue, PhotoUnknown, SlugTaken, VersionConflict
from services.catalog.domain.technician import Technician
from services.catalog.ports import Catalogue
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.db import Database
from shared.outbox import Outbox
from shared.pictures import Picture

E = TypeVar("E", bound=Entry)


class CatalogueStorage(Dependency):
    """Injects the catalogue of the service's database."""

    def provide(self, resources: Resources, call: Call) -> Catalogue:
        return SqlCatalogue(resources.database, resources.outbox, call)


class SqlCatalogue:
    """The five shelves, each a table."""

    def __init__(self, database: Database, outbox: Outbox, call: Call) -> None:
        self.stores = SqlShelf(database, outbox, call, tables.stores, rows.store_of)
        self.treatments = SqlShelf(database, outbox, call, tables.treatments, rows.treatment_of)
        self.technicians = SqlTechnicians(database, outbox, call, tables.technicians, rows.technician_of)
        self.resources = SqlShelf(database, outbox, call, tables.resources, rows.resource_of)
        self.rules = SqlShelf(database, outbox, call, tables.booking_rules, rows.rules_of)


class SqlShelf(Generic[E]):
    """One table of entries; each write and its event are one transaction."""

    def __init__(
        self, database: Database, outbox: Outbox, call: Call, table: Table, read: Callable[[rows.Row], E]
    ) -> None:
        self.database, self.outbox, self.call = database, outbox, call
        self.table, self.read = table, read

    def get(self, entry_id: str) -> E:
        found = self._select(self._current().where(self.table.c.id == entry_id))
        if not found:
            raise NotInTheCatalogue
        return found[0]

    def all(self) -> list[E]:
        return self._select(self._current())

    def of_store(self, store_id: str) -> list[E]:
        return self._select(self._current().where(self.table.c.store_id == store_id))

    def add(self, entry: E, now: datetime) -> None:
        self.database.transact(lambda connection: self._add(connection, entry, now))

    def save(self, entry: E, now: datetime) -> None:
        self.database.transact(lambda connection: self._save(connection, entry, now))

    def announce_all(self, now: datetime) -> int:
        return len(self.database.transact(lambda _: self._announce(self._select(select(self.table)), now)))

    def _add(self, connection: Connection, entry: E, now: datetime) -> None:
        try:
            connection.execute(self.table.insert(), rows.to_row(entry))
        except IntegrityError as error:
            raise SlugTaken from error
        self._announce([entry], now)

    def _save(self, connection: Connection, entry: E, now: datetime) -> None:
        """The revision stands in the condition, so that of two editors who saw the same one only one wins."""
        seen = (self.table.c.id == entry.id) & (self.table.c.revision == entry.revision - 1)
        if not connection.execute(update(self.table).where(seen), rows.to_row(entry)).rowcount:
            raise VersionConflict
        self._announce([entry], now)

    def _announce(self, entries: list[E], now: datetime) -> list[E]:
        self.outbox.add([events.changed(entry) for entry in entries], call=self.call, now=now)
        return entries

    def _current(self) -> Select[Any]:
        return select(self.table).where(self.table.c.retired.is_(False))

    def _select(self, query: Select[Any]) -> list[E]:
        with self.database.reading() as connection:
            found = connection.execute(query.order_by(self.table.c.id)).mappings()
            return [self.read(dict(row)) for row in found]


class SqlTechnicians(SqlShelf[Technician]):
    """Technicians, with the index that finds those of a store, and their photos."""

    def picture(self, entry: Technician, photo: Picture, now: datetime) -> None:
        kept = {"technician_id": entry.id, "photo_url": entry.photo_url, "content": photo.content}

        def picture(connection: Connection) -> None:
            self._save(connection, entry, now)
            connection.execute(tables.technician_photos.insert(), kept)

        self.database.transact(picture)

    def photo(self, technician_id: str) -> bytes:
        photos = tables.technician_photos.c
        with self.database.reading() as connection:
            found = connection.execute(select(photos.content).where(photos.technician_id == technician_id))
            content: bytes | None = found.scalar_one_or_none()
        if content is None:
            raise PhotoUnknown
        return content

    def of_store(self, store_id: str) -> list[Technician]:
        link = tables.technician_stores
        here = select(link.c.technician_id).where(link.c.store_id == store_id)
        return self._select(self._current().where(self.table.c.id.in_(here)))

    def _add(self, connection: Connection, entry: Technician, now: datetime) -> None:
        super()._add(connection, entry, now)
        self._index(connection, entry)

    def _save(self, connection: Connection, entry: Technician, now: datetime) -> None:
        super()._save(connection, entry, now)
        connection.execute(delete(tables.technician_stores).where(tables.technician_stores.c.technician_id == entry.id))
        self._index(connection, entry)
        photos = tables.technician_photos.c
        given_up = (photos.technician_id == entry.id) & (photos.photo_url != (entry.photo_url or ""))
        connection.execute(delete(tables.technician_photos).where(given_up))

    def _index(self, connection: Connection, entry: Technician) -> None:
        connection.execute(
            tables.technician_stores.insert(),
            [{"store_id": store_id, "technician_id": entry.id} for store_id in entry.stores],
        )
