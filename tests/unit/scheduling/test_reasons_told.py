"""What each reason tells besides its code, and the edges at which one reason gives way to another."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import Segment, Shop
from services.scheduling.domain.choice.assignment import assign
from services.scheduling.domain.hours.almanac import AlteredDay, SpecialDay
from services.scheduling.domain.hours.cells import instant_of, stretch
from services.scheduling.domain.offer.availability import slots
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.guests import Guest, Limit
from services.scheduling.domain.offer.reasons import is_offered, reasons
from services.scheduling.domain.offer.scene import Wish, objection
from services.scheduling.domain.travel.places import HOME, Point
from tests.support.boards import (
    DAY,
    NOW,
    STORE,
    a_board,
    a_technician,
    a_travelling_board,
    a_treatment,
    clock,
    starts_of,
)

NEAR, SHOP = Point(121.4465, 31.1955), Point(121.4365, 31.1955)


def told(board: Board, text: str) -> list[tuple[str, str | None, dict[str, Any]]]:
    return [(one.code, one.technician_id, one.params) for one in reasons(board, instant_of(clock(text)))]


def start_of(board: Board, text: str) -> int:
    return clock(text) - board.span.base


def test_the_grid_is_told_with_its_step_and_its_anchor() -> None:
    board = a_board(slot_anchor="tight", slot_step_minutes=20)

    assert told(board, "12:05") == [("off_grid", "tec-1", {"step_minutes": 20, "anchor": "tight"})]


def test_the_notice_and_the_horizon_are_told_with_their_lengths() -> None:
    soon = a_board(now=instant_of(clock("12:00")), min_notice_minutes=45)

    assert told(soon, "12:15") == [("too_soon", None, {"min_notice_minutes": 45})]
    assert told(a_board(book_ahead_days=0), "12:00") == [("too_far_ahead", None, {"book_ahead_days": 0})]


def test_a_start_at_the_very_moment_is_not_past_and_one_that_leaves_the_notice_is_not_too_soon() -> None:
    board = a_board(now=instant_of(clock("12:00")), min_notice_minutes=0)

    assert told(board, "12:00") == []
    assert told(a_board(now=instant_of(clock("12:00")), min_notice_minutes=30), "12:30") == []
    assert told(board, "11:45") == [("in_the_past", None, {})]


def test_the_places_of_the_treatment_are_told() -> None:
    board = a_board(treatment=a_treatment(places=("home",)))

    assert told(board, "12:00") == [("place_not_offered", None, {"places": ["home"]})]


def test_the_largest_party_is_told() -> None:
    people = a_board(busy=[[], []], wish={"party_size": 3})
    beds = a_board(busy=[[], [], []], beds=[[], []], wish={"party_size": 3})

    assert told(people, "12:00")[0] == ("party_too_large", None, {"most": 2})
    assert ("party_too_large", None, {"most": 2}) in told(beds, "12:00")
    assert all(code != "party_too_large" for code, _, _ in told(a_board(busy=[[("12:00", "13:00")], []],
                                                                       wish={"party_size": 2}), "12:00"))  # fmt: skip


def test_what_is_taken_in_the_store_is_told_by_kind() -> None:
    assert told(a_board(beds=[[("12:00", "13:00")]]), "12:30") == [
        ("slot_taken", None, {"because": "bed", "kinds": ["bed"]})
    ]


def test_only_the_customer_in_the_way_is_told_alone_though_others_are_taken() -> None:
    busy = stretch(clock("12:00"), clock("13:00")) >> a_board().span.base
    board = a_board(busy=[[("12:00", "13:00")], []], guest=Guest("cus-1", busy))

    assert told(board, "12:00") == [("customer_busy", None, {})]
    assert [code for code, _, _ in told(replace(board, calendars=board.calendars[:1]), "12:00")] == [
        "slot_taken", "customer_busy",
    ]  # fmt: skip


def test_the_five_minutes_before_the_doors_open_are_outside_hours_and_not_taken() -> None:
    board = a_board(slot_step_minutes=5, busy=[[("12:00", "12:05")]])

    assert told(board, "09:55") == [("outside_hours", "tec-1", {})]
    assert told(board, "21:05") == [("outside_hours", "tec-1", {})]
    assert told(board, "11:55") == [("slot_taken", "tec-1", {})]


@pytest.mark.parametrize(
    ("technician", "because"),
    [
        ({"stores": frozenset({"sto-2"})}, "store"),
        ({"skills": frozenset({"美容"})}, "skill"),
        ({"level": 1}, "level"),
        ({"home_visits": False}, "home_visits"),
        ({"gender": "male"}, "gender"),
        ({}, "never_again"),
    ],
)
def test_why_somebody_never_comes_into_question(technician: dict[str, Any], because: str) -> None:
    wish = Wish("sto-1", "tre-1", place=HOME, location=NEAR, technician_gender="female")
    who = a_technician(**{"gender": "female", **technician})
    shop = Shop(STORE, a_treatment(level=2), (who,))

    assert objection(who, shop, wish, BookingRules(), frozenset({who.id} if not technician else ())) == (
        "technician_unsuitable", {"because": because},
    )  # fmt: skip
    assert objection(a_technician(gender="female"), shop, wish, BookingRules()) is None


def test_the_distance_is_told_to_a_tenth_and_an_edge_is_inside() -> None:
    who, shop = a_technician(), Shop(STORE, a_treatment(), ())
    wish = Wish("sto-1", "tre-1", place=HOME, location=NEAR)
    assert STORE.location is not None
    distance = STORE.location.km_to(NEAR)

    assert objection(who, shop, wish, BookingRules(home_service_radius_km=distance)) is None
    assert objection(who, shop, wish, BookingRules(home_service_radius_km=0.5)) == (
        "out_of_area", {"distance_km": round(distance, 1), "radius_km": 0.5},
    )  # fmt: skip


def test_a_closed_day_is_told_by_name_in_both_languages() -> None:
    day = SpecialDay(DAY, "closed", "盘点", "")
    board = a_board(
        working=[("00:00", "00:00")], altered=(AlteredDay(DAY - timedelta(days=1), day), AlteredDay(DAY, day))
    )

    assert told(board, "12:00") == [
        ("outside_hours", "tec-1", {"because": "closed_day", "name": "盘点", "name_en": "盘点"})
    ]


def test_who_was_passed_over_and_why_is_kept_with_the_choice() -> None:
    board = a_board(busy=[[], [("12:00", "13:00")]])
    scene = replace(board.scene, unsuitable=(("tec-9", "technician_unsuitable", {"because": "skill"}),))

    judgement = assign(replace(board, scene=scene), start_of(board, "12:00")).judgement

    assert [(one.technician_id, one.code, one.because) for one in judgement.parts[0].excluded] == [
        ("tec-9", "technician_unsuitable", "skill"), ("tec-2", "slot_taken", ""),
    ]  # fmt: skip


def test_the_second_treatments_technician_is_told_with_the_treatment() -> None:
    board = a_board(working=[("10:00", "14:00")], busy=[[("13:00", "13:05")]], then=[a_treatment(60, id="tre-2")])

    assert told(board, "11:30") == [("slot_taken", "tec-1", {"treatment_id": "tre-2"})]
    assert told(board, "12:55")[0] == ("slot_taken", "tec-1", {})


def test_an_instant_outside_the_span_is_not_offered() -> None:
    board = a_board()

    assert not is_offered(board, board.span.start - timedelta(minutes=5))
    assert not is_offered(board, board.span.end)
    assert reasons(board, board.span.start - timedelta(minutes=5)) != []
    assert board.span.end > NOW


def test_a_moved_home_visit_of_two_treatments_may_start_on_either_grid() -> None:
    own = ("12:10", "14:10", NEAR)
    board = a_travelling_board(here=NEAR, engaged=[], own=[own], base=NEAR, treatment=a_treatment(60))
    moved = replace(board, then=(replace(board, scene=replace(board.scene, lead=12)),))

    starts = starts_of(moved)

    assert {"10:15", "14:10"} <= set(starts)
    assert {"19:55", "20:00"} <= set(starts)
    assert {"19:50", "20:10"}.isdisjoint(starts)


def test_a_visit_reaches_as_far_as_any_of_its_guards() -> None:
    board = a_board(treatment=a_treatment(60, prep=10, turnover=5), then=[a_treatment(30, id="tre-2", turnover=20)])

    assert board.scene.reach(100) == [(98, 113), (112, 122)]


def test_hands_are_free_from_one_segment_to_the_next_counted_in_minutes() -> None:
    """Hands on to minute 26 and from 41: half-used fives are taken, the three in between are free."""
    segments = (Segment(26), Segment(15, technician=False), Segment(19))
    board = a_board(treatment=a_treatment(60, segments=segments), busy=[[("12:30", "12:40")]], slot_step_minutes=5)

    assert "12:00" in starts_of(board)
    assert {"11:55", "12:05"}.isdisjoint(starts_of(board))


def test_only_the_anchor_window_counts_from_the_shift_and_not_from_where_the_way_ends() -> None:
    """From far away: by `window` the step counts from ten, by `tight` and `clock` from the first start in time."""
    base = Point(121.5, 31.1955)
    every = starts_of(a_travelling_board(here=NEAR, base=base, slot_step_minutes=5))
    first = {
        anchor: starts_of(a_travelling_board(here=NEAR, base=base, slot_step_minutes=25, slot_anchor=anchor))[0]
        for anchor in ("window", "tight", "clock")
    }

    assert every[0] == first["tight"] == first["clock"] != first["window"]
    assert first["window"] == next(start for start in ["10:00", "10:25", "10:50"] if start in every)


def test_each_day_that_is_asked_for_is_there_in_order() -> None:
    days = slots(a_board(), DAY - timedelta(days=1), 2)

    assert list(days) == [DAY - timedelta(days=1), DAY]
    assert [len(found) for found in days.values()] == [0, 45]


def test_a_limit_reaches_to_the_last_cell_of_the_span_and_from_its_first() -> None:
    board = a_board()
    ends = [board.span.base, board.span.base + board.span.size - 1]

    for cell in ends:
        reached = Guest("cus-1", begun=(cell,)).days_reached(Limit("day", 1), board.span, STORE.zone)
        assert reached >> (cell - board.span.base) & 1
        assert not reached >> (sum(ends) - cell - board.span.base) & 1
