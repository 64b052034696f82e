"""A shop in the replica, and a diary over a fresh database."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.roster import WorkingPlan
from services.scheduling.domain.scene import Wish
from services.scheduling.domain.requests import ClaimRequest
from shared.call import Call
from shared.db import Database
from shared.events import Event
from shared.outbox import Outbox
from shared.testing.builders import NOW, a_call, an_admin, an_event

ALL_DAY = {day: [{"from": "10:00", "to": "22:00"}] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
MORNING = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)  # Thursday 10:00 in Shanghai, a day after NOW

RULES = {
    "slot_step_minutes": 15,
    "slot_anchor": "window",
    "min_notice_minutes": 30,
    "book_ahead_days": 60,
    "travel_speed_kmh": 22,
    "travel_margin_minutes": 10,
    "home_service_radius_km": 15,
}


def a_store(**changes: Any) -> dict[str, Any]:
    row = {"store_id": "sto-1", "revision": 1, "retired": False, "timezone": "Asia/Shanghai", "slug": "xujiahui"}
    place = {"lng": 121.4365, "lat": 31.1955, "opening_hours": ALL_DAY, "closures": []}
    return {**row, **place, **changes}


def a_treatment(**changes: Any) -> dict[str, Any]:
    row = {"treatment_id": "tre-1", "revision": 1, "retired": False, "category": "推拿", "duration_minutes": 60}
    more = {"prep_minutes": 0, "turnover_minutes": 10, "level": 1, "places": ["store", "home"], "party_size": 1}
    return {**row, **more, "segments": [], **changes}


def a_worker(technician_id: str = "tec-1", **changes: Any) -> dict[str, Any]:
    row = {"technician_id": technician_id, "revision": 1, "retired": False, "name": technician_id, "level": 2}
    more = {"skills": ["推拿"], "stores": ["sto-1"], "home_visits": True, "home_base": None}
    return {**row, **more, **changes}


def some_beds(units: int = 2, **changes: Any) -> dict[str, Any]:
    row = {"resource_id": "bed-1", "revision": 1, "retired": False, "store_id": "sto-1", "kind": "bed", "name": "床"}
    return {**row, "units": units, "treatments": None, **changes}


def some_rules(**values: Any) -> dict[str, Any]:
    row = {"rules_id": "rul-1", "revision": 1, "retired": False, "scope": "brand"}
    return {**row, "effective_from": "2026-01-01T00:00:00+00:00", "values": {**RULES, **values}}


def a_plan(weekly: dict[str, Any] | None = None) -> WorkingPlan:
    return WorkingPlan.read(date(2026, 1, 1), weekly or ALL_DAY, [])


def told(kind: str, row: dict[str, Any]) -> Event:
    return an_event(f"{kind}_changed", row)


def open_shop(diary: SqlDiary, technicians: int = 1, beds: int = 2, **rules: Any) -> SqlDiary:
    """A store with technicians who all work every day from ten to ten."""
    diary.catalogue.remember("store", a_store())
    diary.catalogue.remember("treatment", a_treatment())
    diary.catalogue.remember("resource", some_beds(beds))
    diary.catalogue.remember("booking_rules", some_rules(**rules))
    for number in range(1, technicians + 1):
        diary.catalogue.remember("technician", a_worker(f"tec-{number}"))
        diary.rosters.put_plan(f"tec-{number}", a_plan())
    return diary


def a_wish(**changes: Any) -> Wish:
    return Wish(**{"store_id": "sto-1", "treatment_id": "tre-1", **changes})


def a_request(claim_id: str = "apt-1", starts_at: datetime = MORNING, **changes: Any) -> ClaimRequest:
    return ClaimRequest(claim_id, changes.pop("customer_id", "cus-1"), a_wish(**changes), starts_at)


@pytest.fixture
def diary_over() -> Callable[..., SqlDiary]:
    def make(database: Database, call: Call | None = None, hold_seconds: float = 60) -> SqlDiary:
        return SqlDiary(database, Outbox(database, "scheduling"), call or a_call(an_admin()), hold_seconds)

    return make


@pytest.fixture
def diary(each_database_of: Callable[[str], Database], diary_over: Callable[..., SqlDiary]) -> SqlDiary:
    return diary_over(each_database_of("scheduling"))


__all__ = ["NOW"]
