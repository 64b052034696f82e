from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalog.domain.hours import DAYS, OpeningHours
from shared.errors import Invalid


def _refused(weekly: dict[str, Any]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        OpeningHours.parse(weekly)
    return refused.value.fields


def test_a_day_that_is_not_mentioned_is_closed() -> None:
    weekly = OpeningHours.parse({"mon": [{"from": "10:00", "to": "22:00"}]}).weekly()

    assert list(weekly) == list(DAYS)
    assert weekly["mon"] == [{"from": "10:00", "to": "22:00"}]
    assert weekly["tue"] == []


def test_a_store_may_pause_at_noon_and_close_past_midnight() -> None:
    day = [{"from": "10:00", "to": "12:30"}, {"from": "14:00", "to": "26:00"}]

    assert OpeningHours.parse({"fri": day}).weekly()["fri"] == day


def test_windows_come_back_in_the_order_of_the_day() -> None:
    morning, evening = {"from": "09:30", "to": "12:00"}, {"from": "13:00", "to": "21:30"}

    assert OpeningHours.parse({"sat": [evening, morning]}).weekly()["sat"] == [morning, evening]


def test_windows_that_touch_do_not_overlap() -> None:
    day = [{"from": "10:00", "to": "12:00"}, {"from": "12:00", "to": "14:00"}]

    assert OpeningHours.parse({"mon": day}).weekly()["mon"] == day


@pytest.mark.parametrize("clock", ["9:00", "24:00", "10:60", "noon", "10:03", "", "１０:00"])
def test_an_opening_must_be_a_clock_time_of_that_day(clock: str) -> None:
    assert "opening_hours.mon.0.from" in _refused({"mon": [{"from": clock, "to": "26:00"}]})


@pytest.mark.parametrize("clock", ["36:05", "22:01", "late"])
def test_a_closing_must_be_a_clock_time_too(clock: str) -> None:
    assert "opening_hours.tue.1.to" in _refused(
        {"tue": [{"from": "08:00", "to": "09:00"}, {"from": "10:00", "to": clock}]}
    )


def test_a_closing_before_the_opening_says_how_midnight_is_written() -> None:
    (text,) = _refused({"mon": [{"from": "18:00", "to": "02:00"}]})["opening_hours.mon.0.to"]

    assert "26:00" in text


def test_two_windows_of_a_day_must_not_overlap() -> None:
    overlapping = [{"from": "10:00", "to": "15:00"}, {"from": "14:00", "to": "22:00"}]

    assert "opening_hours.mon" in _refused({"mon": overlapping})


def test_a_night_must_not_reach_into_the_next_mornings_window() -> None:
    assert "opening_hours.tue" in _refused(
        {"mon": [{"from": "20:00", "to": "33:00"}], "tue": [{"from": "08:00", "to": "12:00"}]}
    )


def test_sundays_night_must_not_reach_into_monday() -> None:
    assert "opening_hours.mon" in _refused(
        {"sun": [{"from": "20:00", "to": "33:00"}], "mon": [{"from": "08:00", "to": "12:00"}]}
    )


def test_a_day_nobody_knows_is_named() -> None:
    assert "opening_hours.monday" in _refused({"monday": []})


fives = st.integers(0, 287).map(lambda cell: cell * 5)


@given(st.dictionaries(st.sampled_from(DAYS), st.tuples(fives, fives).map(sorted), max_size=7))
def test_hours_written_and_parsed_again_are_the_same(days: dict[str, list[int]]) -> None:
    weekly = {
        day: [{"from": f"{start // 60:02d}:{start % 60:02d}", "to": f"{end // 60:02d}:{end % 60:02d}"}]
        for day, (start, end) in days.items()
        if start < end
    }

    hours = OpeningHours.parse(weekly)

    assert OpeningHours.parse(hours.weekly()) == hours
    assert {day: windows for day, windows in hours.weekly().items() if windows} == weekly
