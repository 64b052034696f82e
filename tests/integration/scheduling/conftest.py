"""A diary over a fresh database, once on SQLite and once on the real server; bits equal claims after every test."""

from collections.abc import Callable, Iterator

import pytest

from services.scheduling.adapters.storage import SqlDiary
from shared.db import READ_COMMITTED, Database
from tests.support.proof import MakeDatabase, proving
from tests.support.scheduling import a_diary, open_shop


def _is_control(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("control") is not None


@pytest.fixture
def database_of(database_of: MakeDatabase, request: pytest.FixtureRequest) -> Iterator[MakeDatabase]:
    with proving(database_of, is_control=_is_control(request)) as make:
        yield make


@pytest.fixture
def real_database_of(real_database_of: MakeDatabase, request: pytest.FixtureRequest) -> Iterator[MakeDatabase]:
    with proving(real_database_of, is_control=_is_control(request)) as make:
        yield make


@pytest.fixture
def diary(each_database_of: Callable[[str], Database]) -> SqlDiary:
    return a_diary(each_database_of("scheduling"))


@pytest.fixture
def shop(diary: SqlDiary) -> SqlDiary:
    """One technician, two beds, open from ten to ten."""
    return open_shop(diary)


@pytest.fixture
def pair(diary: SqlDiary) -> SqlDiary:
    """Two technicians, two beds."""
    return open_shop(diary, technicians=2)


ISOLATIONS = [
    pytest.param(("database_of", READ_COMMITTED), id="sqlite"),
    pytest.param(("real_database_of", READ_COMMITTED), id="mysql-read-committed", marks=pytest.mark.real),
    pytest.param(("real_database_of", "REPEATABLE READ"), id="mysql-repeatable-read", marks=pytest.mark.real),
]


@pytest.fixture(params=ISOLATIONS)
def isolated(request: pytest.FixtureRequest) -> SqlDiary:
    """An empty diary on SQLite, which knows one level only, and on the real server at either isolation level."""
    fixture, isolation = request.param
    make: MakeDatabase = request.getfixturevalue(fixture)
    return a_diary(make("scheduling", isolation=isolation))


@pytest.fixture
def busy_house(isolated: SqlDiary) -> SqlDiary:
    """Two technicians, two beds, at either isolation level."""
    return open_shop(isolated, technicians=2, slot_anchor="clock")
