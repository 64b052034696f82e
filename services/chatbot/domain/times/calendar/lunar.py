"""The Chinese lunar calendar, 2010 to 2061, by a table of a line a year, checked day by day with lunar-python.

Each line: the Gregorian month and day of the first day of the first month, the number of the month that is followed by
a leap month (0: none), and for every month in order whether it has 30 days (1) or 29 (0).
"""

from datetime import date, timedelta

FIRST_YEAR = 2010
_TABLE = """
02-14 0 101010010101
02-03 0 101101001010
01-23 4 1011010101010
02-10 0 101011010101
01-31 9 0101010110101
02-19 0 010010111010
02-08 0 101001011011
01-28 6 0101001010111
02-16 0 010100101011
02-05 0 101010010011
01-25 4 0111010010101
02-12 0 011010101010
02-01 0 101011010101
01-22 2 0100110110101
02-10 0 010010110110
01-29 6 1010010101110
02-17 0 101001001110
02-06 0 110100100110
01-26 5 1110100100110
02-13 0 110101010011
02-03 0 010110101010
01-23 3 0110101101010
02-11 0 100101101101
01-31 11 0100101011101
02-19 0 010010101101
02-08 0 101001001101
01-28 6 1101001001011
02-15 0 110100100101
02-04 0 110101010010
01-24 5 1101101010100
02-12 0 101101011010
02-01 0 010101101101
01-22 2 0100101011011
02-10 0 010010011011
01-30 7 1010010010111
02-17 0 101001001011
02-06 0 101010100101
01-26 5 1011010100101
02-14 0 011011010010
02-02 0 101011011010
01-23 3 0101010110110
02-11 0 100100110111
02-01 8 0100100101111
02-19 0 010010010111
02-08 0 011001001011
01-28 6 0110101001010
02-15 0 111010100101
02-04 0 011010110010
01-24 4 1010101101100
02-12 0 101010101110
02-02 0 100100101110
01-21 3 1100100101110
"""
_YEARS = _TABLE.strip().splitlines()
SHORT_MONTH = 29


def lunar_date(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a day of a lunar year's (plain, not leap) month; None outside the table or the month.

    `day` 0 of month 1 is the eve of the new year that the lunar year *ends* with, 除夕.
    """
    if not 0 <= year - FIRST_YEAR < len(_YEARS):
        return None
    begins, leap, lengths = _YEARS[year - FIRST_YEAR].split()
    months = [SHORT_MONTH + int(long) for long in lengths]
    new_year = date.fromisoformat(f"{year}-{begins}")
    if (month, day) == (1, 0):
        return new_year + timedelta(days=sum(months) - 1)
    index = month - 1 + (0 < int(leap) < month)
    if not (1 <= month <= 12 and 1 <= day <= months[index]):  # noqa: PLR2004 - the months of a year
        return None
    return new_year + timedelta(days=sum(months[:index]) + day - 1)
