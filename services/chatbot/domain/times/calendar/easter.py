"""Easter Sunday, Western and Orthodox, by the algorithms of Meeus, Astronomical Algorithms, ch. 8."""

from datetime import date, timedelta

_JULIAN_LAG = timedelta(days=13)
"""How far the Julian calendar is behind, from 1900 to 2099."""


def western(year: int) -> date:
    golden, century, of_century = year % 19, year // 100, year % 100
    moved = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - moved + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def orthodox(year: int) -> date:
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return date(year, month, day + 1) + _JULIAN_LAG
