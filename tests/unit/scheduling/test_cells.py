"""Time as bits, against the slow and obvious."""

from datetime import UTC, date, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.hours.cells import (
    Span,
    at_least,
    cell_after,
    cell_of,
    days_of,
    each_bit,
    instant_of,
    room_for,
    runs,
    shifted,
    stretch,
)

some_bits = st.integers(min_value=0, max_value=2**120 - 1)


@given(some_bits, st.integers(1, 40))
def test_room_for_n_cells_is_where_n_free_cells_follow(free: int, cells: int) -> None:
    obvious = [start for start in range(120) if all(free >> (start + more) & 1 for more in range(cells))]

    assert list(each_bit(room_for(free, cells))) == obvious


@given(some_bits)
def test_runs_put_together_give_the_bits_back(bits: int) -> None:
    found = list(runs(bits))

    assert sum(stretch(start, end) for start, end in found) == bits
    assert all(end < start for (_, end), (start, _) in pairwise(found))


@given(st.lists(some_bits, max_size=5), st.integers(1, 4))
def test_at_least_counts_the_masks_bit_by_bit(masks: list[int], count: int) -> None:
    obvious = [bit for bit in range(120) if sum(mask >> bit & 1 for mask in masks) >= count]

    assert list(each_bit(at_least(count, masks))) == obvious


def test_no_cells_at_all_fit_everywhere() -> None:
    assert room_for(0, 0) == -1


def test_an_inverted_stretch_is_none() -> None:
    assert stretch(5, 3) == 0
    assert shifted(stretch(3, 5), -2) == stretch(1, 3)


def test_cells_and_instants_translate_into_one_another() -> None:
    instant = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
    odd = instant.replace(minute=7)

    assert instant_of(cell_of(instant)) == instant
    assert cell_of(odd) == cell_of(instant)
    assert cell_after(odd) == cell_of(instant) + 1
    assert cell_after(instant) == cell_of(instant)


def test_a_run_over_midnight_touches_both_days() -> None:
    start = cell_of(datetime(2026, 11, 18, 23, 30, tzinfo=UTC))

    assert days_of([(start, start + 6)]) == [date(2026, 11, 18)]
    assert days_of([(start, start + 7)]) == [date(2026, 11, 18), date(2026, 11, 19)]


def test_a_span_cuts_off_what_lies_outside() -> None:
    span = Span(date(2026, 11, 18), 1)

    assert span.bits(span.base - 5, span.base + 3) == 0b111
    assert span.bits(span.base + span.size, span.base + span.size + 3) == 0
    assert span.end == datetime(2026, 11, 19, tzinfo=UTC)
