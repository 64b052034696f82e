"""What the catalogue closes or takes away leaves visits behind: they stay, are flagged, and are decided."""

from datetime import timedelta
from typing import Any

import pytest

from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.verification import verify_calendars
from services.scheduling.domain.claim.conflicts import Listed
from services.scheduling.domain.claim.decisions import Decision
from services.scheduling.domain.errors import DecisionImpossible, NotAllowed, Unknown
from services.scheduling.domain.travel.places import Point
from services.scheduling.schemas.conflict_views import conflicts_view
from services.scheduling.schemas.views import timeline_view
from shared.actor import Actor
from shared.testing.builders import NOW, a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support.scheduling import (
    ALL_DAY,
    MORNING,
    a_store,
    a_worker,
    booked,
    found,
    some_beds,
    told_moves,
)

LATER = MORNING + timedelta(hours=3)
CLOSED = {"from": MORNING.isoformat(), "to": LATER.isoformat(), "reason": "停电"}


def listed(diary: SqlDiary, actor: Actor | None = None, **asked: Any) -> Listed:
    return use_cases.find_conflicts(diary, actor=actor or an_admin(), now=NOW, store_id="sto-1", **asked)


def because(diary: SqlDiary) -> dict[str, list[tuple[str, str | None]]]:
    return {
        one.claim.id: [(against.code, against.resource_id) for against in one.because] for one, _ in listed(diary).items
    }


def decide(diary: SqlDiary, actor: Actor | None = None, **decisions: Decision) -> None:
    asked = {visit.replace("_", "-"): decision for visit, decision in decisions.items()}
    use_cases.decide_conflicts(diary, actor=actor or an_admin(), now=NOW, store_id="sto-1", decisions=asked)


def test_a_day_like_any_other_has_no_conflicts(pair: SqlDiary) -> None:
    booked(pair)
    booked(pair, "apt-2", LATER, place="home", location=Point(121.4855, 31.2245))

    assert listed(pair) == Listed(())


def test_a_closure_keeps_its_visits_and_tells_them(pair: SqlDiary) -> None:
    before = booked(pair)
    booked(pair, "apt-2", LATER, technician_id="tec-2")

    pair.catalogue.remember("store", a_store(revision=2, closures=[CLOSED]))

    assert found(pair) == before
    assert because(pair) == {"apt-1": [("store_closed", None)]}
    ((_, options),) = listed(pair).items
    assert options.reassign == ()
    assert options.move[0][0] == LATER


def test_shorter_opening_hours_are_found_to_the_minute(shop: SqlDiary) -> None:
    booked(shop)
    ten_to_eleven = {day: [{"from": "10:00", "to": "11:00"}] for day in ALL_DAY}
    shop.catalogue.remember("store", a_store(revision=2, opening_hours=ten_to_eleven))
    assert because(shop) == {}

    ten_to_five_to = {day: [{"from": "10:00", "to": "10:55"}] for day in ALL_DAY}
    shop.catalogue.remember("store", a_store(revision=3, opening_hours=ten_to_five_to))
    assert because(shop) == {"apt-1": [("store_closed", None)]}


def test_who_has_left_and_what_is_gone_is_told_by_name(pair: SqlDiary) -> None:
    booked(pair, "apt-1", technician_id="tec-1")
    booked(pair, "apt-2", technician_id="tec-2")
    pair.catalogue.remember("technician", a_worker("tec-1", revision=2, retired=True))
    pair.catalogue.remember("resource", some_beds(1, revision=2))

    assert because(pair) == {"apt-1": [("technician_gone", "tec-1")], "apt-2": [("resource_gone", "bed-1:002")]}


def test_a_visit_of_a_technician_who_left_is_taken_over(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")
    pair.catalogue.remember("technician", a_worker("tec-1", revision=2, retired=True))
    ((_, options),) = listed(pair).items
    assert options.reassign == ("tec-2",)

    decide(pair, apt_1=Decision("reassign"))

    assert found(pair).technician_ids == ["tec-2"]
    assert because(pair) == {}
    assert [told["cause"] for told in told_moves(pair)] == ["conflict"]
    assert verify_calendars(pair.database) == []


def test_a_visit_on_a_bed_that_is_gone_gets_another_and_keeps_whom_the_guest_asked_for(pair: SqlDiary) -> None:
    booked(pair, "apt-1", technician_id="tec-1")
    booked(pair, "apt-2", technician_id="tec-2")
    pair.catalogue.remember("resource", some_beds(1, revision=2))
    pair.catalogue.remember("resource", some_beds(1, resource_id="bed-2"))

    decide(pair, apt_2=Decision("reassign"))

    moved = found(pair, "apt-2")
    assert [taking.resource_id for taking in moved.takings[:2]] == ["tec-2", "bed-2:001"]
    assert moved.wish.technician_id == "tec-2"


def test_what_a_leave_kept_is_listed_until_it_is_decided_otherwise(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")
    pair.catalogue.remember("store", a_store(revision=2, closures=[CLOSED]))

    decide(pair, apt_1=Decision("keep"))
    assert list(because(pair)) == ["apt-1"]

    decide(pair, apt_1=Decision("move", None, LATER))
    assert because(pair) == {}
    assert found(pair).starts_at == LATER


def test_a_decision_over_many_visits_is_all_or_nothing(pair: SqlDiary) -> None:
    before = [booked(pair, f"apt-{n}", technician_id=f"tec-{n}") for n in (1, 2)]
    pair.catalogue.remember("store", a_store(revision=2, closures=[CLOSED]))

    with pytest.raises(DecisionImpossible):
        decide(pair, apt_1=Decision("move"), apt_2=Decision("reassign"))

    assert [found(pair, one.id) for one in before] == before
    assert told_moves(pair) == []


def test_the_list_comes_in_pages_and_for_the_days_asked_for(shop: SqlDiary) -> None:
    for day in range(3):
        booked(shop, f"apt-{day}", MORNING + timedelta(days=day))
    shop.catalogue.remember("store", a_store(revision=2, opening_hours={}))

    first = listed(shop, limit=2)
    rest = listed(shop, limit=2, cursor=first.next_cursor)

    assert [one.claim.id for one, _ in first.items] == ["apt-0", "apt-1"]
    assert (first.next_cursor, [one.claim.id for one, _ in rest.items], rest.next_cursor) == ("apt-1", ["apt-2"], None)
    tomorrow = MORNING.date() + timedelta(days=1)
    assert [one.claim.id for one, _ in listed(shop, first=tomorrow, days=1).items] == ["apt-1"]
    assert listed(shop, first=NOW.date() - timedelta(days=9), days=2) == Listed(())


def test_the_calendar_flags_what_lies_outside(pair: SqlDiary) -> None:
    booked(pair, "apt-1", technician_id="tec-1")
    booked(pair, "apt-2", LATER, technician_id="tec-2")
    pair.catalogue.remember("store", a_store(revision=2, closures=[CLOSED]))

    board = use_cases.get_calendar(pair, actor=an_admin(), now=NOW, store_id="sto-1", days=1, first=MORNING.date())

    flags = {
        claim["appointment_id"]: claim["conflicts"]
        for lane in timeline_view(board)["resources"]
        for claim in lane["claims"]
    }
    assert flags == {"apt-1": ["store_closed"], "apt-2": []}


def test_every_conflict_is_told_as_the_gateway_shows_it(pair: SqlDiary) -> None:
    booked(pair, technician_id="tec-1")
    pair.catalogue.remember("store", a_store(revision=2, closures=[CLOSED]))

    (told,) = conflicts_view(listed(pair))["items"]

    assert told["because"] == [{"code": "store_closed", "resource_id": None}]
    assert told["starts_at"] == "2026-11-19T10:00:00+08:00"
    assert set(told["options"]) == {"keep", "reassign", "move"}


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(a_manager("sto-2"), Unknown), (a_customer(), NotAllowed), (a_technician("tec-1"), NotAllowed)],
)
def test_conflicts_are_for_the_staff_of_the_store(pair: SqlDiary, actor: Actor, refusal: type[Exception]) -> None:
    booked(pair)

    assert listed(pair, a_receptionist("sto-1")) == Listed(())
    with pytest.raises(refusal):
        listed(pair, actor)
    with pytest.raises(refusal):
        decide(pair, actor, apt_1=Decision("keep"))


def test_a_visit_that_is_not_the_stores_is_unknown(pair: SqlDiary) -> None:
    with pytest.raises(Unknown):
        decide(pair, apt_9=Decision("keep"))
