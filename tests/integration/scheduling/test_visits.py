"""Visits of several treatments: claimed, moved and ended as one, alone and many at once, bits equal to claims."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.verification import verify_calendars
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.claim.requests import MoveRequest
from services.scheduling.domain.errors import ClaimMismatch, OneTechnicianAtHome, SlotTaken, StartRefused, Unknown
from services.scheduling.domain.hours.cells import cell_of
from services.scheduling.domain.offer.scene import Part
from services.scheduling.domain.travel.places import Point
from services.scheduling.schemas.views import timeline_view
from shared.db import Database
from shared.testing.builders import NOW, an_admin
from tests.support.scheduling import (
    MORNING,
    a_diary,
    a_plan,
    a_treatment,
    a_wish,
    a_worker,
    announced,
    claim,
    end,
    firm,
    move,
    offered,
    open_shop,
    overlapping,
    raced,
    some_beds,
    told_moves,
    unguarded,
)

HOUR = timedelta(hours=1)
LATER = MORNING + 3 * HOUR
ONE_THEN_TWO = {"technician_id": "tec-1", "then": (Part("tre-1", "tec-2"),)}
TWO_THEN_ONE = {"technician_id": "tec-2", "then": (Part("tre-1", "tec-1"),)}
HOME = {"place": "home", "location": Point(121.44, 31.2)}


@pytest.fixture
def spa(pair: SqlDiary) -> SqlDiary:
    """A pair of technicians, of whom the second alone gives facials of half an hour, with a steamer."""
    pair.catalogue.remember(
        "treatment", a_treatment(treatment_id="tre-2", category="美容", duration_minutes=30, prep_minutes=5)
    )
    pair.catalogue.remember("technician", a_worker("tec-2", revision=2, skills=["推拿", "美容"]))
    steamer = some_beds(1, resource_id="dev-1", kind="device", name="蒸脸仪", treatments=["tre-2"])
    pair.catalogue.remember("resource", steamer)
    return pair


def taken(visit: Claim) -> dict[str, list[tuple[int, int]]]:
    """Of each resource, the minutes after MORNING, from and to."""
    first = cell_of(MORNING)
    return {t.resource_id: [((a - first) * 5, (b - first) * 5) for a, b in t.cells] for t in visit.takings}


def is_sound(diary: SqlDiary) -> bool:
    return verify_calendars(diary.database) == [] and overlapping(diary) == []


def test_a_visit_of_two_treatments_is_one_claim(spa: SqlDiary) -> None:
    visit = claim(spa, technician_id="tec-1", then=(Part("tre-2"),))

    assert taken(visit) == {
        "tec-1": [(0, 70)],
        "tec-2": [(55, 100)],
        "bed-1:001": [(0, 100)],
        "dev-1:001": [(55, 100)],
        "cus-1": [(0, 90)],
    }
    assert [(p.treatment_id, p.starts_at - MORNING, p.technicians) for p in visit.parts] == [
        ("tre-1", timedelta(), ("tec-1",)),
        ("tre-2", HOUR, ("tec-2",)),
    ]
    assert visit.ends_at == MORNING + timedelta(minutes=90)
    assert spa.claims.find("apt-1") == visit
    assert is_sound(spa)


def test_on_the_calendar_each_technician_has_the_treatments_they_give(spa: SqlDiary) -> None:
    claim(spa, technician_id="tec-1", then=(Part("tre-2"),))

    board = use_cases.get_calendar(spa, actor=an_admin(), now=NOW, store_id="sto-1", days=1, first=MORNING.date())
    shown = {lane["id"]: lane["claims"][0] for lane in timeline_view(board)["resources"] if lane["claims"]}

    told = {who: (one["treatment_id"], one["starts_at"][11:16], one["ends_at"][11:16]) for who, one in shown.items()}
    assert told["tec-1"] == ("tre-1", "10:00", "11:00")
    assert told["tec-2"] == ("tre-2", "11:00", "11:30")
    assert told["bed-1:001"] == ("tre-1", "10:00", "11:30")


def test_whoever_can_give_all_of_it_does(spa: SqlDiary) -> None:
    visit = claim(spa, then=(Part("tre-2"),))

    assert taken(visit)["tec-2"] == [(0, 100)]
    assert visit.technician_ids == ["tec-2"]


def test_what_is_offered_for_a_visit_is_accepted_and_the_rest_is_not(spa: SqlDiary) -> None:
    claim(spa, "apt-0", MORNING + 2 * HOUR, technician_id="tec-2", customer_id="cus-x")
    then = (Part("tre-2"),)
    starts = offered(spa, then=then)

    assert MORNING + 15 * timedelta(minutes=1) in starts
    assert MORNING + HOUR not in starts
    for number in range(18):
        start = MORNING + number * timedelta(minutes=15)
        attempt = partial(claim, spa, f"apt-{number + 1}", start, customer_id=f"cus-{number}", then=then)
        if start in starts:
            attempt()
            end(spa, f"apt-{number + 1}")
        else:
            with pytest.raises((SlotTaken, StartRefused)):
                attempt()
    assert offered(spa, then=then) == starts
    assert is_sound(spa)


def test_the_same_request_is_the_same_claim_and_another_treatment_after_it_is_not(spa: SqlDiary) -> None:
    visit = claim(spa, then=(Part("tre-2"),))

    assert claim(spa, then=(Part("tre-2"),)) == visit
    with pytest.raises(ClaimMismatch):
        claim(spa, then=(Part("tre-1"),))
    with pytest.raises(ClaimMismatch):
        claim(spa)


def test_a_visit_moves_as_a_whole_and_is_told_treatment_by_treatment(spa: SqlDiary) -> None:
    claim(spa, technician_id="tec-1", then=(Part("tre-2"),))
    moved = move(spa, "chg-1", MORNING + HOUR, technician_id="tec-1", then=(Part("tre-2"),))

    assert taken(moved)["tec-2"] == [(115, 160)]
    (told,) = told_moves(spa)
    assert [(part["treatment_id"], part["starts_at"], part["technicians"]) for part in told["treatments"]] == [
        ("tre-1", "2026-11-19T03:00:00+00:00", ["tec-1"]),
        ("tre-2", "2026-11-19T04:00:00+00:00", ["tec-2"]),
    ]
    assert spa.claims.find("apt-1") == moved
    assert is_sound(spa)


def test_a_preview_of_a_move_tells_the_treatments_and_takes_nothing(spa: SqlDiary) -> None:
    before = claim(spa, then=(Part("tre-2"),))
    asked = MoveRequest("apt-1", "chg-1", 1, LATER, a_wish(then=(Part("tre-2"),)))

    seen = use_cases.preview_move(spa, actor=an_admin(), now=NOW, asked=asked)

    assert [part.starts_at for part in seen.parts] == [LATER, LATER + HOUR]
    assert spa.claims.find("apt-1") == before


def test_when_a_visit_ends_all_its_time_is_free_again(spa: SqlDiary) -> None:
    before = offered(spa, then=(Part("tre-2"),))
    claim(spa, then=(Part("tre-2"),))
    firm(spa)

    end(spa)

    assert offered(spa, then=(Part("tre-2"),)) == before
    assert announced(spa) == ["claim_released", "time_freed"]
    assert is_sound(spa)


def test_a_visit_over_midnight_takes_of_both_days(spa: SqlDiary) -> None:
    """UTC's midnight is eight in the morning in Shanghai; the store opens at ten, the technicians work from seven."""
    early = {day: [{"from": "07:00", "to": "12:00"}] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    store = spa.catalogue.store("sto-1")
    spa.catalogue.remember("store", {**_row(store.id), "opening_hours": early})
    for number in (1, 2):
        spa.rosters.put_plan(f"tec-{number}", a_plan(early))

    visit = claim(spa, starts_at=MORNING - 3 * HOUR, technician_id="tec-1", then=(Part("tre-2"), Part("tre-2")))

    assert taken(visit)["tec-2"] == [(-125, -50)]
    assert is_sound(spa)


def _row(store_id: str) -> dict[str, object]:
    return {
        "store_id": store_id,
        "revision": 2,
        "retired": False,
        "timezone": "Asia/Shanghai",
        "slug": "xujiahui",
        "lng": 121.4365,
        "lat": 31.1955,
        "closures": [],
    }


def test_an_unknown_treatment_after_the_first_is_told(spa: SqlDiary) -> None:
    with pytest.raises(Unknown):
        claim(spa, then=(Part("tre-9"),))


def test_a_home_visit_of_two_treatments_is_made_by_one_technician(spa: SqlDiary) -> None:
    visit = claim(spa, starts_at=LATER, **HOME, then=(Part("tre-2"),))

    assert visit.technician_ids == ["tec-2"]
    with pytest.raises(OneTechnicianAtHome):
        claim(spa, "apt-2", LATER, **HOME, **ONE_THEN_TWO)
    assert is_sound(spa)


def test_a_couple_has_two_technicians_and_two_beds_for_both_treatments(spa: SqlDiary) -> None:
    couple = claim(spa, party_size=2, then=(Part("tre-1"),))

    assert [part.technicians for part in couple.parts] == [("tec-1", "tec-2")] * 2
    assert set(taken(couple)) == {"tec-1", "tec-2", "bed-1:001", "bed-1:002", "cus-1"}
    with pytest.raises(StartRefused) as refused:
        claim(spa, "apt-2", LATER, party_size=2, then=(Part("tre-2"),))
    assert refused.value.code == "party_too_large"


# Many at once.


@pytest.fixture(params=["READ COMMITTED", "REPEATABLE READ"])
def busy_house(request: pytest.FixtureRequest, each_database_of: Callable[..., Database]) -> SqlDiary:
    """Two technicians, two beds, at either isolation level."""
    database = each_database_of("scheduling", isolation=request.param)
    return open_shop(a_diary(database), technicians=2, slot_anchor="clock")


def crossing(diary: SqlDiary, number: int, starts_at: object = MORNING) -> Callable[[], object]:
    """One visit from the first technician to the second, the next the other way round."""
    parts = (ONE_THEN_TWO, TWO_THEN_ONE)[number % 2]
    return partial(claim, diary, f"apt-{number}", starts_at, customer_id=f"cus-{number}", **parts)


def test_of_many_visits_whose_parts_cross_exactly_one_is_given(busy_house: SqlDiary) -> None:
    outcomes = raced([crossing(busy_house, number) for number in range(16)])

    assert outcomes["won"] == 1
    assert set(outcomes) <= {"won", "slot_taken"}
    assert is_sound(busy_house)


def test_visits_of_two_parts_and_of_one_never_overlap(busy_house: SqlDiary) -> None:
    alone = [
        partial(claim, busy_house, f"one-{n}", MORNING + n % 3 * HOUR, customer_id=f"one-{n}", technician_id="tec-2")
        for n in range(9)
    ]

    outcomes = raced([crossing(busy_house, 0), *alone, crossing(busy_house, 1, MORNING + HOUR)])

    assert outcomes["won"] >= 1
    assert set(outcomes) <= {"won", "slot_taken"}
    assert is_sound(busy_house)


def test_a_visit_that_moves_and_others_that_want_its_parts_never_overlap(busy_house: SqlDiary) -> None:
    claim(busy_house, "apt-100", MORNING, customer_id="cus-100", **ONE_THEN_TWO)
    moving = partial(move, busy_house, "chg-1", LATER, claim_id="apt-100", **ONE_THEN_TWO)

    outcomes = raced([crossing(busy_house, 1, LATER), moving, crossing(busy_house, 3, MORNING)])

    assert outcomes["won"] >= 1
    assert is_sound(busy_house)


@pytest.mark.control
def test_without_the_lock_visits_whose_parts_cross_are_given_together(busy_house: SqlDiary) -> None:
    house = unguarded(busy_house)

    outcomes = raced([crossing(house, number) for number in range(4)])

    assert outcomes["won"] > 1
    assert overlapping(house) != []


def test_claims_from_before_there_were_parts_are_read_as_visits_of_one(shop: SqlDiary) -> None:
    visit = claim(shop)

    assert visit.parts == ()
    (only,) = visit.treatments
    assert (only.treatment_id, only.starts_at, only.technicians) == ("tre-1", MORNING, ("tec-1",))
    assert replace(visit.wish, then=()) == visit.wish
    assert '"then"' not in visit.request
