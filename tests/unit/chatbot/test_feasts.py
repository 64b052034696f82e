"""When feasts are: against dates that are public, year by year."""

from datetime import date

import pytest

from services.chatbot.domain.times.calendar.feasts import RULES, feast, weekday_of_month
from services.chatbot.domain.times.calendar.lunar import lunar_date

KNOWN = [
    ("春节", ["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06"]),
    ("端午节", ["2024-06-10", "2025-05-31", "2026-06-19", "2027-06-09"]),
    ("中秋节", ["2024-09-17", "2025-10-06", "2026-09-25", "2027-09-15"]),
    ("清明", ["2024-04-04", "2025-04-04", "2026-04-05", "2027-04-05"]),
    ("冬至", ["2024-12-21", "2025-12-21", "2026-12-22", "2027-12-22"]),
    ("母亲节", ["2024-05-12", "2025-05-11", "2026-05-10", "2027-05-09"]),
    ("感恩节", ["2024-11-28", "2025-11-27", "2026-11-26", "2027-11-25"]),
    ("复活节", ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28"]),
    ("开斋节", ["2024-04-10", "2025-03-31", "2026-03-20", "2027-03-10"]),
    ("东正教复活节", ["2024-05-05", "2025-04-20", "2026-04-12", "2027-05-02"]),
]


@pytest.mark.parametrize(("name", "days"), KNOWN, ids=[name for name, _ in KNOWN])
def test_a_feast_is_on_its_day(name, days):
    assert [feast(name, 2024 + index)[0].isoformat() for index in range(4)] == days


def test_the_eve_belongs_to_the_lunar_year_that_ends():
    assert feast("除夕", 2026)[0] == date(2027, 2, 5)


def test_a_feast_of_the_jewish_calendar_begins_at_its_eve():
    assert feast("赎罪日", 2024)[0] == date(2024, 10, 11)
    assert feast("逾越节", 2025)[0] == date(2025, 4, 12)


def test_holidays_are_longer_than_their_feast():
    first, last = feast("国庆", 2026, holidays=True)

    assert (first, (last - first).days + 1) == (date(2026, 10, 1), 7)
    assert feast("国庆", 2026) == (first, first)


def test_every_feast_of_the_table_can_be_told_in_every_year_of_the_calendar():
    assert [name for name in RULES for year in range(2012, 2060) if feast(name, year) is None] == []


def test_a_lunar_day_that_is_not_in_its_month_is_none():
    assert lunar_date(2026, 1, 31) is None
    assert lunar_date(2009, 1, 1) is None
    assert lunar_date(2026, 13, 1) is None


def test_a_month_has_no_fifth_monday_when_it_has_four():
    assert weekday_of_month(2026, 11, 0, 5) == date(2026, 11, 30)
    assert weekday_of_month(2026, 12, 0, 5) is None
    assert weekday_of_month(2026, 5, 0, -1) == date(2026, 5, 25)
