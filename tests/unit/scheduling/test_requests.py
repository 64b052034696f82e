"""What may be asked of scheduling, before any use case sees it."""

from typing import Any

import pytest
from marshmallow import ValidationError

from services.scheduling.schemas import requests
from services.scheduling.schemas.conflicts import FindConflicts

WANTED = {"store_id": "sto-1", "treatment_id": "tre-1"}
LEAVE = {"technician_id": "tec-1", "from": "2026-12-01T10:00:00+08:00", "to": "2026-12-02T10:00:00+08:00"}


@pytest.mark.parametrize("year", ["0001", "1999", "2201", "9999"])
@pytest.mark.parametrize(
    ("shape", "asked", "field"),
    [
        (requests.FindAvailability, WANTED, "from"),
        (requests.GetCalendar, {"store_id": "sto-1"}, "from"),
        (requests.PutWorkingPlan, {"technician_id": "tec-1", "weekly": {}}, "effective_from"),
    ],
)
def test_a_day_that_no_calendar_of_ours_reaches_is_refused_by_field(
    shape: type[requests.Request], asked: dict[str, Any], field: str, year: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        shape().load({**asked, field: f"{year}-01-01"})

    assert list(refused.value.normalized_messages()) == [field]


@pytest.mark.parametrize(
    ("shape", "asked", "field"),
    [
        (requests.ExplainAvailability, WANTED, "starts_at"),
        (requests.ClaimTime, {**WANTED, "claim_id": "apt-1", "customer_id": "cus-1"}, "starts_at"),
        (requests.AddLeave, LEAVE, "from"),
        (requests.AddLeave, LEAVE, "to"),
    ],
)
def test_an_instant_that_no_calendar_of_ours_reaches_is_refused_by_field(
    shape: type[requests.Request], asked: dict[str, Any], field: str
) -> None:
    for instant in ("0001-01-01T00:00:00+08:00", "9999-12-31T23:00:00-08:00"):
        with pytest.raises(ValidationError) as refused:
            shape().load({**asked, field: instant})

        assert field in refused.value.normalized_messages()


@pytest.mark.parametrize("window", ["18:00-15:00", "15:00-15:00", "15:00-99:00"])
def test_a_window_that_is_none_is_refused_by_field(window: str) -> None:
    with pytest.raises(ValidationError) as refused:
        requests.FindAvailability().load({**WANTED, "between": window})

    assert list(refused.value.normalized_messages()) == ["between"]


def test_the_list_of_conflicts_takes_no_cursor_of_another_list() -> None:
    known = "01JD3Z6Q7ENTC0K8YB5M4RZX2W"
    assert FindConflicts().load({"store_id": "sto-1", "cursor": known})["cursor"] == known
    for garbled in ("garbage", known.lower(), known + "0", ""):
        with pytest.raises(ValidationError) as refused:
            FindConflicts().load({"store_id": "sto-1", "cursor": garbled})
        assert list(refused.value.normalized_messages()) == ["cursor"]
