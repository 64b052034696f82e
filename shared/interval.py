"""A half-open stretch of time, `[start, end)`, between aware instants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self


@dataclass(frozen=True, order=True)
class Interval:
    """`start` belongs to it, `end` does not; neighbours touch without overlapping."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            msg = "an interval needs aware instants"
            raise ValueError(msg)
        if self.end <= self.start:
            msg = f"an interval ends after it starts: {self.start} .. {self.end}"
            raise ValueError(msg)

    @classmethod
    def of_minutes(cls, start: datetime, minutes: int) -> Self:
        return cls(start, start + timedelta(minutes=minutes))

    @property
    def minutes(self) -> int:
        return round((self.end - self.start) / timedelta(minutes=1))

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Interval") -> bool:
        return self.start <= other.start and other.end <= self.end

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def cut_to(self, other: "Interval") -> "Interval | None":
        """The part that both share, if any."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None

    def widened(self, before: timedelta, after: timedelta) -> "Interval":
        return Interval(self.start - before, self.end + after)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time with as few intervals as possible, in order; adjacent ones become one."""
    result: list[Interval] = []
    for interval in sorted(intervals):
        if result and interval.start <= result[-1].end:
            result[-1] = Interval(result[-1].start, max(result[-1].end, interval.end))
        else:
            result.append(interval)
    return result
