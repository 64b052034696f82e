"""The stores of the services as the commands reach them: directly, by the installation's variables."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pymongo
from sqlalchemy import MetaData, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from shared import crypto, migrations
from shared.config import keyring_of, load
from shared.db import Database

UNKNOWN_DATABASE = 1049


@contextmanager
def database_of(service: str) -> Iterator[Database]:
    """The service's database, with the keyring installed that opens its personal fields."""
    settings = load(service)
    crypto.install(keyring_of(settings))
    database = Database(settings["database_url"])
    try:
        yield database
    finally:
        database.close()


@contextmanager
def documents_of(service: str) -> Iterator[Any]:
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
        load(service)["mongo_url"], tz_aware=True, serverSelectionTimeoutMS=5000
    )
    try:
        yield client.get_default_database()
    finally:
        client.close()


def metadata_of(service: str) -> MetaData:
    metadata: MetaData = import_module(f"services.{service}.adapters.tables").metadata
    return metadata


def has_outbox(service: str) -> bool:
    return not migrations.keeps_documents(service) and "outbox" in metadata_of(service).tables


def upgrade(service: str) -> None:
    """Bring one service's store to the newest revision, making the database first where the server lets us."""
    if migrations.keeps_documents(service):
        with documents_of(service) as documents:
            for script in migrations.document_scripts(service):
                script.upgrade(documents)
        return
    make_database(load(service)["database_url"])
    with database_of(service) as database:
        migrations.upgrade(service, database)


def downgrade(service: str, revision: str) -> None:
    if migrations.keeps_documents(service):
        with documents_of(service) as documents:
            for script in reversed(migrations.document_scripts(service)):
                script.downgrade(documents)
        return
    with database_of(service) as database:
        migrations.downgrade(service, database, revision)


def pending(service: str) -> list[str]:
    """The revisions the store has still to be brought through; a store of documents has none."""
    if migrations.keeps_documents(service):
        return []
    with database_of(service) as database:
        return migrations.pending(service, database)


def is_current(service: str) -> bool:
    """Whether the store stands at the newest revision; a store of documents has index scripts that are always run."""
    if migrations.keeps_documents(service):
        return True
    with database_of(service) as database:
        return migrations.is_current(service, database)


def make_database(url: str) -> None:
    """Create the database that the URL names if the server says that it knows none; a user who may not is told so."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" or _exists(url):
        return
    server = create_engine(parsed.set(database=""), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(
            text(f"CREATE DATABASE IF NOT EXISTS `{parsed.database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        )
    server.dispose()


def _exists(url: str) -> bool:
    database = Database(url)
    try:
        database.ping()
    except OperationalError as error:
        if error.orig is not None and error.orig.args[0] == UNKNOWN_DATABASE:
            return False
        raise
    finally:
        database.close()
    return True
