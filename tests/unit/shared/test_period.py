"""Stretches of whole days: what they are compared with, and which instants they are."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.errors import Invalid
from shared.period import LONGEST_DAYS, Period

MONDAY = date(2026, 11, 16)
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def days(count: int, first: date = MONDAY) -> Period:
    return Period.of(first, first + timedelta(days=count - 1))


@pytest.mark.parametrize(("length", "weeks"), [(1, 1), (7, 1), (8, 2), (14, 2), (30, 5), (31, 5)])
def test_it_is_compared_with_the_same_weekdays_before_it(length, weeks):
    period = days(length)

    assert period.before.first == MONDAY - timedelta(weeks=weeks)
    assert len(period.before.days) == length
    assert period.before.last < period.first


def test_it_is_cut_at_mondays():
    found = Period.of(date(2026, 11, 13), date(2026, 11, 24)).weeks()

    assert [(week.first.day, week.last.day) for week in found] == [(13, 15), (16, 22), (23, 24)]


def test_a_day_is_from_midnight_to_midnight_of_the_zone():
    (first, _) = days(2).during(SHANGHAI)

    assert first.start == datetime(2026, 11, 15, 16, tzinfo=UTC)
    assert first.end == datetime(2026, 11, 16, 16, tzinfo=UTC)


def test_days_on_which_the_clock_changes_are_as_long_as_they_are():
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)

    assert [days(1, day).during(BERLIN)[0].minutes // 60 for day in (spring, autumn)] == [23, 25]


@pytest.mark.parametrize("length", [0, LONGEST_DAYS + 1])
def test_days_in_the_wrong_order_or_too_many_are_refused(length):
    with pytest.raises(Invalid) as refused:
        days(length)

    assert list(refused.value.fields) == ["to"]


def test_a_whole_leap_year_may_be_asked_for():
    assert len(days(LONGEST_DAYS).days) == LONGEST_DAYS
