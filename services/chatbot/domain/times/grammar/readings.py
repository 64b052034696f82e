"""How days are read: each function makes a reading that finds its days once today is known.

Days without a year or month are the next that have not passed; a weekday alone is the next one, today included; 这周
and 下周 count calendar weeks from Monday.
"""

from datetime import date, timedelta

from services.chatbot.domain.times.calendar.almanac import day_of, last_of_month, monday_of, month_shifted
from services.chatbot.domain.times.calendar.feasts import feast, weekday_of_month
from services.chatbot.domain.times.calendar.lunar import lunar_date
from services.chatbot.domain.times.grammar.atoms import Known, Reading, Stretch
from services.chatbot.domain.times.words.lexicon import NEXT_DAY

YEARS_AHEAD, MONTHS_AHEAD, SUNDAY = 9, 13, 6
MONTHS_OF_YEAR = 12
Year = int | tuple[str, int] | None
"""2026, or ("from now", 1) for 明年, or None when no year was said."""


def _years(year: Year, known: Known) -> range:
    """Which years to try, in order."""
    if isinstance(year, int):
        return range(year, year + 1)
    if year is not None:
        return range(known.today.year + year[1], known.today.year + year[1] + 1)
    return range(known.since.year - 1, known.since.year + YEARS_AHEAD)


def one(day: date | None, *, month: tuple[int, int] | None = None, monday: date | None = None) -> Stretch | None:
    return Stretch(day, day, month, monday) if day else None


def from_today(first: int, last: int) -> Reading:
    return lambda known: Stretch(known.today + timedelta(days=first), known.today + timedelta(days=last))


def deictic(which: str) -> Reading:
    """次日 and 当天: the day after the one said before, or that day; of today where none was."""

    def read(known: Known) -> Stretch | None:
        return one((known.same or known.today) + timedelta(days=1 if which == NEXT_DAY else 0))

    return read


def month_and_day(year: Year, month: int, day: int) -> Reading:
    def read(known: Known) -> Stretch | None:
        days = (day_of(each, month, day) for each in _years(year, known))
        found = next((day for day in days if day and (year is not None or day >= known.since)), None)
        return one(found, month=(found.year, found.month)) if found else None

    return read


def lunar(year: Year, month: int, day: int) -> Reading:
    def read(known: Known) -> Stretch | None:
        days = (lunar_date(each, month, day) for each in _years(year, known))
        return one(next((day for day in days if day and (year is not None or day >= known.since)), None))

    return read


def next_lunar(day: int) -> Reading:
    def read(known: Known) -> Stretch | None:
        years = range(known.since.year - 1, known.since.year + 2)
        days = (lunar_date(year, month, day) for year in years for month in range(1, MONTHS_OF_YEAR + 1))
        return one(next((found for found in days if found and found >= known.since), None))

    return read


def a_feast(year: Year, name: str, *, holidays: bool) -> Reading:
    def read(known: Known) -> Stretch | None:
        spans = (feast(name, each, holidays=holidays) for each in _years(year, known))
        found = next((span for span in spans if span and (year is not None or span[1] >= known.since)), None)
        return Stretch(*found) if found else None

    return read


def eve_of(reading: Reading) -> Reading:
    def read(known: Known) -> Stretch | None:
        found = reading(known)
        return one(found.first - timedelta(days=1)) if found else None

    return read


def day_of_month(day: int, months: int | None) -> Reading:
    """25号, and 下个月3号 with `months` 1: months that are too short are passed over where none was named."""

    def read(known: Known) -> Stretch | None:
        if months is not None:
            year, month = month_shifted(known.today.year, known.today.month, months)
            return one(day_of(year, month, day), month=(year, month))
        if known.month and (found := day_of(*known.month, day)) and found >= known.since:
            return one(found, month=known.month)
        near = (month_shifted(known.since.year, known.since.month, ahead) for ahead in range(MONTHS_AHEAD))
        days = (day_of(year, month, day) for year, month in near)
        return one(next((day for day in days if day and day >= known.since), None))

    return read


def _month(year: Year, month: int | None, months: int | None, known: Known) -> tuple[int, int]:
    """The month meant: `months` from now, or the `month` of that year, or the next such, this one included."""
    if months is not None or month is None:
        return month_shifted(known.today.year, known.today.month, months or 0)
    if year is not None:
        return _years(year, known)[0], month
    return known.since.year + (month < known.since.month), month


def month(year: Year, number: int | None, months: int | None) -> Reading:
    def read(known: Known) -> Stretch | None:
        which = _month(year, number, months, known)
        return Stretch(date(*which, 1), last_of_month(*which), month=which)

    return read


def slice_of_month(year: Year, number: int | None, months: int | None, days: tuple[int, int]) -> Reading:
    """中旬 of a month; of this month or the next where none was named."""

    def cut(year: int, month: int) -> Stretch:
        last = last_of_month(year, month)
        return Stretch(date(year, month, days[0]), date(year, month, min(days[1], last.day)))

    def read(known: Known) -> Stretch | None:
        which = _month(year, number, months, known)
        found = cut(*which)
        if number is None and months is None and found.last < known.since:
            return cut(*month_shifted(*which, 1))
        return found

    return read


def months_of_year(year: Year, first: int, last: int) -> Reading:
    """A quarter, a half or a season, which may end in the next year (冬天)."""

    def cut(year: int) -> Stretch:
        return Stretch(date(year, first, 1), last_of_month(*month_shifted(year, last, 0)))

    def read(known: Known) -> Stretch | None:
        spans = (cut(each) for each in _years(year, known))
        return next((span for span in spans if year is not None or span.last >= known.since), None)

    return read


def quarter(shift: int) -> Reading:
    def read(known: Known) -> Stretch | None:
        year, month = month_shifted(known.today.year, (known.today.month - 1) // 3 * 3 + 1, 3 * shift)
        return Stretch(date(year, month, 1), last_of_month(year, month + 2))

    return read


def whole_year(year: Year) -> Reading:
    return months_of_year(year, 1, MONTHS_OF_YEAR)


def weekday(which: int | None, day: int) -> Reading:
    def read(known: Known) -> Stretch | None:
        if which is not None:
            monday = monday_of(known.today, which)
            return one(monday + timedelta(days=day), monday=monday)
        if known.monday:
            return one(known.monday + timedelta(days=day), monday=known.monday)
        return one(known.since + timedelta(days=(day - known.since.weekday()) % 7))

    return read


def today_in(weeks: int) -> Reading:
    """下周今天."""
    return lambda known: one(known.today + timedelta(days=7 * weeks))


def part_of_week(which: int, first: int, last: int) -> Reading:
    def read(known: Known) -> Stretch | None:
        monday = monday_of(known.today, which)
        return Stretch(monday + timedelta(days=first), monday + timedelta(days=last), monday=monday)

    return read


def nth_day(nth: int, year: Year, number: int | None, months: int | None) -> Reading:
    """The nth day of a month, the last for -1."""

    def read(known: Known) -> Stretch | None:
        which = _month(year, number, months, known)
        return one(last_of_month(*which) if nth < 0 else day_of(*which, nth))

    return read


def of_month(nth: int, weekday: int | None, year: Year, number: int | None, months: int | None) -> Reading:
    """下个月第一个周三; without a weekday the nth week, which begins on the month's nth Monday."""

    def read(known: Known) -> Stretch | None:
        which = _month(year, number, months, known)
        found = weekday_of_month(*which, weekday or 0, nth)
        if found is None or weekday is not None:
            return one(found)
        return Stretch(found, found + timedelta(days=SUNDAY))

    return read
