"""China's public calendar: what the State Council has published, else what the law says (the library `holidays`)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import holidays
import yaml

from services.scheduling.domain.hours.almanac import HOLIDAY, WORKDAY, SpecialDay
from services.scheduling.domain.hours.windows import DAYS

FILE = Path(__file__).parents[1] / "data" / "public_days_cn.yml"


def public_days(first: date, last: date) -> list[SpecialDay]:
    """The public holidays and make-up days between two dates, both included."""
    years = range(first.year, last.year + 1)
    return [day for year in years for day in _of_year(year) if first <= day.on <= last]


@cache
def _of_year(year: int) -> tuple[SpecialDay, ...]:
    festivals = _published().get(year)
    days = [day for festival in festivals for day in _arranged(festival)] if festivals else list(_statutory(year))
    return tuple(sorted(days, key=lambda day: day.on))


@cache
def _published() -> Mapping[int, list[dict[str, Any]]]:
    years: dict[int, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return years


def _arranged(festival: Mapping[str, Any]) -> Iterator[SpecialDay]:
    names = {"name": festival["name"], "name_en": festival["name_en"], "is_public": True}
    first, last = festival["days"]
    for number in range((last - first).days + 1):
        yield SpecialDay(first + timedelta(days=number), HOLIDAY, **names)
    for day, follows in (festival.get("workdays") or {}).items():
        yield SpecialDay(day, WORKDAY, follows=DAYS.index(follows), **names)


def _statutory(year: int) -> Iterator[SpecialDay]:
    chinese = holidays.country_holidays("CN", years=year, language="zh_CN")
    english = holidays.country_holidays("CN", years=year, language="en_US")
    for day, name in sorted(chinese.items()):
        if day.year == year:
            names = name.replace("; ", "、"), english[day].replace("; ", " and ")
            yield SpecialDay(day, HOLIDAY, *names, is_public=True)
