"""Availability cases as other booking systems state them, answered by the functions that serve the shop.

One case is one JSON object; wall-clock times are `HH:MM` in its `timezone`, intervals half-open. Cells are one minute
here, which the functions do not notice: stated cases know no five minutes.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.scheduling.domain.buffers import fitting
from services.scheduling.domain.cells import EPOCH, at_least, each_bit, room_for, runs, stretch
from services.scheduling.domain.grid import Grid, alignment_of, on_grid
from services.scheduling.domain.windows import DAYS, MINUTE, Shift, aligned_bits, clock_minutes, utc_minute

Case = Mapping[str, Any]
Pair = Sequence[str]

SOME_DAY = "2026-01-05"
MARGIN = 2 * 24 * 60
SIZE = 6 * 24 * 60
WINDOW = re.compile(r"(\d{1,2}:\d{2})[-–,'\s]+(\d{1,2}:\d{2})")


def answer(case: Case) -> dict[str, Any]:
    """The answer to one case, without its id; ValueError for a kind nobody knows."""
    kinds: dict[str, Callable[[Case], dict[str, Any]]] = {
        "start_times": lambda case: {"starts": _clocks(case, _Day(case).starts(case))},
        "working_windows": _working_windows,
        "offered_refused": _offered_refused,
        "capacity": _capacity,
    }
    if case.get("kind") not in kinds:
        raise ValueError(f"no such kind of case: {case.get('kind')!r}")
    return kinds[case["kind"]](case)


class _Day:
    """One local day of a case as bits of minutes; bit 0 is two days before its midnight."""

    def __init__(self, case: Case) -> None:
        self.zone = ZoneInfo(case.get("timezone", "UTC"))
        self.day = date.fromisoformat(case.get("date", SOME_DAY))
        self.base = utc_minute(self.zone, self.day, 0) - MARGIN

    def at(self, clock: str) -> int:
        """The bit of a wall-clock time."""
        return utc_minute(self.zone, self.day, clock_minutes(clock)) - self.base

    def local(self, bit: int) -> datetime:
        return (EPOCH + (self.base + bit) * MINUTE).astimezone(self.zone)

    def bits(self, pairs: Iterable[Pair], before: int = 0, after: int = 0) -> int:
        """The minutes of the intervals, each widened; an inverted or empty one is none."""
        bits = 0
        for start, end in pairs:
            if self.at(start) < self.at(end):
                bits |= stretch(self.at(start) - before, self.at(end) + after)
        return bits

    def fits(self, case: Case) -> int:
        """The starts at which the visit lies in working time and it, with what guards it, in free time."""
        before, after = case.get("buffer_before_min", 0), case.get("buffer_after_min", 0)
        gap, length = case.get("gap_min", 0), case["duration_min"]
        working = self.bits(case["working"]) if "working" in case else stretch(0, SIZE)
        taken = self.bits([*case.get("busy", ()), *case.get("external_busy", ())])
        taken |= self.bits(case.get("existing", ()), before + gap, after + gap)
        inside = room_for(working & ~self.bits(case.get("breaks", ())), length)
        return inside & fitting(stretch(0, SIZE) & ~taken, ((-before, length + after),))

    def starts(self, case: Case) -> int:
        """The starts offered, as bits."""
        guards = case.get("buffer_before_min", 0) + case.get("buffer_after_min", 0)
        shortest = case.get("shortest_min", case["duration_min"]) + guards
        step = case.get("step_min", case["duration_min"])
        grid = Grid(step, case.get("anchor", "window"), shortest)
        aligned = aligned_bits(self.zone, self.base, SIZE // (24 * 60), 1, alignment_of(step))
        return on_grid(self.fits(case), grid, earliest=self.earliest(case), aligned=aligned)

    def earliest(self, case: Case) -> int:
        """The first start that leaves the notice and is not before what was asked for."""
        first = self.at(case["not_before"]) if "not_before" in case else 0
        if "now" in case:
            now = datetime.fromisoformat(case["now"])
            now = now if now.tzinfo else now.replace(tzinfo=self.zone)
            noticed = now + timedelta(minutes=case.get("min_notice_min", 0))
            first = max(first, -((EPOCH - noticed) // MINUTE) - self.base)
        return first


def _clocks(case: Case, bits: int) -> list[str]:
    """The starts of the case's own date, on its clock."""
    day = _Day(case)
    return [day.local(bit).strftime("%H:%M") for bit in each_bit(bits) if day.local(bit).date() == day.day]


def _working_windows(case: Case) -> dict[str, Any]:
    """Windows in UTC over inclusive dates; those of neighbouring days that touch merge."""
    zone = ZoneInfo(case["timezone"])
    first, last = date.fromisoformat(case["from"]), date.fromisoformat(case["to"])
    base = utc_minute(zone, first, 0) - MARGIN
    bits = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for shift in _shifts_on(case, day):
            bits |= stretch(utc_minute(zone, day, shift.start) - base, utc_minute(zone, day, shift.end) - base)
    return {"windows_utc": [[_instant(base + start), _instant(base + end)] for start, end in runs(bits)]}


def _shifts_on(case: Case, day: date) -> list[Shift]:
    override = case.get("override", {}).get(day.isoformat())
    texts = [override] if override is not None else _weekly(case.get("weekly", {}), day)
    if any("closed" in str(text) for text in texts):
        return []
    return [
        Shift(clock_minutes(start), clock_minutes(end)) for text in texts for start, end in WINDOW.findall(str(text))
    ]


def _weekly(weekly: Mapping[str, Any], day: date) -> list[Any]:
    """What the week says of a day; keys are `Mon`, `Mon-Fri` or several of them after commas."""
    return [text for key, text in weekly.items() if day.weekday() in _weekdays(key)]


def _weekdays(key: str) -> set[int]:
    found: set[int] = set()
    for part in key.lower().split(","):
        names = [DAYS.index(name.strip()[:3]) for name in part.split("-")]
        found |= {number % 7 for number in range(names[0], names[-1] + (1 if names[-1] >= names[0] else 8))}
    return found


def _instant(minute: int) -> str:
    return (EPOCH + minute * MINUTE).astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _offered_refused(case: Case) -> dict[str, Any]:
    day = _Day(case)
    fits = day.fits(case)
    offered = [start for start in case["candidates"] if fits >> day.at(start) & 1]
    return {"offered": offered, "refused": [start for start in case["candidates"] if start not in offered]}


def _capacity(case: Case) -> dict[str, Any]:
    """Accepted while a unit is left at every minute; each unit rests `buffer_min` between two visits.

    Visits can be given to so many units exactly when never more of them overlap at once.
    """
    day, buffer = _Day(case), case.get("buffer_min", 0)
    existing = [day.bits([pair], after=buffer) for pair in case["existing"]]
    full = at_least(case["capacity"], existing)
    return {"accepted": not full & day.bits([case["new"]], after=buffer)}
