"""The customer who comes: in one place at a time, no more often than the house allows; buffers inside the shift."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.hours.cells import instant_of
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.guests import DAY as A_DAY
from services.scheduling.domain.offer.guests import WEEK, Guest, Limit, limits_of, weeks_around
from services.scheduling.domain.offer.reasons import reasons, refusal
from tests.support.boards import DAY, STORE, a_board, a_treatment, bits, clock, span_of, starts_of

SUNDAY = DAY + timedelta(days=3)


def told(board: Board, text: str) -> list[tuple[str, dict[str, Any]]]:
    return [(reason.code, reason.params) for reason in reasons(board, instant_of(clock(text)))]


def a_guest(*begun: tuple[str, date], busy: list[tuple[str, str]] | None = None) -> Guest:
    return Guest("cus-1", bits(busy or []), tuple(clock(text, day=day) for text, day in begun))


def test_nobody_is_in_two_places_at_once() -> None:
    board = a_board(working=[("10:00", "14:00")], guest=a_guest(busy=[("11:00", "12:00")]))

    assert starts_of(board) == ["10:00", *(f"{h}:{m:02d}" for h in (12, 13) for m in (0, 15, 30, 45))][:6]
    assert told(board, "11:30") == [("customer_busy", {})]
    assert refusal(reasons(board, instant_of(clock("11:30")))).status == 409


def test_whose_visits_are_unknown_is_held_up_by_none() -> None:
    assert starts_of(a_board(working=[("10:00", "11:15")], guest=None)) == ["10:00", "10:15"]


def test_a_visit_may_begin_when_another_of_the_same_customer_ends() -> None:
    board = a_board(working=[("10:00", "12:00")], guest=a_guest(busy=[("10:00", "11:00")]), treatment=a_treatment(60))

    assert starts_of(board) == ["11:00"]


def test_a_day_that_has_as_many_visits_as_allowed_takes_no_more() -> None:
    board = a_board(guest=a_guest(("09:00", DAY)), max_visits_per_customer_per_day=1)

    assert starts_of(board) == []
    assert told(board, "12:00") == [("customer_limit_reached", {"because": "day", "most": 1})]
    assert refusal(reasons(board, instant_of(clock("12:00")))).status == 409


def test_a_visit_of_the_day_before_does_not_count_for_the_day() -> None:
    late = a_guest(("23:55", DAY - timedelta(days=1)), ("00:00", DAY + timedelta(days=1)))

    assert starts_of(a_board(guest=late, max_visits_per_customer_per_day=1))[0] == "10:00"


@pytest.mark.parametrize(
    ("last", "is_offered"),
    [
        (DAY - timedelta(days=3), False),
        (DAY - timedelta(days=4), True),
        (SUNDAY, False),
        (SUNDAY + timedelta(days=1), True),
    ],
)
def test_the_week_runs_from_monday_to_sunday_on_the_stores_clock(last: date, *, is_offered: bool) -> None:
    guest = a_guest(("00:00", last) if last > SUNDAY else ("23:00", last), ("09:00", DAY))
    board = a_board(guest=guest, max_visits_per_customer_per_week=2)

    assert bool(starts_of(board)) is is_offered
    if not is_offered:
        assert told(board, "12:00") == [("customer_limit_reached", {"because": "week", "most": 2})]


@pytest.mark.parametrize("none", [None, 0])
def test_no_limit_is_no_limit(none: int | None) -> None:
    rules = BookingRules(max_visits_per_customer_per_day=none, max_visits_per_customer_per_week=none)

    assert limits_of(rules) == []


def test_limits_are_told_apart() -> None:
    rules = BookingRules(max_visits_per_customer_per_day=1, max_visits_per_customer_per_week=3)

    assert limits_of(rules) == [Limit(A_DAY, 1), Limit(WEEK, 3)]


def test_the_store_may_waive_a_limit_but_nobody_is_in_two_places() -> None:
    guest = a_guest(("09:00", DAY), busy=[("12:00", "13:00")])
    board = a_board(guest=guest, waived=frozenset({"customer_limit_reached"}), max_visits_per_customer_per_day=1)

    assert "11:00" in starts_of(board)
    assert "12:15" not in starts_of(board)


def test_the_weeks_looked_at_are_whole_ones() -> None:
    span = span_of()
    first, end = weeks_around(span, STORE.zone)

    assert instant_of(first).astimezone(STORE.zone).weekday() == 0
    assert (end - first) % (7 * 288) == 0
    assert first <= span.base < span.base + span.size <= end


def test_buffers_inside_the_shift_narrow_both_ends_and_each_side_of_a_break() -> None:
    treatment = a_treatment(60, prep=15, turnover=30)
    windows = [("10:00", "12:00"), ("13:00", "14:45")]

    inside = a_board(working=windows, treatment=treatment, buffers_inside_shift=True)

    assert starts_of(a_board(working=windows, treatment=treatment))[0] == "10:00"
    assert starts_of(inside) == ["10:15", "10:30", "13:15"]
    assert told(inside, "10:00") == [("outside_hours", {"because": "buffers"})]
    assert told(inside, "09:00") == [("outside_hours", {})]
