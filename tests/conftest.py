"""Fixtures for all tests: a keyring, databases fresh and migrated, a virtual host of one's own on the broker.

Real servers are those of `make backends`, or of the environment; where none can be had, tests that need them are
skipped with the reason, and fail under CI=true.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pymongo
import pytest
import requests
from filelock import FileLock
from sqlalchemy import create_engine, make_url, text

from deploy import backends
from shared import crypto, migrations
from shared.db import READ_COMMITTED, Database
from tests.support import system
from tests.support.shop import Shop

MakeDatabase = Callable[..., Database]

TEST_KEYS = {
    "PERSONAL_DATA_KEYS": "demo-test:" + "A" * 43,
    "BLIND_INDEX_KEY": "B" * 42 + "A",
}


@pytest.fixture(scope="session", autouse=True)
def keyring() -> crypto.Keyring:
    ring = crypto.Keyring.parse(TEST_KEYS["PERSONAL_DATA_KEYS"], TEST_KEYS["BLIND_INDEX_KEY"])
    crypto.install(ring)
    return ring


@pytest.fixture(scope="session")
def real_backends() -> backends.Backends:
    """The real servers; started if need be, and left running for the next session."""
    backends.STATE.mkdir(exist_ok=True)
    try:
        with FileLock(backends.STATE / "backends.lock"):
            return backends.up()
    except backends.BackendMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture
def database_of(tmp_path: Path) -> Iterator[MakeDatabase]:
    """`database_of("booking")`: a fresh migrated database of that service on SQLite."""
    made: list[Database] = []

    def make(service: str, isolation: str = READ_COMMITTED) -> Database:
        made.append(Database(f"sqlite:///{tmp_path}/{service}-{len(made)}.db", isolation=isolation))
        migrations.upgrade(service, made[-1])
        return made[-1]

    yield make
    for database in made:
        database.close()


@contextmanager
def real_databases(servers: backends.Backends) -> Iterator[MakeDatabase]:
    """Fresh migrated databases on the real MySQL-family server, dropped at the end."""
    server = create_engine(servers.mysql.url, isolation_level="AUTOCOMMIT")
    made: list[tuple[str, Database]] = []

    def make(service: str, isolation: str = READ_COMMITTED) -> Database:
        name = f"test_{service}_{secrets.token_hex(4)}"
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
        url = make_url(servers.mysql.url).set(database=name).render_as_string(hide_password=False)
        made.append((name, Database(url, isolation=isolation)))
        migrations.upgrade(service, made[-1][1])
        return made[-1][1]

    try:
        yield make
    finally:
        for name, database in made:
            database.close()
            with server.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name}"))
        server.dispose()


@pytest.fixture
def real_database_of(real_backends: backends.Backends) -> Iterator[MakeDatabase]:
    """The same as `database_of` on the real MySQL-family server."""
    with real_databases(real_backends) as make:
        yield make


@pytest.fixture(params=["sqlite", pytest.param("mysql", marks=pytest.mark.real)])
def each_database_of(request: pytest.FixtureRequest) -> MakeDatabase:
    """The test runs once on SQLite and once on the real server."""
    fixture = "database_of" if request.param == "sqlite" else "real_database_of"
    make: MakeDatabase = request.getfixturevalue(fixture)
    return make


@contextmanager
def virtual_host(servers: backends.Backends) -> Iterator[str]:
    """The AMQP URI of a fresh virtual host, which is deleted with all its queues at the end."""
    management = servers.environment()["AMQP_MANAGEMENT_URL"]
    name = f"test-{secrets.token_hex(4)}"
    user = make_url(servers.rabbitmq.url).username or "guest"
    requests.put(f"{management}/api/vhosts/{name}", timeout=10).raise_for_status()
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    requests.put(f"{management}/api/permissions/{name}/{user}", json=everything, timeout=10).raise_for_status()
    try:
        yield f"{servers.rabbitmq.url.rstrip('/')}/{quote(name)}"
    finally:
        requests.delete(f"{management}/api/vhosts/{name}", timeout=10).raise_for_status()


@pytest.fixture
def amqp_uri(real_backends: backends.Backends) -> Iterator[str]:
    """The AMQP URI of a fresh virtual host."""
    with virtual_host(real_backends) as uri:
        yield uri


@pytest.fixture
def mongo_url(real_backends: backends.Backends) -> Iterator[str]:
    """The URL of a fresh document database."""
    name = f"test_{secrets.token_hex(4)}"
    yield f"{real_backends.mongodb.url.rstrip('/')}/{name}"
    client: pymongo.MongoClient[dict[str, object]] = pymongo.MongoClient(real_backends.mongodb.url)
    client.drop_database(name)
    client.close()


@pytest.fixture(scope="session", params=["embedded", pytest.param("separate", marks=pytest.mark.real)])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demonstration shop running, in both profiles: one process, and separate processes on real servers."""
    if request.param == "embedded":
        with system.embedded(tmp_path_factory.mktemp("demo")) as url:
            yield Shop(url)
    else:
        with system.separate(request.getfixturevalue("real_backends")) as (url, _):
            yield Shop(url)
