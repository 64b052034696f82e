"""Accounts' addresses and preferences, in SQL."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from services.notification.adapters.tables import contacts, preferences
from services.notification.domain.channels import Channel
from services.notification.domain.errors import VersionConflict
from services.notification.domain.people import Contact, Preferences
from shared.db import Database


class SqlContacts:
    """See `ports.Contacts`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, account_id: str) -> Contact | None:
        with self.database.reading() as connection:
            row = connection.execute(select(contacts).where(contacts.c.account_id == account_id)).one_or_none()
        if row is None:
            return None
        return Contact(row.account_id, row.revision, row.name, row.phone, row.email, row.language)

    def remember(self, contact: Contact) -> None:
        values = {
            "revision": contact.revision,
            "name": contact.name,
            "phone": contact.phone,
            "email": contact.email,
            "language": contact.language,
        }
        mine = contacts.c.account_id == contact.account_id
        older = update(contacts).where(mine, contacts.c.revision < contact.revision).values(**values)
        with self.database.transaction() as connection:
            if connection.execute(older).rowcount:
                return
            if connection.execute(select(contacts.c.revision).where(mine)).one_or_none() is not None:
                return
            try:
                connection.execute(contacts.insert().values(account_id=contact.account_id, **values))
            except IntegrityError:  # another replica was first, perhaps with an older revision
                connection.execute(older)


class SqlPreferenceBook:
    """See `ports.PreferenceBook`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def get(self, account_id: str) -> Preferences:
        with self.database.reading() as connection:
            row = connection.execute(select(preferences).where(preferences.c.account_id == account_id)).one_or_none()
        if row is None:
            return Preferences(account_id)
        channels = frozenset(Channel(channel) for channel in row.channels.split())
        return Preferences(row.account_id, row.version, row.language, channels)

    def replace(self, changed: Preferences, expected_version: int) -> None:
        values = {
            "version": changed.version,
            "language": changed.language,
            "channels": " ".join(sorted(changed.channels)),
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
