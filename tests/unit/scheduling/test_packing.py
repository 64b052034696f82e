"""What free time is worth, and what a visit costs that takes some of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.packing.demand import Asked, Forecast
from services.scheduling.domain.packing.packing import Packing, cost_of
from services.scheduling.domain.packing.worth import LONGEST, MOST, PER_REQUEST, Prospect, Size, worth_table
from tests.support.boards import DAY, a_board, a_treatment, clock

SIZES = (Size(8, 30, 0.2), Size(14, 60, 0.5), Size(21, 90, 0.3))
WORTH = worth_table(SIZES)
EVEN = Prospect(WORTH, 0, [cell / 14 for cell in range(2 * LONGEST + 1)])


def cost(board: Board, text: str) -> float:
    return cost_of(board, board.calendars[0], clock(text) - board.span.base)


def test_a_gap_is_worth_nothing_while_nobody_is_expected_or_nothing_fits() -> None:
    assert set(WORTH[0]) == {0.0}
    assert {row[cells] for row in WORTH for cells in range(8)} == {0.0}


def test_more_requests_never_make_a_gap_worth_less() -> None:
    for fewer, more in pairwise(WORTH):
        assert all(before <= after for before, after in zip(fewer, more, strict=True))


def test_a_gap_that_one_treatment_fills_comes_to_be_worth_its_minutes() -> None:
    assert WORTH[MOST * PER_REQUEST][14] == pytest.approx(60, abs=0.5)
    assert WORTH[MOST * PER_REQUEST][22] > WORTH[MOST * PER_REQUEST][14] + 25


def test_a_gap_longer_than_the_tables_is_worth_as_much_per_cell() -> None:
    assert EVEN.value(0, 2 * LONGEST) == pytest.approx(2 * EVEN.value(0, LONGEST))


@given(start=st.integers(0, 40), length=st.integers(1, 40), taken=st.integers(0, 2**90))
def test_taking_only_what_is_not_free_costs_nothing(start: int, length: int, taken: int) -> None:
    free = ((1 << length) - 1) << start

    assert EVEN.cost(free, taken & ~free) == 0.0
    assert EVEN.cost(free, free) == pytest.approx(EVEN.value(start, start + length))


def test_a_visit_at_the_edge_costs_less_than_one_that_breaks_the_gap_into_crumbs() -> None:
    board = a_board(working=[("10:00", "12:20")], treatment=a_treatment(60, turnover=10))

    assert cost(board, "10:00") == pytest.approx(cost(board, "11:10"), abs=0.5)
    assert cost(board, "10:00") < cost(board, "10:30")


def test_the_gap_that_the_visit_fills_is_the_cheapest() -> None:
    all_but_a_fitting_gap, all_but_an_odd_one = [("11:10", "22:00")], [("11:30", "22:00")]
    board = a_board(busy=[all_but_an_odd_one, all_but_a_fitting_gap], treatment=a_treatment(60, turnover=10))
    odd, fitting = (cost_of(board, calendar, clock("10:00") - board.span.base) for calendar in board.calendars)

    assert fitting < odd


def test_a_buffer_past_the_end_of_the_shift_costs_nothing() -> None:
    inside = a_board(working=[("10:00", "11:00")], treatment=a_treatment(60))
    past = a_board(working=[("10:00", "11:00")], treatment=a_treatment(60, turnover=30, prep=15))

    assert cost(past, "10:00") < cost(inside, "10:00") + 1


def expected(half_hour: int, *, lead: int = 0, weekday: int = DAY.weekday()) -> Forecast:
    """Twenty requests a week at one time of one weekday."""
    return Forecast.learnt([Asked(weekday, half_hour, ("推拿", 1), 12, 60, lead=lead)] * 20, 1)


LATE = a_board(working=[("19:30", "20:30")], treatment=a_treatment(60))


def costs(forecast: Forecast, *texts: str) -> list[float]:
    board = a_board(working=[("10:00", "12:00"), ("14:30", "16:30"), ("20:00", "22:00")], treatment=a_treatment(60))
    packing = Packing(board, forecast)
    return [packing.cost(board.calendars[0], clock(text) - board.span.base) for text in texts]


def test_time_costs_what_it_is_expected_to_be_asked_for_by_day_and_half_hour() -> None:
    """Asked for at half past three, guests would come from 12:30 on and until 18:30."""
    morning, afternoon, evening = costs(expected(31), "10:30", "15:00", "20:30")
    early, _, late = costs(expected(22), "10:30", "15:00", "20:30")

    assert morning == evening == late == 0.0
    assert min(afternoon, early) > 5
    assert costs(expected(31, weekday=DAY.weekday() + 1), "15:00") == [0.0]
    assert Packing(LATE, expected(31)).cost(LATE.calendars[0], clock("19:30") - LATE.span.base) == 0.0


def test_time_that_everybody_would_have_asked_for_by_now_costs_nothing() -> None:
    day_ahead = 48

    assert costs(expected(31, lead=4 * day_ahead), "15:00") == [0.0]
    assert costs(expected(31, lead=0), "15:00")[0] > 5


def test_what_a_visit_costs_takes_the_whole_gap_before_it_into_account() -> None:
    board = a_board(working=[("10:00", "13:00")], treatment=a_treatment(60, turnover=10))
    cut = a_board(working=[("11:30", "13:00")], treatment=a_treatment(60, turnover=10))

    assert cost(board, "11:50") != pytest.approx(cost(cut, "11:50"), abs=0.5)
