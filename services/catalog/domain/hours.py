"""When a store is open in an ordinary week, on the store's own clock."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from shared.errors import Invalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY, WEEK = 24 * 60, 7 * 24 * 60
LATEST_END = 36 * 60
STEP = 5
CLOCK = re.compile(r"([0-9]{2}):([0-5][0-9])")

Weekly = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True, order=True)
class Window:
    """Open from `start` until `end`, in minutes after the day's midnight; past 24:00 is the night after."""

    start: int
    end: int


@dataclass(frozen=True)
class OpeningHours:
    """The windows of each day, Monday first; a day without any is a day the store is closed."""

    days: tuple[tuple[Window, ...], ...]

    @classmethod
    def parse(cls, weekly: Weekly) -> Self:
        """From `{"mon": [{"from": "10:00", "to": "26:00"}], …}`; a day left out is closed.

        Invalid names the window: bad clock times, ends before starts, two windows over the same time.
        """
        if unknown := set(weekly) - set(DAYS):
            raise _wrong(min(unknown), f"the days are {', '.join(DAYS)}")
        hours = cls(tuple(tuple(_windows(day, weekly.get(day, ()))) for day in DAYS))
        hours._refuse_overlaps()
        return hours

    def weekly(self) -> dict[str, list[dict[str, str]]]:
        return {
            day: [{"from": _clock(window.start), "to": _clock(window.end)} for window in windows]
            for day, windows in zip(DAYS, self.days, strict=True)
        }

    def _refuse_overlaps(self) -> None:
        week = [
            (index * DAY + window.start, index * DAY + window.end, day)
            for index, (day, windows) in enumerate(zip(DAYS, self.days, strict=True))
            for window in windows
        ]
        if not week:
            return
        first_start, first_end, first_day = week[0]
        for (_, end, _), (start, _, day) in pairwise([*week, (first_start + WEEK, first_end + WEEK, first_day)]):
            if start < end:
                raise _wrong(day, "this overlaps the window before it")


ALWAYS_CLOSED = OpeningHours(((),) * len(DAYS))


def _windows(day: str, windows: Sequence[Mapping[str, str]]) -> Iterator[Window]:
    parsed = []
    for index, window in enumerate(windows):
        start = _minutes(f"{day}.{index}.from", window["from"], DAY - STEP)
        end = _minutes(f"{day}.{index}.to", window["to"], LATEST_END)
        if end <= start:
            raise _wrong(f"{day}.{index}.to", "it closes before it opens; past midnight is written 26:00")
        parsed.append(Window(start, end))
    yield from sorted(parsed)


def _minutes(path: str, text: str, latest: int) -> int:
    matched = CLOCK.fullmatch(text)
    minutes = int(matched[1]) * 60 + int(matched[2]) if matched else -1
    if not 0 <= minutes <= latest or minutes % STEP:
        raise _wrong(path, f"a clock time such as 10:00, in steps of {STEP} minutes, at most {_clock(latest)}")
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _wrong(path: str, text: str) -> Invalid:
    return Invalid("the opening hours do not hold together", fields={f"opening_hours.{path}": [text]})
