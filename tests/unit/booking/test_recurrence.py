"""Every n weeks: which dates that is, on the store's clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.booking.domain.series.recurrence import Recurrence
from shared.errors import Invalid
from tests.support.booking import START

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


def starts(recurrence, first=START, zone=SHANGHAI):
    return [one.starts_at for one in recurrence.occurrences(first, zone)]


def test_so_many_times_every_so_many_weeks():
    assert starts(Recurrence(2, count=3)) == [START, START + 2 * WEEK, START + 4 * WEEK]


def test_until_a_date_that_is_still_one_of_them():
    assert len(starts(Recurrence(1, until=MONDAY + 3 * WEEK))) == 4
    assert len(starts(Recurrence(1, until=MONDAY + 3 * WEEK - timedelta(days=1)))) == 3


def test_a_skipped_date_counts_but_has_no_visit():
    found = Recurrence(1, count=3, skip=frozenset({MONDAY + WEEK})).occurrences(START, SHANGHAI)

    assert [one.starts_at is None for one in found] == [False, True, False]
    assert [one.on for one in found] == [MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK]


def test_another_time_takes_the_place_of_the_usual_one_even_on_another_day():
    instead = START + WEEK + timedelta(days=1, hours=2)

    assert starts(Recurrence(1, count=2, instead={MONDAY + WEEK: instead})) == [START, instead]


def test_the_time_by_the_stores_clock_stays_when_the_clocks_change():
    """Berlin's summer time ends on 25 October 2026: ten o'clock is eight, then nine in UTC."""
    first = datetime(2026, 10, 19, 8, 0, tzinfo=UTC)

    assert starts(Recurrence(1, count=2), first, BERLIN) == [first, datetime(2026, 10, 26, 9, 0, tzinfo=UTC)]


def test_the_date_is_the_stores_not_utcs():
    late = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)

    assert Recurrence(1, count=1).occurrences(late, SHANGHAI)[0].on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("recurrence", "code"),
    [
        (Recurrence(1, until=MONDAY - timedelta(days=1)), "series_empty"),
        (Recurrence(1, count=1, skip=frozenset({MONDAY})), "series_empty"),
        (Recurrence(1, until=MONDAY + 60 * WEEK), "series_too_long"),
        (Recurrence(1, count=2, skip=frozenset({MONDAY + timedelta(days=1)})), "not_in_series"),
        (Recurrence(1, count=2, instead={MONDAY + 2 * WEEK: START}), "not_in_series"),
    ],
)
def test_what_cannot_be_a_series_is_refused(recurrence, code):
    with pytest.raises(Invalid) as refused:
        recurrence.occurrences(START, SHANGHAI)

    assert refused.value.code == code
