"""How stated cases are written: clock times, intervals and weeks in every style that people use for them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.scheduling.domain.hours.windows import DAYS, Window

Case = Mapping[str, Any]

CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
SPAN = re.compile(rf"({CLOCK.pattern})(?:[-–—~,'\"\s]+|\s*(?:to|until)\s*)({CLOCK.pattern})")
GROUPS = {"weekday": range(5), "workday": range(5), "weekend": (5, 6)}
EVERY_DAY = frozenset({"daily", "everyday", "every day", "all", "*", "always", "all days"})


def number(case: Case, name: str, default: int = 0) -> int:
    """Minutes; what is not there or null is the default."""
    value = case.get(name)
    return default if value is None else int(value)


def minutes_of(text: str) -> int:
    """Minutes after midnight; `24:00` is the day's end, and so is its last second. ValueError when it is no time."""
    matched = CLOCK.fullmatch(str(text).strip())
    if matched is None:
        raise ValueError(f"{text!r} is no clock time")
    hours, minutes, seconds = int(matched[1]), int(matched[2]), int(matched[3] or 0)
    if hours > 2 * 24 or minutes > 59:  # noqa: PLR2004 - an hour has sixty minutes
        raise ValueError(f"{text!r} is no clock time")
    return hours * 60 + minutes + bool(seconds)


def intervals(value: Any) -> list[tuple[str, str]]:
    """Pairs of clock times or instants: from pairs, `{"from": …, "to": …}`, texts such as `09:00-12:00`, or lists."""
    if value is None:
        return []
    if isinstance(value, str):
        return [(found[0], found[4]) for found in SPAN.findall(value)]
    if isinstance(value, Mapping):
        return [(value.get("from", value.get("start")), value.get("to", value.get("end")))]
    if _is_pair(value):
        return [(value[0], value[1])]
    return [pair for one in value for pair in intervals(one)]


def windows_of(value: Any) -> list[Window]:
    """The windows of a day in minutes after midnight; closed, empty and inverted ones are none."""
    found = [(minutes_of(start), minutes_of(end)) for start, end in intervals(value)]
    return [window for window in found if window[0] < window[1]]


def windows_on(case: Case, day: date) -> list[Window]:
    """What holds on a date: what overrides it, or what the week says."""
    override = case.get("override") or case.get("overrides") or {}
    if day.isoformat() in override:
        return [] if "closed" in str(override[day.isoformat()]).lower() else windows_of(override[day.isoformat()])
    weekly = case.get("weekly") or {}
    return [
        window
        for key, value in weekly.items()
        if day.weekday() in weekdays(key) and "closed" not in str(value).lower()
        for window in windows_of(value)
    ]


def weekdays(key: str) -> set[int]:
    """Monday is 0. A key is `Mon`, `Monday`, `Mon-Fri`, `Sat-Mon`, `Mon, Wed`, `weekdays` or `daily`."""
    if key.strip().lower() in EVERY_DAY:
        return set(range(7))
    return {day for part in re.split(r"[,;/&+]|\band\b", key.lower()) if part.strip() for day in _days_of(part)}


def _days_of(part: str) -> Iterable[int]:
    name = part.strip()
    if group := next((days for word, days in GROUPS.items() if name.startswith(word)), None):
        return group
    ends = [_day(end) for end in re.split(r"-|–|—|\bto\b", name)]
    first, last = ends[0], ends[-1]
    return [day % 7 for day in range(first, last + (1 if last >= first else 8))]


def _day(name: str) -> int:
    found = [number for number, day in enumerate(DAYS) if name.strip()[:2] == day[:2]]
    if not found:
        raise ValueError(f"{name!r} is no day of the week")
    return found[0]


def _is_pair(value: Any) -> bool:
    """Whether two times stand for one interval, rather than two texts for two."""
    texts = len(value) >= 2 and all(isinstance(end, str) for end in value[:2])  # noqa: PLR2004 - a pair has two ends
    return bool(texts and not any(SPAN.search(end) for end in value[:2]))
