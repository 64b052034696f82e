"""A diary over a fresh database, once on SQLite and once on the real server."""

from collections.abc import Callable

import pytest

from services.scheduling.adapters.storage import SqlDiary
from shared.db import Database
from tests.support.scheduling import a_diary, open_shop


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
