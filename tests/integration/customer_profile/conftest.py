"""The archives, in memory and on each database: what holds of one holds of all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.customer_profile.adapters.in_memory import InMemoryArchives, InMemoryTimeline, InMemoryVisits
from services.customer_profile.adapters.storage import SqlArchives, SqlTimeline
from services.customer_profile.adapters.visits import SqlVisits
from services.customer_profile.domain.archive import Archive
from services.customer_profile.domain.timeline import Entry
from services.customer_profile.ports import Archives, Timeline, Visits
from shared.db import Database

MakeDatabase = Callable[..., Database]


@dataclass
class Shelf:
    archives: Archives
    timeline: Timeline
    visits: Visits


@pytest.fixture
def database(each_database_of: MakeDatabase) -> Database:
    return each_database_of("customer_profile")


@pytest.fixture
def archives(database: Database) -> SqlArchives:
    return SqlArchives(database)


@pytest.fixture(params=["in memory", "sqlite", pytest.param("mysql", marks=pytest.mark.real)])
def either(request: pytest.FixtureRequest) -> Shelf:
    """The fakes of the unit tests, and the real ones on each database."""
    if request.param == "in memory":
        archives = InMemoryArchives()
        return Shelf(archives, InMemoryTimeline(archives), InMemoryVisits())
    make: MakeDatabase = request.getfixturevalue("database_of" if request.param == "sqlite" else "real_database_of")
    database = make("customer_profile")
    return Shelf(SqlArchives(database), SqlTimeline(database), SqlVisits(database))


@pytest.fixture
def an_archive() -> Callable[..., Archive]:
    def build(customer_id: str = "cus-1", **changes: Any) -> Archive:
        contacts = {
            "name": "林晓月",
            "phone": "+8613800000001",
            "email": "x@example.com",
            "gender": "female",
            "birthday": date(1992, 3, 14),
        }
        return Archive(**{"id": customer_id, "account_revision": 1, **contacts, **changes})

    return build


@pytest.fixture
def an_entry() -> Callable[..., Entry]:
    def build(entry_id: str, customer_id: str = "cus-1", hour: int = 2, kind: str = "appointment_confirmed") -> Entry:
        at = datetime(2026, 11, 18, hour, 30, 15, 123456, tzinfo=UTC)
        return Entry(entry_id, customer_id, at, kind, {"number": "7K4M9QXB", "store": {"name": "徐家汇店"}})

    return build
