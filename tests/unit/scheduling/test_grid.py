"""The start grid: step and anchor, against an oracle that walks cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.hours.cells import each_bit, runs
from services.scheduling.domain.offer.grid import Grid, alignment_of, on_grid
from tests.support.boards import a_board, starts_of


def every(start: int, end: int, step: int) -> list[int]:
    return list(range(start, end, step))


@given(st.integers(0, 2**150 - 1), st.integers(1, 24), st.integers(0, 160))
def test_window_counts_from_each_windows_start_and_notice_only_filters(fits: int, step: int, earliest: int) -> None:
    obvious = [at for start, end in runs(fits) for at in every(start, end, step) if at >= earliest]

    assert list(each_bit(on_grid(fits, Grid(step, "window"), earliest=earliest))) == obvious


@given(st.integers(0, 2**150 - 1), st.integers(1, 24), st.integers(0, 160), st.sampled_from([1, 2, 3, 4, 6, 12]))
def test_clock_rounds_each_windows_first_start_up_after_the_notice(
    fits: int, step: int, earliest: int, align: int
) -> None:
    cut = fits >> earliest << earliest
    obvious = [at for start, end in runs(cut) for at in every(-(-start // align) * align, end, step)]

    found = on_grid(fits, Grid(step, "clock"), earliest=earliest, aligned=sum(1 << at for at in range(0, 400, align)))

    assert list(each_bit(found)) == obvious


@given(st.integers(0, 2**150 - 1), st.integers(1, 24), st.integers(1, 30))
def test_tight_touches_an_edge_or_leaves_usable_gaps(fits: int, step: int, shortest: int) -> None:
    def is_good(at: int, start: int, last: int) -> bool:
        on_step = (at - start) % step == 0
        return at in {start, last} or (on_step and at - start >= shortest and last - at >= shortest)

    obvious = [at for start, end in runs(fits) for at in range(start, end) if is_good(at, start, end - 1)]

    found = on_grid(fits, Grid(step, "tight", shortest), earliest=0)

    assert list(each_bit(found)) == obvious


@given(st.integers(1, 2**150 - 1), st.integers(1, 48), st.integers(1, 60))
def test_tight_never_refuses_every_start_of_a_window(fits: int, step: int, shortest: int) -> None:
    found = on_grid(fits, Grid(step, "tight", shortest), earliest=0)

    assert all(found >> start & 1 for start, _ in runs(fits))


@pytest.mark.parametrize(
    ("step", "aligned"), [(240, 60), (120, 60), (90, 30), (45, 15), (40, 20), (35, 5), (25, 5), (10, 10), (7, 1)]
)
def test_the_clock_is_aligned_to_the_largest_divisor_of_the_step(step: int, aligned: int) -> None:
    assert alignment_of(step) == aligned


def test_a_window_after_a_visit_begins_where_its_turnover_ends() -> None:
    board = a_board(working=[("10:00", "13:00")], busy=[[("10:00", "11:10")]])

    assert starts_of(board) == ["11:10", "11:25", "11:40", "11:55"]


def test_the_clock_anchor_starts_on_the_quarter_hour() -> None:
    board = a_board(working=[("10:00", "13:00")], busy=[[("10:00", "11:10")]], slot_anchor="clock")

    assert starts_of(board) == ["11:15", "11:30", "11:45", "12:00"]


def test_tight_offers_the_edges_of_a_window_and_no_crumbs() -> None:
    board = a_board(working=[("10:00", "13:10")], slot_anchor="tight", slot_step_minutes=30)

    assert starts_of(board) == ["10:00", "11:00", "12:10"]


def test_a_rule_of_the_house_may_be_a_step_of_four_hours() -> None:
    board = a_board(working=[("09:00", "22:00")], slot_step_minutes=240)

    assert starts_of(board) == ["09:00", "13:00", "17:00", "21:00"]


def test_a_window_that_lasts_longer_than_a_day_counts_anew_at_midnight() -> None:
    day, step = 288, 10
    fits = ((1 << 3 * day) - 1) << 30
    midnights = (1 << day) | (1 << 2 * day) | (1 << 3 * day)

    found = list(each_bit(on_grid(fits, Grid(step, "window"), earliest=0, midnights=midnights)))

    assert found[:2] == [30, 40]
    assert [at for at in found if 2 * day - 10 <= at < 2 * day + 25] == [570, 576, 586, 596]
    assert 3 * day in found
