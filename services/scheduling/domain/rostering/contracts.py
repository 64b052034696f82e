"""What a technician agreed to, and what they wish for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from services.scheduling.domain.hours.windows import Shift, Week, Window, clock_minutes, clock_text

OFF, WORK, SHIFT = "off", "work", "shift"
WISHES = (OFF, WORK, SHIFT)
WEEK = 7


@dataclass(frozen=True)
class Contract:
    """Minutes of work, breaks not counted. A shift longer than `break_after_minutes` has a break.

    A week has no more than its minutes, and may stay under them by the tolerance: no sum of shifts meets every number.
    """

    week_minutes: int = 40 * 60
    days_off: int = 2
    longest_day_minutes: int = 8 * 60
    shortest_rest_minutes: int = 11 * 60
    break_minutes: int = 60
    break_after_minutes: int = 6 * 60
    tolerance_minutes: int = 8 * 60

    def most_minutes(self, days: int) -> int:
        """What may be worked in a week, or in the first `days` of one, rounded up to the hour."""
        return -(-self.week_minutes * days // (WEEK * 60)) * 60

    def least_minutes(self, days: int, available: int) -> int:
        """What is to be worked at least: leave is taken off in proportion."""
        owed = self.week_minutes * min(available, days) // WEEK
        return max(owed - self.tolerance_minutes, 0)

    def most_days(self, days: int) -> int:
        """How many of the days of a week, or of its part, may be worked."""
        return days - self.days_off * days // WEEK

    @classmethod
    def like(cls, week: Week) -> Self:
        """The contract that a weekly plan amounts to."""
        worked = [sum(end - start for shift in shifts for start, end in shift.windows) for shifts in week]
        breaks = [end - start for shifts in week for shift in shifts for start, end in shift.breaks]
        longest, pause = max(worked), max(breaks, default=0)
        after = min(cls.break_after_minutes, longest - 1) if pause else longest
        return cls(sum(worked), worked.count(0), longest, cls.shortest_rest_minutes, pause, after)

    def written(self) -> dict[str, int]:
        return asdict(self)

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        return cls(**{name: int(value) for name, value in written.items()})


@dataclass(frozen=True)
class ShiftWish:
    """For one day: to have it off, to work, or to work within a window (`shift`) and at no other time."""

    technician_id: str
    on: date
    kind: str
    window: Window | None = None
    id: str = ""

    def is_kept_by(self, shifts: tuple[Shift, ...]) -> bool:
        if self.kind == OFF:
            return not shifts
        if self.kind == WORK or self.window is None:
            return bool(shifts)
        start, end = self.window
        return bool(shifts) and all(start <= shift.start and shift.end <= end for shift in shifts)

    def written(self) -> dict[str, Any]:
        window = self.window and {"from": clock_text(self.window[0]), "to": clock_text(self.window[1])}
        wish = {"technician_id": self.technician_id, "on": self.on.isoformat(), "kind": self.kind}
        return {"id": self.id, **wish, **(window or {})}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        has_window = written.get("from") and written.get("to")
        window = (clock_minutes(written["from"]), clock_minutes(written["to"])) if has_window else None
        on = date.fromisoformat(written["on"])
        return cls(written["technician_id"], on, written["kind"], window, written.get("id") or "")
