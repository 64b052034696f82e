"""A technician's ways on the timeline: between engagements, out of the base to a first home, and back from the last."""

from datetime import timedelta

import pytest

from services.scheduling.domain.travel.journeys import Journey, Roads, journeys, trips
from services.scheduling.domain.travel.places import Point
from services.scheduling.domain.travel.traffic import Traffic
from services.scheduling.domain.travel.whereabouts import HOME_BASE, VISIT, Engagement, Spot, Whereabouts
from tests.support.boards import STORE, bits, clock, span_of

BASE = Spot(HOME_BASE, Point(121.4365, 31.1955))
SHOP = Spot("store", Point(121.4400, 31.2000), "徐家汇店")
NEAR, FAR = Spot(VISIT, Point(121.4500, 31.2000)), Spot(VISIT, Point(121.5200, 31.2500))
SHIFT = ("10:00", "20:00")
ROADS = Roads({}, Traffic(22, 10), STORE.zone, span_of().base)


def engaged(since: str, until: str, spot: Spot | None) -> Engagement:
    return Engagement(clock(since) - span_of().base, clock(until) - span_of().base, spot)


def a_day(*engagements: Engagement, base: Spot | None = BASE, pauses: tuple = (), shifts: tuple = (SHIFT,)):
    return Whereabouts(base, engagements, bits(shifts), bits(pauses))


def told(where: Whereabouts) -> list[tuple[str, str, str, str]]:
    """From, to, leaving and arriving, on the store's clock."""

    def at(journey: Journey) -> tuple[str, str]:
        leave, arrive = journey.leave_at.astimezone(STORE.zone), journey.arrive_at.astimezone(STORE.zone)
        return f"{leave:%H:%M}", f"{arrive:%H:%M}"

    return [(one.start.kind, one.end.kind, *at(one)) for one in journeys(where, ROADS)]


def test_to_one_home_one_goes_from_the_base_and_back_and_takes_exactly_the_minutes_on_the_road():
    out, back = journeys(a_day(engaged("12:00", "13:00", NEAR)), ROADS)

    assert told(a_day(engaged("12:00", "13:00", NEAR))) == [
        (HOME_BASE, VISIT, "11:45", "12:00"),
        (VISIT, HOME_BASE, "13:00", "13:15"),
    ]
    for way in (out, back):
        assert way.arrive_at - way.leave_at == timedelta(minutes=way.minutes)


def test_between_a_store_and_homes_every_way_is_told_and_none_from_the_base_to_the_store():
    day = a_day(engaged("10:00", "11:00", SHOP), engaged("12:00", "13:00", NEAR), engaged("15:00", "16:00", FAR))

    assert [way[:2] for way in told(day)] == [("store", VISIT), (VISIT, VISIT), (VISIT, HOME_BASE)]
    assert [way[3] for way in told(day)][:2] == ["12:00", "15:00"]


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(a_day(), id="nothing to do"),
        pytest.param(a_day(engaged("10:00", "11:00", SHOP), engaged("12:00", "13:00", SHOP)), id="all in the store"),
        pytest.param(a_day(engaged("21:00", "22:00", FAR)), id="outside the shift"),
        pytest.param(a_day(engaged("12:00", "13:00", NEAR), base=None), id="nobody knows from where"),
        pytest.param(a_day(engaged("12:00", "13:00", None)), id="ways held in the claim itself"),
        pytest.param(a_day(engaged("12:00", "13:00", BASE)), id="already there"),
    ],
)
def test_of_who_goes_nowhere_nothing_is_told(day: Whereabouts):
    assert told(day) == []


def test_two_parts_of_one_visit_have_no_way_between_them():
    parts = engaged("12:00", "12:20", NEAR), engaged("12:40", "13:00", NEAR)

    assert [way[:2] for way in told(a_day(*parts))] == [(HOME_BASE, VISIT), (VISIT, HOME_BASE)]


def test_each_shift_has_its_own_way_out_and_back():
    day = a_day(
        engaged("11:00", "12:00", NEAR),
        engaged("17:00", "18:00", NEAR),
        shifts=(("10:00", "14:00"), ("16:00", "20:00")),
    )

    assert [way[:2] for way in told(day)] == [(HOME_BASE, VISIT), (VISIT, HOME_BASE)] * 2


def test_nobody_is_under_way_in_a_break():
    (out, _) = told(a_day(engaged("13:00", "14:00", NEAR), pauses=(("12:30", "13:00"),)))

    assert out == (HOME_BASE, VISIT, "12:15", "13:00")


def test_who_has_too_little_time_is_shown_to_leave_before_the_visit_is_over():
    day = a_day(engaged("12:00", "13:00", NEAR), engaged("13:05", "14:00", FAR))

    assert told(day)[1][2] < "13:00"


def test_roads_are_asked_for_every_way_there_may_be_and_for_no_place_to_itself():
    asked = set(trips(a_day(engaged("10:00", "11:00", SHOP), engaged("12:00", "13:00", NEAR))))

    assert asked == {
        (SHOP.point, NEAR.point),
        *((BASE.point, spot.point) for spot in (SHOP, NEAR)),
        *((spot.point, BASE.point) for spot in (SHOP, NEAR)),
    }
