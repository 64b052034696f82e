"""A map beside the haversine formula: its minutes are used, kept for a while, and done without when it is away."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from services.scheduling.adapters.distances import KEPT_SECONDS, MOST_KEPT, RETRY_SECONDS, CrowDistances, MapDistances
from services.scheduling.domain.travel.places import Point, Road, Trip, road_of
from shared.db import Database
from shared.errors import Unavailable

HERE, THERE, ELSEWHERE = Point(121.44, 31.19), Point(121.45, 31.22), Point(121.50, 31.20)
TRIP, OTHER = (HERE, THERE), (HERE, ELSEWHERE)


class AMap:
    """Every road is 5 km and 17 minutes, but for those it does not know."""

    def __init__(self, unknown: Sequence[Trip] = ()) -> None:
        self.asked: list[list[Trip]] = []
        self.unknown = unknown
        self.is_away = False

    def roads(self, trips: Sequence[Trip]) -> Mapping[Trip, Road]:
        self.asked.append(list(trips))
        if self.is_away:
            raise Unavailable
        return {trip: Road(5.0, 17) for trip in trips if trip not in self.unknown}


class AClock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> AClock:
    return AClock()


def test_without_a_map_every_distance_is_guessed() -> None:
    assert CrowDistances().roads([TRIP]) == {TRIP: road_of(TRIP)}


def test_a_map_is_asked_once_for_all_it_is_wanted_for(clock: AClock) -> None:
    a_map = AMap()
    distances = MapDistances(a_map, clock)

    assert distances.roads([TRIP, OTHER, TRIP])[TRIP] == Road(5.0, 17)
    assert distances.roads([TRIP])[TRIP].minutes == 17
    assert a_map.asked == [[TRIP, OTHER]]


def test_what_a_map_said_is_forgotten_after_a_day(clock: AClock) -> None:
    a_map = AMap()
    distances = MapDistances(a_map, clock)
    distances.roads([TRIP])

    clock.now = KEPT_SECONDS - 1
    distances.roads([TRIP])
    assert len(a_map.asked) == 1
    clock.now = KEPT_SECONDS
    distances.roads([TRIP])
    assert len(a_map.asked) == 2


def test_while_the_map_is_away_distances_are_guessed_and_it_is_left_alone_for_a_minute(clock: AClock) -> None:
    a_map = AMap()
    a_map.is_away = True
    distances = MapDistances(a_map, clock)

    assert distances.roads([TRIP]) == distances.roads([TRIP]) == {TRIP: road_of(TRIP)}
    assert len(a_map.asked) == 1
    a_map.is_away, clock.now = False, RETRY_SECONDS
    assert distances.roads([TRIP])[TRIP].minutes == 17


def test_what_was_learned_outlives_the_maps_absence(clock: AClock) -> None:
    a_map = AMap()
    distances = MapDistances(a_map, clock)
    distances.roads([TRIP])
    a_map.is_away = True

    assert distances.roads([TRIP, OTHER]) == {TRIP: Road(5.0, 17), OTHER: road_of(OTHER)}


def test_a_road_the_map_does_not_know_is_guessed(clock: AClock) -> None:
    assert MapDistances(AMap(unknown=[OTHER]), clock).roads([TRIP, OTHER])[OTHER] == road_of(OTHER)


def test_nobody_asks_a_map_the_way_to_where_they_are(clock: AClock) -> None:
    a_map = AMap()

    assert MapDistances(a_map, clock).roads([(HERE, HERE)])[HERE, HERE].km == 0
    assert a_map.asked == []


def test_under_a_lock_only_what_was_learned_before_is_used(clock: AClock, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/some.db")
    a_map = AMap()
    distances = MapDistances(a_map, clock)
    distances.learn(lambda: [TRIP])

    with database.transaction():
        assert distances.roads([TRIP, OTHER]) == {TRIP: Road(5.0, 17), OTHER: road_of(OTHER)}

    assert a_map.asked == [[TRIP]]
    database.close()


def test_the_oldest_roads_make_room(clock: AClock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_KEPT > 1
    monkeypatch.setattr("services.scheduling.adapters.distances.MOST_KEPT", 1)
    a_map = AMap()
    distances = MapDistances(a_map, clock)

    distances.roads([TRIP])
    distances.roads([OTHER])
    distances.roads([OTHER])
    distances.roads([TRIP])

    assert a_map.asked == [[TRIP], [OTHER], [TRIP]]
