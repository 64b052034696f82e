"""Distances, how long they take by the hour, and legs over cells that may be pauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.hours.cells import CELL_MINUTES
from services.scheduling.domain.travel.places import Point, Road, road_of
from services.scheduling.domain.travel.traffic import Leg, Traffic

XUJIAHUI, JINGANSI = Point(121.4365, 31.1955), Point(121.4480, 31.2235)
EIGHT = 8 * 60 // CELL_MINUTES


def hour_of(cell: int) -> int:
    return cell * CELL_MINUTES // 60 % 24


def a_leg(km: float = 7.0, **traffic: object) -> Leg:
    return Leg.of(Road(km), Traffic(**{"speed_kmh": 21, "margin_minutes": 0, **traffic}), hour_of)  # type: ignore[arg-type]


def test_streets_are_longer_than_the_crow_flies() -> None:
    crow = XUJIAHUI.km_to(JINGANSI)

    assert crow == pytest.approx(3.3, abs=0.05)
    assert road_of((XUJIAHUI, JINGANSI)).km == pytest.approx(1.3 * crow)


def test_a_road_takes_its_drive_and_the_margin_rounded_up() -> None:
    assert Traffic(speed_kmh=22, margin_minutes=10).minutes(Road(4.4)) == 22
    assert Traffic(speed_kmh=22, margin_minutes=10).minutes(Road(4.41)) == 23


def test_who_stays_where_they_are_needs_no_margin_either() -> None:
    assert Traffic().minutes(road_of((XUJIAHUI, XUJIAHUI))) == 0


def test_a_busy_hour_has_its_own_speed_and_margin() -> None:
    traffic = Traffic(22, 10, speed_by_hour={8: 11}, margin_by_hour={18: 25})

    assert [traffic.minutes(Road(4.4), hour) for hour in (7, 8, 18)] == [22, 34, 37]


def test_a_maps_minutes_are_those_of_usual_traffic() -> None:
    traffic = Traffic(22, 10, speed_by_hour={8: 11})

    assert [traffic.minutes(Road(4.4, minutes=20), hour) for hour in (7, 8)] == [30, 50]


def test_the_rules_tell_the_traffic_with_hours_as_json_writes_them() -> None:
    rules = BookingRules.of({"travel_speed_kmh": 20, "travel_speed_by_hour": {"8": 15}, "home_visit_fee_fen": 1})

    assert rules.traffic == Traffic(20, 10, {8: 15})


def test_a_leg_of_twenty_minutes_takes_four_cells_forward_and_back() -> None:
    leg = a_leg(7.0)

    assert leg.arrival(100) == 104
    assert leg.departure(104) == 100


def test_a_leg_waits_while_there_is_a_pause() -> None:
    pause = 0b111 << 102

    assert a_leg(7.0).arrival(100, pause) == 107
    assert a_leg(7.0).departure(107, pause) == 100


def test_a_leg_that_crosses_into_the_busy_hour_slows_down_there() -> None:
    leg = a_leg(7.0, speed_by_hour={8: 7})

    assert leg.arrival(EIGHT - 4) == EIGHT
    assert leg.arrival(EIGHT - 2) == EIGHT + 6
    assert leg.arrival(EIGHT) == EIGHT + 12


kilometres = st.floats(0, 30).map(lambda km: round(km, 2))
hours = st.dictionaries(st.integers(6, 20), st.integers(5, 60), max_size=6)
traffics = st.builds(Traffic, st.integers(5, 60), st.integers(0, 30), hours, hours)
pauses = st.lists(st.tuples(st.integers(0, 280), st.integers(1, 20)), max_size=3).map(
    lambda pairs: sum({1 << cell for start, length in pairs for cell in range(start, start + length)})
)


@given(kilometres, traffics, pauses, st.integers(0, 280))
def test_who_leaves_later_never_arrives_earlier(km: float, traffic: Traffic, rest: int, cell: int) -> None:
    leg = Leg.of(Road(km), traffic, hour_of)

    assert leg.arrival(cell + 1, rest) >= leg.arrival(cell, rest) >= cell


@given(kilometres, traffics, pauses, st.integers(60, 280), st.integers(0, 60))
def test_a_gap_is_long_enough_seen_from_either_end(
    km: float, traffic: Traffic, rest: int, leaving: int, gap: int
) -> None:
    leg = Leg.of(Road(km), traffic, hour_of)

    assert (leg.arrival(leaving, rest) <= leaving + gap) == (leg.departure(leaving + gap, rest) >= leaving)


@given(kilometres, kilometres, traffics, st.integers(0, 280))
def test_a_detour_is_never_faster(km: float, more: float, traffic: Traffic, cell: int) -> None:
    """The whole way at once arrives no later than in two legs; each leg is rounded up to cells of its own."""
    first, then, whole = (Leg.of(Road(length), traffic, hour_of) for length in (km, more, km + more))

    assert whole.arrival(cell) <= then.arrival(first.arrival(cell)) + (0 if traffic.is_even else 1)
