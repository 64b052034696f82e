"""Dates: relative days, weekdays, days of a month, weeks and weekends.

A weekday alone is the next one, today included; 这周 and 下周 count calendar weeks from Monday. A date without a year
or month is the next one that has not passed.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from services.chatbot.domain.numerals import NUMBER, number
from services.chatbot.domain.times.found import Days

Span = tuple[date, date]
Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], Span | None]]

DAYS_OF_WEEK = 7
DECEMBER = 12
SATURDAY = 5
_RELATIVE = {
    "大后": 3, "后": 2, "後": 2, "明": 1, "今": 0, "昨": -1, "前": -2,
    "day after tomorrow": 2, "tomorrow": 1, "today": 0, "tonight": 0, "yesterday": -1,
}  # fmt: skip
_WEEKDAYS = {char: index % DAYS_OF_WEEK for index, char in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAYS |= {str(index + 1): index for index in range(DAYS_OF_WEEK)}
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHICH_WEEK = {"下下": 2, "下": 1, "next": 1, "这": 0, "本": 0, "這": 0, "this": 0, "上": -1, "last": -1}

_WEEK = r"(?:周|週|星期|礼拜|禮拜)"
_WEEKDAY = r"[一二三四五六日天1-7]"
_THE_WEEK = rf"(?P<which>下下|下|这|這|本|上)?个?{_WEEK}"
_ENGLISH_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = r"(?P<month>" + "|".join(_ENGLISH_MONTHS) + r")[a-z]*\.?"


def _the_day(first: date | None) -> Span | None:
    return (first, first) if first else None


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _monday(today: date, weeks: int) -> date:
    return today + timedelta(days=DAYS_OF_WEEK * weeks - today.weekday())


def _weekday(which: str | None, weekday: int, today: date) -> date:
    if which:
        return _monday(today, _WHICH_WEEK[which]) + timedelta(days=weekday)
    return today + timedelta(days=(weekday - today.weekday()) % DAYS_OF_WEEK)


def _relative(found: re.Match[str], today: date) -> Span | None:
    return _the_day(today + timedelta(days=_RELATIVE[found["day"]]))


def _full_date(found: re.Match[str], today: date) -> Span | None:  # noqa: ARG001 - all rules are called alike
    return _the_day(_day_of(int(found["year"]), int(found["month"]), int(found["day"])))


def _month_and_day(found: re.Match[str], today: date) -> Span | None:
    month, day = number(found["month"]), number(found["day"])
    this_year = _day_of(today.year, month, day)
    if this_year and this_year >= today:
        return _the_day(this_year)
    return _the_day(_day_of(today.year + 1, month, day) or this_year)


def _english_date(found: re.Match[str], today: date) -> Span | None:
    month, day = _ENGLISH_MONTHS.index(found["month"]) + 1, int(found["day"])
    this_year = _day_of(today.year, month, day)
    return _the_day(this_year if this_year and this_year >= today else _day_of(today.year + 1, month, day))


def _day_of_month(found: re.Match[str], today: date) -> Span | None:
    """The next such day, from next month on when 下个月 was said; months that are too short are passed over."""
    day, year, month = number(found["day"]), today.year, today.month
    skip = 1 if found["next"] else 0
    for _ in range(DECEMBER):
        candidate = _day_of(year, month, day)
        if candidate and candidate >= today and not skip:
            return _the_day(candidate)
        skip = max(0, skip - 1)
        year, month = (year + 1, 1) if month == DECEMBER else (year, month + 1)
    return None


def _weekday_range(found: re.Match[str], today: date) -> Span | None:
    first = _weekday(found["which"], _WEEKDAYS[found["first"]], today)
    return first, first + timedelta(days=(_WEEKDAYS[found["last"]] - first.weekday()) % DAYS_OF_WEEK)


def _one_weekday(found: re.Match[str], today: date) -> Span | None:
    return _the_day(_weekday(found["which"], _WEEKDAYS[found["day"]], today))


def _english_weekday(found: re.Match[str], today: date) -> Span | None:
    return _the_day(_weekday(found["which"], _ENGLISH_DAYS.index(found["day"][:3]), today))


def _weekend(found: re.Match[str], today: date) -> Span | None:
    saturday = _monday(today, _WHICH_WEEK[found["which"] or "这"]) + timedelta(days=SATURDAY)
    return max(saturday, today) if found["which"] not in {"上", "last"} else saturday, saturday + timedelta(days=1)


def _whole_week(found: re.Match[str], today: date) -> Span | None:
    monday = _monday(today, _WHICH_WEEK[found["which"]])
    last = monday + timedelta(days=DAYS_OF_WEEK - 1)
    return (max(monday, today) if last >= today else monday), last


def _days_from_now(found: re.Match[str], today: date) -> Span | None:
    unit = DAYS_OF_WEEK if found["unit"] in {"周", "週", "星期", "week", "weeks"} else 1
    return _the_day(today + timedelta(days=number(found["count"]) * unit))


# Earlier rules win where they overlap, so the longer forms come first.
_RULES: tuple[Rule, ...] = (
    (re.compile(r"(?P<year>20\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?"), _full_date),
    (re.compile(rf"(?P<month>{NUMBER})月(?P<day>{NUMBER})[日号號]?"), _month_and_day),
    (re.compile(r"(?<![\d/])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/])"), _month_and_day),
    (re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"), _english_date),
    (re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b"), _english_date),
    (re.compile(r"\b(?P<day>day after tomorrow|tomorrow|today|tonight|yesterday)\b"), _relative),
    (re.compile(rf"(?P<count>{NUMBER})个?(?P<unit>天|日|周|週|星期)(?:以后|之后|后|後)"), _days_from_now),
    (re.compile(r"\bin (?P<count>\d{1,2}) (?P<unit>days?|weeks?)\b"), _days_from_now),
    (re.compile(r"(?P<day>大后|后|後|明|今|昨|前)(?:天|日|儿个?|(?=[晚早]))"), _relative),
    (re.compile(rf"{_THE_WEEK}(?P<first>{_WEEKDAY})(?:到|至|-|~){_WEEK}?(?P<last>{_WEEKDAY})(?!点)"), _weekday_range),
    (re.compile(rf"{_THE_WEEK}末"), _weekend),
    (re.compile(r"(?:\b(?P<which>this|next) )?\bweekend\b"), _weekend),
    (re.compile(rf"{_THE_WEEK}(?P<day>[一二三四五六日天]|[1-7](?!\d|个|次|天|点|:))"), _one_weekday),
    (re.compile(rf"\b(?:(?P<which>next|this) )?(?P<day>{_ENGLISH_WEEKDAY})\b"), _english_weekday),
    (re.compile(rf"(?P<which>下下|下|这|這|本)个?{_WEEK}(?!末)"), _whole_week),
    (re.compile(r"\b(?P<which>next|this) week\b"), _whole_week),
    (re.compile(rf"(?P<next>下个?月)?(?P<day>{NUMBER})[号號日](?!线|楼|店|口|技师)"), _day_of_month),
)  # fmt: skip


def find_days(text: str, today: date) -> tuple[Days, ...]:
    """The dates of the text in order. A match that names no real day (11月31号) is no date."""
    found_days: list[Days] = []
    taken: list[tuple[int, int]] = []
    for pattern, reading in _RULES:
        for found in pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            taken.append(found.span())
            span = reading(found, today)
            if span:
                found_days.append(Days(*found.span(), *span))
    return tuple(_joined(sorted(found_days, key=lambda days: days.start), text))


def _reach(first: Days, second: Days, text: str) -> bool:
    return text[first.end : second.start].strip() in {"到", "至", "-", "~", "to"} and second.last >= first.first


def _joined(found: list[Days], text: str) -> Iterator[Days]:
    """Two dates with 到 between them are one stretch."""
    waiting: Days | None = None
    for days in found:
        if waiting and _reach(waiting, days, text):
            waiting = Days(waiting.start, days.end, waiting.first, days.last)
            continue
        if waiting:
            yield waiting
        waiting = days
    if waiting:
        yield waiting
