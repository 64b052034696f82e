"""A technician's day over places: who can be where in time. Examples."""

from dataclasses import replace
from typing import Any

from services.scheduling.domain.hours.cells import instant_of
from services.scheduling.domain.offer.arrivals import arrivals
from services.scheduling.domain.offer.availability import offers, slots
from services.scheduling.domain.offer.reasons import reasons
from services.scheduling.domain.travel.places import STORE, Point, road_of
from tests.support.boards import DAY, a_travelling_board, a_treatment, clock, starts_of
from tests.support.boards import STORE as XUJIAHUI

SHOP = XUJIAHUI.location or Point(0, 0)
NEAR, FAR = Point(121.4400, 31.2000), Point(121.5200, 31.2500)
EVERY_FIVE = {"slot_step_minutes": 5}


def a_day(**more: Any) -> list[str]:
    """The starts at NEAR on a grid of five minutes, unless told otherwise."""
    return starts_of(a_travelling_board(**{"here": NEAR, **EVERY_FIVE, **more}))


def minutes(start: Point, end: Point) -> int:
    """At 22 km/h with ten minutes beside it, in whole cells."""
    return -(-round(road_of((start, end)).km / 22 * 60 + 10.4999) // 5) * 5


def test_the_places_of_these_tests_are_as_far_apart_as_they_say() -> None:
    assert (minutes(SHOP, NEAR), minutes(SHOP, FAR), minutes(NEAR, FAR)) == (15, 50, 45)


def test_the_first_visit_begins_after_the_way_from_the_base_and_the_last_ends_before_the_way_back() -> None:
    starts = a_day()

    assert (starts[0], starts[-1]) == ("10:15", "20:45")


def test_the_way_follows_the_turnover_and_precedes_the_preparation() -> None:
    starts = a_day(treatment=a_treatment(60, prep=5, turnover=10))

    assert (starts[0], starts[-1]) == ("10:20", "20:35")


def test_a_technician_with_a_base_of_their_own_sets_out_from_there() -> None:
    assert a_day(base=FAR)[0] == "10:45"
    assert a_day(base=NEAR)[0] == "10:00"


def test_between_two_engagements_there_is_time_for_both_ways() -> None:
    starts = a_day(engaged=[("12:00", "13:00", FAR), ("16:00", "17:00", SHOP)])

    assert next(start for start in starts if "11" <= start <= "16") == "13:45"
    assert [start for start in starts if "11" <= start <= "16"][-1] == "14:45"
    assert "10:15" in starts
    assert "10:20" not in starts


def test_a_neighbour_at_the_same_place_needs_no_way() -> None:
    starts = a_day(engaged=[("12:00", "13:00", NEAR)])

    assert {"11:00", "13:00"} <= set(starts)


def test_a_visit_in_the_store_needs_the_ways_to_and_from_home_visits() -> None:
    starts = a_day(here=SHOP, place=STORE, engaged=[("12:00", "13:00", FAR), ("17:00", "18:00", SHOP)])

    assert [start for start in starts if start < "12"][-1] == "10:10"
    assert next(start for start in starts if start > "12") == "13:50"
    assert {"16:00", "18:00"} <= set(starts)


def test_to_the_store_people_come_on_their_own_time() -> None:
    starts = a_day(here=SHOP, place=STORE, base=FAR)

    assert (starts[0], starts[-1]) == ("10:00", "21:00")


def test_who_works_in_two_stores_travels_between_them() -> None:
    starts = a_day(here=SHOP, place=STORE, engaged=[("12:00", "13:00", NEAR)])

    assert "11:00" not in starts
    assert {"10:45", "13:15"} <= set(starts)


def test_a_way_waits_while_there_is_a_break() -> None:
    starts = a_day(engaged=[("11:00", "11:55", FAR)], breaks=[("12:00", "13:00")])

    assert next(start for start in starts if start > "11") == "13:40"


def test_after_an_absence_the_way_begins_at_the_base_again() -> None:
    starts = a_day(working=[("10:00", "13:00"), ("16:00", "22:00")])

    assert "11:45" in starts
    assert "12:00" not in starts
    assert next(start for start in starts if start > "12") == "16:15"


def test_in_the_rush_hour_the_way_takes_longer() -> None:
    assert a_day(travel_speed_by_hour={"10": 2}, travel_margin_by_hour={"10": 20})[0] == "10:45"


def test_a_maps_minutes_are_taken_for_its_own() -> None:
    assert a_day(minutes={(SHOP, NEAR): 25})[0] == "10:35"


def test_claims_from_before_there_were_places_hold_their_ways_in_themselves() -> None:
    old = ("12:00", "13:30", None)

    at_home, in_store = a_day(engaged=[old]), a_day(here=SHOP, place=STORE, engaged=[old])

    assert "13:45" in at_home
    assert "13:40" not in at_home
    assert {"11:00", "13:30"} <= set(in_store)


def test_the_grid_counts_from_the_shift_so_that_those_who_come_from_different_places_share_it() -> None:
    from_the_store, from_afar = a_day(slot_step_minutes=30), a_day(slot_step_minutes=30, base=FAR)

    assert from_the_store[:2] == ["10:30", "11:00"]
    assert from_afar == from_the_store[1:-1]


def test_a_visit_that_is_moved_frees_its_own_ways() -> None:
    own = ("12:00", "13:00", FAR)

    assert {"11:30", "12:30"} <= set(a_day(own=[own]))
    assert "11:30" not in a_day(engaged=[own])


def test_a_move_accepts_the_grid_as_it_is_with_the_visit_in_its_old_place() -> None:
    neighbours = [("10:00", "11:00", SHOP)]
    with_it = starts_of(a_travelling_board(here=NEAR, engaged=[*neighbours, ("12:00", "13:05", NEAR)]))
    without = starts_of(a_travelling_board(here=NEAR, engaged=neighbours))
    moved = starts_of(a_travelling_board(here=NEAR, engaged=neighbours, own=[("12:00", "13:05", NEAR)]))

    assert {start for start in with_it if start > "13"} - set(without) != set()
    assert set(moved) == set(with_it) | set(without)


def told(text: str, **more: Any) -> dict[str, Any]:
    """The one reason against a start at NEAR: its code and what is told with it."""
    board = a_travelling_board(**{"here": NEAR, **EVERY_FIVE, **more})
    (reason,) = reasons(board, instant_of(clock(text)))
    return {"code": reason.code, **reason.params}


def test_a_start_that_the_technician_cannot_reach_in_time_is_told_so() -> None:
    before, after = [("11:00", "12:00", FAR)], [("14:00", "15:00", FAR)]

    assert told("12:30", engaged=before) == {"code": "slot_taken", "because": "travel", "minutes": 44}
    assert told("12:30", engaged=after) == {"code": "slot_taken", "because": "travel_on", "minutes": 44}
    assert told("11:30", engaged=before) == {"code": "slot_taken"}


def test_a_shift_too_short_for_the_way_is_told_by_its_hours() -> None:
    assert told("10:05") == {"code": "outside_hours", "because": "travel", "minutes": 13}
    assert told("20:50") == {"code": "outside_hours", "because": "travel_on", "minutes": 13}
    assert told("09:00") == {"code": "outside_hours"}


def way(text: str, **more: Any) -> tuple[str, int, str] | None:
    """From what kind of place one comes to a slot at NEAR, the minutes, and when to leave."""
    board = a_travelling_board(**{"here": NEAR, **EVERY_FIVE, **more})
    (slot,) = [slot for slot in slots(board, DAY, 1)[DAY] if slot.starts_at == instant_of(clock(text))]
    if slot.arrival is None:
        return None
    leave_at = slot.arrival.leave_at.astimezone(board.store.zone)
    return slot.arrival.spot.kind, slot.arrival.minutes, f"{leave_at:%H:%M}"


def test_a_slot_says_from_where_and_when_to_leave_to_the_minute() -> None:
    assert way("14:00") == ("store", 13, "13:47")
    assert way("14:00", base=FAR) == ("home_base", 44, "13:16")
    assert way("14:00", engaged=[("11:00", "12:00", FAR)]) == ("visit", 44, "13:16")
    assert way("14:00", treatment=a_treatment(60, prep=15)) == ("store", 13, "13:32")


def test_who_is_there_already_needs_no_way() -> None:
    assert way("14:00", engaged=[("11:00", "12:00", NEAR)]) is None


def test_who_has_a_break_on_the_way_leaves_before_it() -> None:
    assert way("13:05", breaks=[("12:00", "13:00")]) == ("store", 13, "11:50")


def test_of_several_technicians_the_one_with_the_shortest_way_is_told() -> None:
    near, far = (a_travelling_board(here=NEAR, base=base, **EVERY_FIVE) for base in (None, FAR))
    stranger = replace(far.calendars[0], technician=replace(far.calendars[0].technician, id="tec-2"))
    both = replace(near, calendars=(stranger, near.calendars[0]))

    found = arrivals(both, offers(both))

    assert {arrival.spot.kind for arrival in found.values()} == {"store"}
    only_far = arrivals(both, {"tec-2": offers(both)["tec-2"]})
    assert {arrival.spot.kind for arrival in only_far.values()} == {"home_base"}


def test_a_visit_in_the_store_tells_no_way() -> None:
    board = a_travelling_board(here=SHOP, place=STORE, engaged=[("11:00", "12:00", FAR)])

    assert all(slot.arrival is None for slot in slots(board, DAY, 1)[DAY])
