"""The shelves, in memory and on each database: what holds of one holds of all."""

from collections.abc import Callable
from typing import Any

import pytest

from services.catalog.adapters.in_memory import InMemoryCatalogue
from services.catalog.adapters.storage import SqlCatalogue
from services.catalog.domain.hours import OpeningHours
from services.catalog.domain.store import Store
from services.catalog.domain.technician import Technician
from services.catalog.domain.treatment import Treatment
from services.catalog.ports import Catalogue
from shared.db import Database
from shared.outbox import Outbox
from shared.testing import a_call, an_admin

STORE = Store(
    id="sto-1",
    slug="xujiahui",
    name="徐家汇店",
    address="肇嘉浜路1065号",
    lng=121.4365,
    lat=31.1955,
    phone="021-54010001",
    opening_hours=OpeningHours.parse({"mon": [{"from": "10:00", "to": "26:00"}]}),
)
TREATMENT = Treatment(
    id="tre-1",
    slug="moxibustion-45",
    name="艾灸",
    category="艾灸刮痧拔罐",
    duration_minutes=45,
    price_fen=16800,
    places=("store",),
)
TECHNICIAN = Technician(
    id="tec-1", slug="wang", name="王建国", call="王师傅", gender="male", level=3, stores=("sto-1",)
)


@pytest.fixture
def database(each_database_of: Callable[..., Database]) -> Database:
    return each_database_of("catalog")


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database, "catalog")


@pytest.fixture
def catalogue(database: Database, outbox: Outbox) -> SqlCatalogue:
    return SqlCatalogue(database, outbox, a_call(an_admin()))


@pytest.fixture
def examples() -> dict[str, Any]:
    return {"store": STORE, "treatment": TREATMENT, "technician": TECHNICIAN}


@pytest.fixture(params=["in memory", "sqlite", pytest.param("mysql", marks=pytest.mark.real)])
def either(request: pytest.FixtureRequest) -> Catalogue:
    """The fake shelves of the unit tests, and the real ones on each database."""
    if request.param == "in memory":
        return InMemoryCatalogue()
    make = request.getfixturevalue("database_of" if request.param == "sqlite" else "real_database_of")
    database: Database = make("catalog")
    return SqlCatalogue(database, Outbox(database, "catalog"), a_call(an_admin()))
