"""What a store may expect to be asked for, and among whom it shares out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.business.shop import Shop
from services.scheduling.domain.packing.demand import HALF_HOURS, Asked, Forecast, flat, from_visits, spread
from services.scheduling.domain.packing.prospects import CELLS, NOBODY, Crew
from tests.support.boards import STORE, a_technician, a_treatment, clock

TUESDAY, EVENING = 1, 38
MASSAGE, FACIAL = ("推拿", 1), ("美容", 2)


def asked(**changes: Any) -> Asked:
    return Asked(**{"weekday": TUESDAY, "half_hour": EVENING, "need": MASSAGE, "cells": 14, "minutes": 60, **changes})


def learnt(*history: Asked, weeks: float = 1) -> Forecast:
    return Forecast.learnt(history, weeks)


def rates(forecast: Forecast, free: list[float], *skills: set[str]) -> list[float]:
    """For technicians with those skills, of level 2."""
    people = [a_technician(f"tec-{number}", skills=frozenset(mine)) for number, mine in enumerate(skills, 1)]
    return Crew(forecast, people).rates(free)


def test_a_forecast_has_the_requests_of_a_week_where_they_were_wished() -> None:
    forecast = learnt(asked(), asked(), asked(weekday=2), asked(half_hour=20), weeks=2)

    assert forecast.weekly == 2
    assert sum(forecast.by_half_hour(TUESDAY)) == pytest.approx(1.5)
    assert forecast.by_half_hour(TUESDAY)[EVENING] > forecast.by_half_hour(TUESDAY)[EVENING - 3] > 0
    assert sum(forecast.by_half_hour(5)) == 0


def test_what_is_asked_for_far_ahead_has_come_when_the_day_is_near() -> None:
    forecast = learnt(asked(lead=2), asked(lead=2), asked(lead=50), asked(lead=10**6))

    assert [forecast.to_come(ahead) for ahead in (-1, 0, 2, 3, 51, 10**9)] == [0.0, 0.0, 0.0, 0.5, 0.75, 1.0]


def test_requests_that_name_somebody_do_not_count_for_anybody_else() -> None:
    forecast = learnt(asked(), asked(technician_id="tec-1"))

    assert forecast.needs == {MASSAGE: 0.5}
    assert forecast.named == {"tec-1": 0.5}


def test_without_history_a_store_is_expected_to_be_evenly_busy_while_it_is_open() -> None:
    shop = Shop(STORE, a_treatment(60, turnover=10), (a_technician(),), shortest_minutes=40)
    forecast = flat(shop)

    assert forecast.weekly > 0
    assert [forecast.by_half_hour(day)[24] for day in range(7)] == [pytest.approx(forecast.weekly / 7 / HALF_HOURS)] * 7
    assert sum(sort.share for sort in forecast.sorts) == pytest.approx(1)


def test_past_visits_tell_when_a_store_is_busy_and_with_what() -> None:
    massage, start = a_treatment(60, turnover=10), clock("19:00")  # on a Thursday
    forecast = from_visits(
        tuple((massage, (start - week * 2016, start - week * 2016 + 14)) for week in range(3)), STORE.zone
    )

    assert forecast.weekly == pytest.approx(1.5)
    assert (forecast.days[3], forecast.times[EVENING]) == (1, 1)
    assert [(sort.need, sort.cells, sort.minutes) for sort in forecast.sorts] == [(MASSAGE, 14, 60)]


@given(st.lists(st.floats(0, 50), min_size=HALF_HOURS, max_size=HALF_HOURS))
def test_spreading_requests_over_time_loses_none(times: list[float]) -> None:
    assert sum(spread(times)) == pytest.approx(sum(times))


def test_requests_turn_to_whoever_has_time_for_them() -> None:
    one, other = rates(learnt(asked()), [6, 6], {"推拿"}, {"推拿"})

    assert one == other == pytest.approx(1 / (12 + NOBODY), rel=1e-3)


def test_who_alone_has_a_rare_skill_is_hoped_for_more_and_spared_by_the_others() -> None:
    forecast = learnt(asked(), asked(), asked(), asked(need=FACIAL))
    both, massage_only = rates(forecast, [6, 6], {"推拿", "美容"}, {"推拿"})

    assert both > massage_only
    assert both < (0.75 / 12 + 0.25 / 6)  # what it would be if massages did not turn to the other


@given(st.lists(st.floats(0, 6), min_size=3, max_size=3))
def test_no_request_is_hoped_for_twice(free: list[float]) -> None:
    forecast = learnt(asked(), asked(need=FACIAL), asked(need=("头疗", 1)))
    each = rates(forecast, free, {"推拿", "美容"}, {"推拿"}, {"头疗", "推拿"})

    assert sum(rate * cells for rate, cells in zip(each, free, strict=True)) <= 1 + 1e-6


def test_free_time_that_nobody_presses_for_hopes_for_almost_nothing() -> None:
    crew = Crew(learnt(asked()), [a_technician()])
    idle, pressed = (crew.prospect(0, 0, [0.1], [requests]).arriving[CELLS] for requests in (0.1, 1.0))

    assert pressed > 50 * idle
