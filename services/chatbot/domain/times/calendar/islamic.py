"""Dates of the arithmetic Islamic calendar (Dershowitz and Reingold, Calendrical Calculations, ch. 7).

The moon seen in one place may make a feast a day earlier or later.
"""

from datetime import date

_EPOCH = 227_014
_FIRST_YEAR, _YEARS_IN_32 = 622, 33


def day_in(year: int, month: int, day: int) -> date | None:
    """The first such day in a Gregorian year; None where it falls into none."""
    near = (year - _FIRST_YEAR) * _YEARS_IN_32 // 32
    days = (_day(islamic, month, day) for islamic in range(near - 1, near + 3))
    return next((found for found in days if found.year == year), None)


def _day(year: int, month: int, day: int) -> date:
    months = 29 * (month - 1) + month // 2
    return date.fromordinal(_EPOCH + day + months + (year - 1) * 354 + (3 + 11 * year) // 30)
