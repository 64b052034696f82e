"""Stated cases: the facts that other booking systems' users rely on, in our own words."""

from typing import Any

import pytest

from services.scheduling.domain.offer.cases import answer

DAY = {"kind": "start_times", "date": "2026-05-20", "timezone": "UTC", "duration_min": 30, "step_min": 30}


def starts(**case: Any) -> list[str]:
    found: list[str] = answer({**DAY, "working": [["09:00", "12:00"]], "anchor": "window", **case})["starts"]
    return found


def test_an_empty_morning_is_cut_into_steps() -> None:
    assert starts() == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]


def test_overlapping_working_times_are_one() -> None:
    assert starts(working=[["09:10", "10:00"], ["09:00", "10:00"], ["10:00", "10:30"]]) == ["09:00", "09:30", "10:00"]


def test_an_inverted_working_time_is_none() -> None:
    assert starts(working=[["12:00", "09:00"]]) == []


def test_a_break_and_a_busy_time_begin_new_windows() -> None:
    assert starts(breaks=[["09:40", "10:05"]], busy=[["11:00", "11:20"]]) == ["09:00", "10:05", "11:20"]


def test_the_clock_rounds_up_after_a_busy_time_that_ends_between() -> None:
    assert starts(anchor="clock", busy=[["10:00", "10:10"]]) == ["09:00", "09:30", "10:30", "11:00", "11:30"]


def test_the_clock_is_the_local_one() -> None:
    assert starts(anchor="clock", timezone="Asia/Kathmandu", working=[["09:05", "10:30"]]) == ["09:30", "10:00"]


def test_minutes_count_even_between_the_cells_of_the_calendar() -> None:
    assert starts(busy=[["09:00", "09:13"]], working=[["09:00", "10:00"]]) == ["09:13"]


def test_a_notice_filters_windows_and_cuts_the_clock() -> None:
    late = {"now": "2026-05-20T09:10:00+00:00", "min_notice_min": 30}

    assert starts(**late) == ["10:00", "10:30", "11:00", "11:30"]
    assert starts(**late, anchor="clock", step_min=45, duration_min=45)[:2] == ["09:45", "10:30"]


def test_nothing_starts_before_what_was_asked_for() -> None:
    assert starts(not_before="10:45") == ["11:00", "11:30"]


def test_buffers_add_up_and_may_reach_past_the_working_time() -> None:
    guarded = {"buffer_before_min": 30, "buffer_after_min": 30, "working": [["09:00", "13:00"]]}

    assert starts(**guarded, existing=[["10:30", "11:00"]]) == ["09:00", "12:00", "12:30"]
    assert starts(**guarded, external_busy=[["10:30", "11:00"]]) == ["09:00", "09:30", "11:30", "12:00", "12:30"]


def test_tight_leaves_no_crumbs() -> None:
    assert starts(anchor="tight", working=[["09:00", "10:45"]], step_min=15) == ["09:00", "09:30", "09:45", "10:15"]


def test_a_day_with_a_skipped_hour_has_no_start_in_it() -> None:
    spring = {"date": "2026-03-29", "timezone": "Europe/Berlin", "working": [["01:00", "05:00"]], "step_min": 60}

    assert starts(**spring) == ["01:00", "03:00", "04:00"]


def test_weekly_hours_and_an_override_become_instants() -> None:
    case = {
        "kind": "working_windows",
        "timezone": "Europe/Paris",
        "weekly": {"Mon-Fri": "09:00-12:00", "Sat": "00:00-24:00", "Sun": "00:00-06:00"},
        "override": {"2026-05-22": "10:00-11:00", "2026-05-21": "closed (00:00-00:00)"},
        "from": "2026-05-20",
        "to": "2026-05-24",
    }

    assert answer(case) == {
        "windows_utc": [
            ["2026-05-20T07:00Z", "2026-05-20T10:00Z"],
            ["2026-05-22T08:00Z", "2026-05-22T09:00Z"],
            ["2026-05-22T22:00Z", "2026-05-24T04:00Z"],
        ]
    }


def test_candidates_are_told_apart_by_what_is_there_and_the_gap_around_it() -> None:
    case = {
        "kind": "offered_refused",
        "candidates": ["08:00", "09:00", "10:00", "11:00"],
        "existing": [["09:00", "10:00"]],
        "duration_min": 60,
    }

    assert answer({**case, "gap_min": 0}) == {"offered": ["08:00", "10:00", "11:00"], "refused": ["09:00"]}
    assert answer({**case, "gap_min": 15}) == {"offered": ["11:00"], "refused": ["08:00", "09:00", "10:00"]}


@pytest.mark.parametrize(
    ("existing", "capacity", "buffer", "accepted"),
    [
        ([["09:30", "10:00"]], 2, 0, True),
        ([["09:30", "10:00"], ["09:45", "10:15"]], 2, 0, False),
        ([["09:00", "10:00"], ["10:00", "11:00"]], 2, 0, True),
        ([["08:00", "09:00"]], 1, 0, True),
        ([["08:00", "09:00"]], 1, 10, False),
        ([["11:00", "12:00"]], 1, 10, False),
        ([["11:10", "12:00"]], 1, 10, True),
    ],
)
def test_units_are_counted_at_each_moment(
    existing: list[list[str]], capacity: int, buffer: int, *, accepted: bool
) -> None:
    case = {"kind": "capacity", "new": ["09:00", "11:00"], "existing": existing, "capacity": capacity}

    assert answer({**case, "buffer_min": buffer}) == {"accepted": accepted}


def test_an_unknown_kind_is_refused_loudly() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        answer({"kind": "tarot"})
