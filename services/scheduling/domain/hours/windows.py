"""Wall-clock windows of a week, and how they become cells. Minutes count from the midnight that begins the day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from services.scheduling.domain.errors import BadWindow
from services.scheduling.domain.hours.cells import CELL_MINUTES, EPOCH, Span, joined

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LATEST = 48 * 60
MINUTE = timedelta(minutes=1)
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")

Window = tuple[int, int]


def clock_minutes(text: str) -> int:
    """Minutes after midnight of `10:00`; past midnight is `26:00`. BadWindow when it is no clock time."""
    matched = CLOCK.fullmatch(text)
    minutes = int(matched[1]) * 60 + int(matched[2]) if matched else LATEST + 1
    if minutes > LATEST:
        raise BadWindow(text)
    return minutes


def clock_text(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@dataclass(frozen=True)
class Shift:
    """A window of work and the breaks in it; an inverted or empty one is no window."""

    start: int
    end: int
    breaks: tuple[Window, ...] = ()

    @property
    def windows(self) -> list[Window]:
        """What is left between the breaks."""
        left, start = [], self.start
        for pause_start, pause_end in sorted(self.breaks):
            if pause_end <= pause_start:
                continue
            left.append((start, min(pause_start, self.end)))
            start = max(start, pause_end)
        return [(start, end) for start, end in [*left, (start, self.end)] if start < end]

    @property
    def whole(self) -> "Shift":
        """The same from beginning to end, as if there were no breaks."""
        return Shift(self.start, self.end)

    @classmethod
    def read(cls, written: Mapping[str, object]) -> "Shift":
        """From `{"from": "10:00", "to": "19:00", "breaks": [{"from": …, "to": …}]}`."""
        pauses = written.get("breaks") or []
        breaks = tuple(_window(pause) for pause in pauses)  # type: ignore[attr-defined]
        return cls(*_window(written), breaks)

    def written(self) -> dict[str, object]:
        pauses = [{"from": clock_text(start), "to": clock_text(end)} for start, end in self.breaks]
        return {"from": clock_text(self.start), "to": clock_text(self.end), "breaks": pauses}


Day = tuple[Shift, ...]
Week = tuple[Day, ...]
EMPTY_WEEK: Week = ((),) * 7


def read_day(written: Iterable[Mapping[str, object]]) -> Day:
    return tuple(Shift.read(shift) for shift in written)


def read_week(written: Mapping[str, Sequence[Mapping[str, object]]]) -> Week:
    """Monday first; a day left out is free."""
    return tuple(read_day(written.get(day) or ()) for day in DAYS)


def written_week(week: Week) -> dict[str, list[dict[str, object]]]:
    return {day: [shift.written() for shift in shifts] for day, shifts in zip(DAYS, week, strict=True)}


def bits_on(shifts: Day, day: date, zone: ZoneInfo, span: Span) -> int:
    """The cells of a day's shifts. Only whole cells count; overlapping and touching windows become one before that, so
    that a cell in which one ends and the next begins counts as well.
    """
    bits = 0
    for start, end in joined(window for shift in shifts for window in shift.windows):
        bits |= span.bits(local_cell(zone, day, start), utc_minute(zone, day, end) // CELL_MINUTES)
    return bits


@lru_cache(maxsize=1024)
def aligned_bits(zone: ZoneInfo, first_minute: int, days: int, cell_minutes: int, minutes: int) -> int:
    """The cells of so many days from a minute (from 1970, UTC) on which the local clock shows a multiple of `minutes`.

    A day on which the clock does not change is one pattern; another is looked at cell by cell.
    """
    cells = 24 * 60 // cell_minutes
    bits = 0
    for day in range(days):
        first = first_minute + day * 24 * 60
        ends = _offset(zone, first), _offset(zone, first + 24 * 60)
        for cell in range(cells):
            at = first + cell * cell_minutes
            if (at + (ends[0] if ends[0] == ends[1] else _offset(zone, at))) % minutes == 0:
                bits |= 1 << day * cells + cell
    return bits


def _offset(zone: ZoneInfo, minute: int) -> int:
    """Minutes by which the local clock is ahead of UTC; 1970 began on a full hour everywhere."""
    ahead = (EPOCH + minute * MINUTE).astimezone(zone).utcoffset()
    return 0 if ahead is None else ahead // MINUTE


def local_days(span: Span, zone: ZoneInfo) -> list[date]:
    """Every local date whose windows may reach into the span; a window may run two days past its midnight."""
    first = span.start.astimezone(zone).date() - timedelta(days=2)
    last = span.end.astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@lru_cache(maxsize=65536)
def utc_minute(zone: ZoneInfo, day: date, minutes: int) -> int:
    """The minute, from 1970 in UTC, at which a wall clock of the zone shows that time.

    A time that the spring night skips is read with the offset before the jump; one that the autumn night has twice is
    the first of the two.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return (wall.replace(tzinfo=zone).astimezone(UTC) - EPOCH) // MINUTE


def local_cell(zone: ZoneInfo, day: date, minutes: int) -> int:
    """The first cell, from 1970, that begins at that wall-clock time or later."""
    return -(-utc_minute(zone, day, minutes) // CELL_MINUTES)


def _window(written: Mapping[str, object]) -> Window:
    return clock_minutes(str(written["from"])), clock_minutes(str(written["to"]))
