"""The archives in the service's database."""

import json
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, or_, select, update

from services.customer_profile.adapters import tables
from services.customer_profile.domain.archive import Archive
from services.customer_profile.domain.errors import ArchiveUnknown, VersionConflict
from services.customer_profile.domain.people import ContactPerson, SavedAddress
from services.customer_profile.domain.search import name_pieces
from services.customer_profile.domain.timeline import Entry, Place
from services.customer_profile.ports import Archives, Search, Timeline
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.crypto import keyring
from shared.db import Database, later
from shared.inserting import insert_missing, insert_missing_later

customers, names, stores, timeline = tables.customers, tables.customer_names, tables.customer_stores, tables.timeline


class ArchiveStorage(Dependency):
    """Injects the archives."""

    def provide(self, resources: Resources, call: Call) -> Archives:  # noqa: ARG002
        return SqlArchives(resources.database)


class TimelineStorage(Dependency):
    """Injects the timeline."""

    def provide(self, resources: Resources, call: Call) -> Timeline:  # noqa: ARG002
        return SqlTimeline(resources.database)


class SqlArchives:
    """Archives by id, by phone, by a piece of the name."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def get(self, customer_id: str) -> Archive:
        with self.database.reading() as connection:
            row = connection.execute(select(customers).where(customers.c.id == customer_id)).mappings().one_or_none()
        if row is None or row["is_erased"]:
            raise ArchiveUnknown
        return _archive(row)

    def stores_of(self, customer_id: str) -> AbstractSet[str]:
        with self.database.reading() as connection:
            found = connection.execute(select(stores.c.store_id).where(stores.c.customer_id == customer_id))
            return frozenset(found.scalars())

    def find(self, search: Search, after: str | None, limit: int) -> list[Archive]:
        known = select(customers).where(customers.c.is_erased.is_(False))
        query = _matching(known, search).order_by(customers.c.id).limit(limit)
        if after is not None:
            query = query.where(customers.c.id > after)
        with self.database.reading() as connection:
            return [_archive(row) for row in connection.execute(query).mappings()]

    def take_account(self, account: Archive) -> None:
        self.database.transact(lambda connection: _take_account(connection, account))

    def erase(self, customer_id: str, account_revision: int) -> None:
        nobody = Archive(id=customer_id, account_revision=account_revision, name="")
        empty = {**_contacts(nobody), **_written(nobody), "is_erased": True}
        self.database.transact(lambda connection: _erase(connection, customer_id, empty))

    def save(self, archive: Archive) -> None:
        """The version stands in the condition, so that of two editors who saw the same one only one wins."""
        seen = (customers.c.id == archive.id) & (customers.c.version == archive.version - 1)
        with self.database.transaction() as connection:
            if not connection.execute(update(customers).where(seen), _written(archive)).rowcount:
                raise VersionConflict


class SqlTimeline:
    """Entries by customer, and the stores that follow from them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def append(self, entry: Entry, store_id: str | None) -> None:
        row = {
            "id": entry.id,
            "customer_id": entry.customer_id,
            "at": entry.at,
            "kind": entry.kind,
            "details": dict(entry.details),
        }
        with self.database.transaction() as connection:
            later(connection, timeline.insert(), row)
            if store_id is not None:
                insert_missing_later(connection, stores, [{"store_id": store_id, "customer_id": entry.customer_id}])

    def forget(self, customer_id: str) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(timeline).where(timeline.c.customer_id == customer_id))
            connection.execute(delete(stores).where(stores.c.customer_id == customer_id))

    def of_erased(self, limit: int) -> list[str]:
        came_late = select(timeline.c.id).where(timeline.c.customer_id == customers.c.id).exists()
        late = select(customers.c.id).where(customers.c.is_erased.is_(True), came_late).limit(limit)
        with self.database.reading() as connection:
            return list(connection.execute(late).scalars())

    def of(self, customer_id: str, after: Place | None, limit: int) -> list[Entry]:
        query = select(timeline).where(timeline.c.customer_id == customer_id)
        if after is not None:
            at, entry_id = after
            query = query.where(or_(timeline.c.at < at, and_(timeline.c.at == at, timeline.c.id < entry_id)))
        newest = query.order_by(timeline.c.at.desc(), timeline.c.id.desc()).limit(limit)
        with self.database.reading() as connection:
            return [Entry(row.id, row.customer_id, row.at, row.kind, row.details) for row in connection.execute(newest)]


def _erase(connection: Connection, customer_id: str, empty: dict[str, Any]) -> None:
    connection.execute(delete(names).where(names.c.customer_id == customer_id))
    this = update(customers).where(customers.c.id == customer_id)
    if not connection.execute(this, empty).rowcount:
        insert_missing(connection, customers, [{"id": customer_id, **empty}])


def _take_account(connection: Connection, account: Archive) -> None:
    """Update, else insert, else somebody else has just inserted: update again."""
    contacts = _contacts(account)
    not_newer = (customers.c.id == account.id) & (customers.c.account_revision <= account.account_revision)
    taken = connection.execute(update(customers).where(not_newer), contacts).rowcount or (
        insert_missing(connection, customers, [{"id": account.id, **contacts, **_written(account)}])
        or connection.execute(update(customers).where(not_newer), contacts).rowcount
    )
    if taken:
        _index_name(connection, account)


def _index_name(connection: Connection, account: Archive) -> None:
    connection.execute(delete(names).where(names.c.customer_id == account.id))
    pieces = [keyring().index(f"name:{piece}") for piece in sorted(name_pieces(account.name))]
    if pieces:
        connection.execute(names.insert(), [{"piece_index": piece, "customer_id": account.id} for piece in pieces])


def _matching(query: Select[Any], search: Search) -> Select[Any]:
    if search.phone is not None:
        query = query.where(customers.c.phone_index == keyring().index(search.phone))
    if search.name is not None:
        piece = keyring().index(f"name:{search.name}")
        query = query.where(customers.c.id.in_(select(names.c.customer_id).where(names.c.piece_index == piece)))
    if search.tag is not None:
        query = query.where(tables.tag_written(search.tag))
    if search.stores is not None:
        here = select(stores.c.customer_id).where(stores.c.store_id.in_(sorted(search.stores)))
        query = query.where(customers.c.id.in_(here))
    return query


def _contacts(account: Archive) -> dict[str, Any]:
    """What the account says of the customer."""
    return {
        "account_revision": account.account_revision,
        "name": account.name,
        "phone": account.phone,
        "phone_index": account.phone and keyring().index(account.phone),
        "email": account.email,
        "gender": account.gender,
        "birthday": account.birthday and account.birthday.isoformat(),
        "language": account.language,
    }


def _written(archive: Archive) -> dict[str, Any]:
    """What is written in the archive itself."""
    return {
        "version": archive.version,
        "allergies": json.dumps(archive.allergies, ensure_ascii=False),
        "skin": archive.skin,
        "health_notes": archive.health_notes,
        "tags": archive.tags,
        "conditions": json.dumps(archive.conditions),
        "contacts": _sealed([asdict(one) for one in archive.contacts]),
        "addresses": _sealed([asdict(one) for one in archive.addresses]),
    }


def _sealed(found: list[dict[str, Any]]) -> str:
    return json.dumps(found, ensure_ascii=False)


def _archive(row: Any) -> Archive:
    plain = {name: value for name, value in row.items() if name not in {"phone_index", "is_erased"}}
    birthday = plain["birthday"] and date.fromisoformat(plain["birthday"])
    lists = {
        "allergies": tuple(json.loads(plain["allergies"])),
        "tags": tuple(plain["tags"]),
        "conditions": tuple(json.loads(plain["conditions"] or "[]")),
        "contacts": tuple(ContactPerson(**one) for one in json.loads(plain["contacts"] or "[]")),
        "addresses": tuple(SavedAddress(**one) for one in json.loads(plain["addresses"] or "[]")),
    }
    return Archive(**{**plain, **lists, "birthday": birthday})
