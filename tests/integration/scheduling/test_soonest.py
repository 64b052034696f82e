"""When each technician is free next: the first of what `find_availability` offers of them."""

from datetime import datetime, timedelta

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.domain.errors import AddressMissing, Unknown
from services.scheduling.domain.travel.places import Point
from services.scheduling.schemas.views import soonest_view
from shared.actor import ANONYMOUS
from shared.testing.builders import NOW, a_customer
from tests.support.scheduling import a_plan, a_treatment, a_worker, booked, claim

AT_TEN = {"thu": [{"from": "10:00", "to": "12:00"}]}
HALF_PAST_TEN = NOW + timedelta(minutes=30)


def next_free(diary: SqlDiary, **asked: object) -> dict[str, datetime | None]:
    query = {"actor": ANONYMOUS, "now": NOW, "store_id": "sto-1", "days": 7, **asked}
    found = use_cases.find_next_free(diary, **query)  # type: ignore[arg-type]
    return {one.technician_id: one.starts_at for one in found.technicians}


def test_everybody_has_the_first_of_their_free_starts(pair: SqlDiary) -> None:
    booked(pair, starts_at=HALF_PAST_TEN, technician_id="tec-1")

    found = next_free(pair, treatment_id="tre-1")

    assert found == {"tec-1": HALF_PAST_TEN + timedelta(minutes=70), "tec-2": HALF_PAST_TEN}


def test_who_has_nothing_in_the_days_looked_at_has_none(pair: SqlDiary) -> None:
    pair.rosters.put_plan("tec-2", a_plan(AT_TEN))

    assert next_free(pair, treatment_id="tre-1", days=1)["tec-2"] is None
    assert next_free(pair, treatment_id="tre-1", days=2)["tec-2"] == NOW + timedelta(days=1)


def test_who_does_not_give_the_treatment_has_none(pair: SqlDiary) -> None:
    pair.catalogue.remember("technician", a_worker("tec-2", revision=2, skills=["美容"]))

    assert next_free(pair, treatment_id="tre-1") == {"tec-1": HALF_PAST_TEN, "tec-2": None}


def test_without_a_treatment_each_is_looked_at_for_what_they_usually_give(pair: SqlDiary) -> None:
    pair.catalogue.remember("technician", a_worker("tec-2", revision=2, skills=["美容"]))
    for treatment_id, minutes in (("tre-2", 30), ("tre-3", 45)):
        row = a_treatment(treatment_id=treatment_id, category="美容", duration_minutes=minutes)
        pair.catalogue.remember("treatment", row)

    view = soonest_view(use_cases.find_next_free(pair, actor=ANONYMOUS, now=NOW, store_id="sto-1", days=1))

    assert view == {
        "timezone": "Asia/Shanghai",
        "items": [
            {"technician_id": "tec-1", "treatment_id": "tre-1", "starts_at": "2026-11-18T10:30:00+08:00"},
            {"technician_id": "tec-2", "treatment_id": "tre-3", "starts_at": "2026-11-18T10:30:00+08:00"},
        ],
    }


def test_who_gives_nothing_there_is_not_in_the_list(pair: SqlDiary) -> None:
    pair.catalogue.remember("technician", a_worker("tec-2", revision=2, skills=[]))

    assert list(next_free(pair)) == ["tec-1"]


def test_a_customers_own_visits_are_in_their_way_alone(pair: SqlDiary) -> None:
    claim(pair, "apt-1", HALF_PAST_TEN, technician_id="tec-2", customer_id="cus-1")

    assert next_free(pair, treatment_id="tre-1")["tec-1"] == HALF_PAST_TEN
    assert next_free(pair, treatment_id="tre-1", actor=a_customer("cus-1"))["tec-1"] > HALF_PAST_TEN  # type: ignore[operator]


def test_at_home_the_way_is_reckoned_with(pair: SqlDiary) -> None:
    with pytest.raises(AddressMissing):
        next_free(pair, treatment_id="tre-1", place="home")

    there = next_free(pair, treatment_id="tre-1", place="home", location=Point(121.44, 31.2))

    assert there["tec-1"] is not None
    assert there["tec-1"] >= HALF_PAST_TEN


@pytest.mark.parametrize("asked", [{"store_id": "sto-9"}, {"treatment_id": "tre-9"}])
def test_what_is_not_there_is_unknown(pair: SqlDiary, asked: dict[str, str]) -> None:
    with pytest.raises(Unknown):
        next_free(pair, **asked)
