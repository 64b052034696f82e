"""Dates of the Jewish calendar, as far as feasts need them (Dershowitz and Reingold, Calendrical Calculations, ch. 8).

Months count from Nisan; the civil year begins with month 7.
"""

from datetime import date, timedelta

_EPOCH = -1_373_427
"""The ordinal (as of `date.toordinal`) that day counts of the calendar are added to."""
_OFFSET_OF_YEARS = 3760
_TISHRI = 7
_INDEPENDENCE = (2, 5)
_KEPT_FROM_SABBATH = {4: -1, 5: -2, 0: 1}
"""Independence Day is moved by Israeli law so that neither it nor its eve touches the Sabbath: days by weekday."""


def _elapsed(year: int) -> int:
    """Days before the year's first, with the postponements."""
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    days = 29 * months + parts // 25_920
    return days + 1 if (3 * (days + 1)) % 7 < 3 else days  # noqa: PLR2004 - no new year on Sunday, Wednesday, Friday


def _new_year(year: int) -> int:
    before, this, after = _elapsed(year - 1), _elapsed(year), _elapsed(year + 1)
    if after - this == 356:  # noqa: PLR2004 - a year may not have 356 days
        return _EPOCH + this + 2
    return _EPOCH + this + (1 if this - before == 382 else 0)  # noqa: PLR2004 - nor the one before 382


def _is_leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7  # noqa: PLR2004 - seven of nineteen years


def _lengths(year: int) -> list[int]:
    """The months' lengths from month 7 on, in the order of the civil year."""
    days = _new_year(year + 1) - _new_year(year)
    lengths = [30, 29 + (days % 10 == 5), 30 - (days % 10 == 3), 29, 30]  # noqa: PLR2004 - 355, 385 and 353, 383 days
    return lengths + ([30, 29] if _is_leap(year) else [29]) + [30, 29, 30, 29, 30, 29]


def day_in(year: int, month: int, day: int) -> date:
    """The Gregorian date of a feast in a Gregorian year. Month 12 is Adar, in a leap year the second one."""
    civil = year + _OFFSET_OF_YEARS + (1 if month >= _TISHRI and month <= 9 else 0)  # noqa: PLR2004 - before Tevet
    lengths = _lengths(civil)
    leap = len(lengths) - 12
    index = month - _TISHRI if month >= _TISHRI else month + 5 + leap
    if month == 12:  # noqa: PLR2004 - Adar
        index += leap
    found = date.fromordinal(_new_year(civil) + sum(lengths[:index])) + timedelta(days=day - 1)
    return found + timedelta(days=_KEPT_FROM_SABBATH.get(found.weekday(), 0) if (month, day) == _INDEPENDENCE else 0)


def eve_in(year: int, month: int, day: int) -> date:
    """The day at whose sunset the feast begins."""
    return day_in(year, month, day) - timedelta(days=1)
