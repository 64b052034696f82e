"""Arithmetic on dates that answers None where the calendar ends, instead of failing."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

MONTHS_OF_YEAR = 12


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def monday_of(day: date, weeks: int = 0) -> date:
    return day + timedelta(days=7 * weeks - day.weekday())


def month_shifted(year: int, month: int, months: int) -> tuple[int, int]:
    years, index = divmod(month - 1 + months, MONTHS_OF_YEAR)
    return year + years, index + 1


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def month_later(day: date, months: int) -> date | None:
    """The same day of the month so many months later, or the month's last day where it is too short."""
    year, month = month_shifted(day.year, day.month, months)
    if not MINYEAR < year < MAXYEAR:
        return None
    return date(year, month, min(day.day, monthrange(year, month)[1]))
