"""The figures that booking and scheduling tell are those that the gateway documents."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from marshmallow import Schema, fields

from gateway.schemas import figures as documented
from services.booking.adapters.storage import SqlStorage
from services.booking.schemas import figures as booking
from services.booking.use_cases import find_booking_figures, find_technician_figures
from services.scheduling import use_cases as scheduling
from services.scheduling.schemas import figures as use
from shared.outbox import Outbox
from shared.testing import NOW, a_call, an_admin, sample
from tests.support.booking import an_appointment
from tests.support.scheduling import MORNING, a_diary, booked, open_shop

STORE, TREATMENT, TECHNICIAN = "01KQ8Y0000000000000XVJAHV1", "01KQ8Y0000000000000M0X1BV5", "01KQ8Y0000000000000WANGJ1A"
WEEK = {"first": date(2026, 11, 16), "last": date(2026, 11, 16) + timedelta(days=13)}


def undocumented(shape: Schema, told: Mapping[str, Any], path: str = "") -> list[str]:
    """Where an answer has more or less than the shape says."""
    names = {field.data_key or name: field for name, field in shape.fields.items()}
    found = [f"{path}{name}" for name in names.keys() ^ told.keys()]
    for name, field in names.items():
        inner = field.inner if isinstance(field, fields.List) else field
        values = told.get(name, []) if isinstance(field, fields.List) else [told.get(name)]
        if isinstance(inner, fields.Nested):
            found += [fault for one in values for fault in undocumented(inner.schema, one, f"{path}{name}.")]
    return found


@pytest.fixture
def storage(database_of: Callable[..., Any]) -> SqlStorage:
    database = database_of("booking")
    found = SqlStorage(database, Outbox(database, "booking"), a_call(an_admin()))
    found.catalogue.remember("store", sample("catalog", "store_changed").data)
    found.catalogue.remember("treatment", sample("catalog", "treatment_changed").data)
    found.catalogue.remember("technician", sample("catalog", "technician_changed").data)
    here = {"store_id": STORE, "treatment_id": TREATMENT, "technician_ids": (TECHNICIAN,), "starts_at": MORNING}
    found.appointments.add(an_appointment(**here))
    return found


@pytest.fixture
def diary(database_of: Callable[..., Any]) -> Any:
    found = open_shop(a_diary(database_of("scheduling")))
    booked(found)
    return found


def test_bookings_figures_are_as_documented(storage: SqlStorage) -> None:
    told = booking.booking_figures_view(find_booking_figures(storage, call=a_call(an_admin()), **WEEK))

    assert told["treatments"]
    assert undocumented(documented.BookingFigures(), told) == []


def test_a_technicians_figures_are_as_documented(storage: SqlStorage) -> None:
    found = find_technician_figures(storage, call=a_call(an_admin()), technician_id=TECHNICIAN, **WEEK)
    told = booking.technician_figures_view(found)

    assert told["visits"] == 1
    assert undocumented(documented.TechnicianFigures(), told) == []


def test_utilisation_is_as_documented(diary: Any) -> None:
    told = use.utilisation_view(scheduling.find_utilisation(diary, actor=an_admin(), now=NOW, **WEEK))

    assert told["technicians"][0]["hours"]
    assert undocumented(documented.Utilisation(), told) == []


def test_a_technicians_utilisation_is_as_documented(diary: Any) -> None:
    asked = {"technician_id": "tec-1", **WEEK}
    told = use.own_weeks_view(scheduling.find_technician_utilisation(diary, actor=an_admin(), now=NOW, **asked))

    assert undocumented(documented.TechnicianUtilisation(), told) == []


def test_what_is_not_documented_is_found(diary: Any) -> None:
    told = use.utilisation_view(scheduling.find_utilisation(diary, actor=an_admin(), now=NOW, **WEEK))
    told["technicians"][0]["more"] = 1
    del told["days"][0]["date"]

    assert sorted(undocumented(documented.Utilisation(), told)) == ["days.date", "technicians.more"]
