"""Accounts' addresses and preferences, in SQL."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError

from services.notification.adapters.tables import contacts, preferences, store_staff
from services.notification.domain.channels import Channel
from services.notification.domain.errors import VersionConflict
from services.notification.domain.manners import Topic
from services.notification.domain.people import Contact, Preferences
from shared.db import Database
from shared.inserting import insert_missing


class SqlContacts:
    """See `ports.Contacts`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, account_id: str) -> Contact | None:
        with self.database.reading() as connection:
            row = connection.execute(select(contacts).where(contacts.c.account_id == account_id)).one_or_none()
        return None if row is None else _contact(row)

    def reader(self, account_id: str) -> tuple[Contact, Preferences] | None:
        with self.database.reading() as connection:
            row = connection.execute(_READER, {"reader": account_id}).one_or_none()
        if row is None:
            return None
        return _contact(row), _preferences(row, row.chosen_language) if row.version else Preferences(account_id)

    def accounts_of(self, technician_ids: frozenset[str]) -> list[str]:
        theirs = select(contacts.c.account_id).where(contacts.c.technician_id.in_(sorted(technician_ids)))
        with self.database.reading() as connection:
            return list(connection.execute(theirs).scalars())

    def staff_of(self, store_id: str) -> list[str]:
        theirs = select(store_staff.c.account_id).where(store_staff.c.store_id == store_id)
        with self.database.reading() as connection:
            return list(connection.execute(theirs).scalars())

    def remember(self, contact: Contact) -> None:
        with self.database.transaction() as connection:
            if self._keep(connection, contact):
                connection.execute(delete(store_staff).where(store_staff.c.account_id == contact.account_id))
                rows = [{"store_id": store, "account_id": contact.account_id} for store in sorted(contact.stores)]
                insert_missing(connection, store_staff, rows)

    def _keep(self, connection: Connection, contact: Contact) -> bool:
        """Whether it was news: a revision as new or newer stays as it is."""
        values = {
            "revision": contact.revision,
            "name": contact.name,
            "phone": contact.phone,
            "email": contact.email,
            "language": contact.language,
            "technician_id": contact.technician_id,
        }
        if insert_missing(connection, contacts, [{"account_id": contact.account_id, **values}]):
            return True
        older = contacts.c.account_id == contact.account_id, contacts.c.revision < contact.revision
        return bool(connection.execute(update(contacts).where(*older).values(**values)).rowcount)


class SqlPreferenceBook:
    """See `ports.PreferenceBook`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def get(self, account_id: str) -> Preferences:
        with self.database.reading() as connection:
            row = connection.execute(select(preferences).where(preferences.c.account_id == account_id)).one_or_none()
        return Preferences(account_id) if row is None else _preferences(row, row.language)

    def replace(self, changed: Preferences, expected_version: int) -> None:
        values = {
            "version": changed.version,
            "language": changed.language,
            "channels": " ".join(sorted(changed.channels)),
            "silenced_topics": " ".join(sorted(set(Topic) - changed.topics)),
        }
        expected = (preferences.c.account_id == changed.account_id) & (preferences.c.version == expected_version)
        with self.database.transaction() as connection:
            if connection.execute(update(preferences).where(expected).values(**values)).rowcount:
                return
            if expected_version:
                raise VersionConflict
            try:
                connection.execute(preferences.insert().values(account_id=changed.account_id, **values))
            except IntegrityError as error:
                raise VersionConflict from error


_CHOSEN = preferences.c.version, preferences.c.channels, preferences.c.silenced_topics
_READER = (
    select(contacts, *_CHOSEN, preferences.c.language.label("chosen_language"))
    .outerjoin(preferences, preferences.c.account_id == contacts.c.account_id)
    .where(contacts.c.account_id == bindparam("reader"))
)


def _contact(row: Row[Any]) -> Contact:
    return Contact(row.account_id, row.revision, row.name, row.phone, row.email, row.language, row.technician_id)


def _preferences(row: Row[Any], language: str | None) -> Preferences:
    channels = frozenset(Channel(channel) for channel in row.channels.split())
    silenced = {Topic(topic) for topic in row.silenced_topics.split()}
    return Preferences(row.account_id, row.version, language, channels, frozenset(Topic) - silenced)
