"""Availability cases as other booking systems state them, answered by the functions that serve the shop.

One case is one JSON object; wall-clock times are `HH:MM` in its `timezone`, intervals half-open. Cells are one minute
here, which the functions do not notice: stated cases know no five minutes.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.rules import CLOCK, TIGHT, WINDOW
from services.scheduling.domain.hours.cells import EPOCH, at_least, each_bit, room_for, runs, stretch
from services.scheduling.domain.hours.windows import MINUTE, aligned_bits, utc_minute
from services.scheduling.domain.offer.buffers import fitting
from services.scheduling.domain.offer.case_fields import Case, intervals, minutes_of, number, windows_on
from services.scheduling.domain.offer.grid import Grid, alignment_of, on_grid

SOME_DAY = "2026-01-05"
MARGIN = 2 * 24 * 60
SIZE = 6 * 24 * 60
CLOCK_LENGTH = len("23:59:59.999")


def answer(case: Case) -> dict[str, Any]:
    """The answer to one case, without its id; ValueError for a kind nobody knows or a field that cannot be read."""
    kinds: dict[str, Callable[[Case], dict[str, Any]]] = {
        "start_times": lambda case: {"starts": _Day(case).clocks(_Day(case).starts(case))},
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
        self.zone = ZoneInfo(case.get("timezone") or "UTC")
        self.day = date.fromisoformat(case.get("date") or SOME_DAY)
        self.base = utc_minute(self.zone, self.day, 0) - MARGIN

    def at(self, text: str) -> int:
        """The bit of a wall-clock time, or of an instant; a started minute counts."""
        if len(text) <= CLOCK_LENGTH and "T" not in text and "-" not in text:
            return utc_minute(self.zone, self.day, minutes_of(text)) - self.base
        instant = datetime.fromisoformat(text)
        instant = instant if instant.tzinfo else instant.replace(tzinfo=self.zone)
        return -((EPOCH - instant.astimezone(UTC)) // MINUTE) - self.base

    def local(self, bit: int) -> datetime:
        return (EPOCH + (self.base + bit) * MINUTE).astimezone(self.zone)

    def clocks(self, bits: int) -> list[str]:
        """The starts of the case's own date, on its clock."""
        return [at.strftime("%H:%M") for at in map(self.local, each_bit(bits)) if at.date() == self.day]

    def bits(self, pairs: Iterable[tuple[str, str]], before: int = 0, after: int = 0) -> int:
        """The minutes of the intervals, each widened; an inverted or empty one is none."""
        bits = 0
        for start, end in pairs:
            if self.at(start) < self.at(end):
                bits |= stretch(max(self.at(start) - before, 0), min(self.at(end) + after, SIZE))
        return bits

    def fits(self, case: Case) -> int:
        """The starts at which the visit lies in working time and it, with what guards it, in free time."""
        before, after = number(case, "buffer_before_min"), number(case, "buffer_after_min")
        gap, length = number(case, "gap_min"), number(case, "duration_min")
        if length <= 0:
            raise ValueError("a visit lasts at least a minute: duration_min")
        working = self.bits(intervals(case["working"])) if case.get("working") is not None else stretch(0, SIZE)
        taken = self.bits([*intervals(case.get("busy")), *intervals(case.get("external_busy"))])
        taken |= self.bits(intervals(case.get("existing")), before + gap, after + gap)
        inside = room_for(working & ~self.bits(intervals(case.get("breaks"))), length)
        return inside & fitting(stretch(0, SIZE) & ~taken, ((-before, length + after),))

    def starts(self, case: Case) -> int:
        """The starts offered, as bits."""
        guards = number(case, "buffer_before_min") + number(case, "buffer_after_min")
        shortest = number(case, "shortest_min", number(case, "duration_min")) + guards
        step, anchor = number(case, "step_min", number(case, "duration_min")), case.get("anchor") or WINDOW
        if anchor not in {WINDOW, CLOCK, TIGHT} or step <= 0:
            raise ValueError(f"no such grid: {step} min, {anchor}")
        aligned = aligned_bits(self.zone, self.base, SIZE // (24 * 60), 1, alignment_of(step))
        return on_grid(self.fits(case), Grid(step, anchor, shortest), earliest=self.earliest(case), aligned=aligned)

    def earliest(self, case: Case) -> int:
        """The first start that leaves the notice and is not before what was asked for."""
        first = self.at(case["not_before"]) if case.get("not_before") else 0
        if case.get("now"):
            first = max(first, self.at(case["now"]) + number(case, "min_notice_min"))
        return first


def _working_windows(case: Case) -> dict[str, Any]:
    """Windows in UTC over inclusive dates; those of neighbouring days that touch merge."""
    zone = ZoneInfo(case.get("timezone") or "UTC")
    first, last = date.fromisoformat(case["from"]), date.fromisoformat(case["to"])
    base = utc_minute(zone, first, 0) - MARGIN
    bits = 0
    for day in (first + timedelta(days=more) for more in range((last - first).days + 1)):
        for start, end in windows_on(case, day):
            bits |= stretch(utc_minute(zone, day, start) - base, utc_minute(zone, day, end) - base)
    return {"windows_utc": [[_instant(base + start), _instant(base + end)] for start, end in runs(bits)]}


def _instant(minute: int) -> str:
    return (EPOCH + minute * MINUTE).astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _offered_refused(case: Case) -> dict[str, Any]:
    """Each candidate as it was written: a start, or a whole visit with a length of its own."""
    day = _Day(case)
    offered = [candidate for candidate in case["candidates"] if _is_offered(day, case, candidate)]
    return {"offered": offered, "refused": [one for one in case["candidates"] if one not in offered]}


def _is_offered(day: _Day, case: Case, candidate: Any) -> bool:
    if isinstance(candidate, str):
        return bool(day.fits(case) >> day.at(candidate) & 1)
    ((start, end),) = intervals(candidate)
    return bool(day.fits({**case, "duration_min": day.at(end) - day.at(start)}) >> day.at(start) & 1)


def _capacity(case: Case) -> dict[str, Any]:
    """Accepted while a unit is left at every minute; each unit rests `buffer_min` between two visits.

    Visits can be given to so many units exactly when never more of them overlap at once.
    """
    day, buffer = _Day(case), number(case, "buffer_min")
    existing = [day.bits([pair], after=buffer) for pair in intervals(case.get("existing"))]
    full = at_least(number(case, "capacity", 1), existing)
    return {"accepted": not full & day.bits(intervals(case["new"]), after=buffer)}
