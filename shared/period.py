"""A stretch of whole days that figures are told of, and the one before it that they are compared with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Self
from zoneinfo import ZoneInfo

from shared.errors import Invalid
from shared.interval import Interval

LONGEST_DAYS = 366
WEEK = 7


@dataclass(frozen=True)
class Period:
    """Days of a calendar, `last` included; which instants they are, the zone of a store says."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date, last: date) -> Self:
        """As somebody asks for it: Invalid for days in the wrong order or too many."""
        if last < first:
            raise Invalid("the days are in the wrong order", fields={"to": ["before from"]})
        if (last - first).days >= LONGEST_DAYS:
            raise Invalid("too many days", fields={"to": [f"at most {LONGEST_DAYS} days"]})
        return cls(first, last)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def before(self) -> "Period":
        """As many days, the same weekdays, as few whole weeks earlier as do not meet this period.

        A day is compared with the same day of last week, a week with last week, thirty days with those five weeks ago:
        a Saturday of massage is nothing like a Tuesday.
        """
        earlier = timedelta(days=-(-len(self.days) // WEEK) * WEEK)
        return Period(self.first - earlier, self.last - earlier)

    def parts(self, days: int) -> list["Period"]:
        """The period cut into so many days each, and what is left."""
        starts = self.days[::days]
        return [Period(start, min(start + timedelta(days=days - 1), self.last)) for start in starts]

    def weeks(self) -> list["Period"]:
        """The period cut at each Monday."""
        starts = [self.first, *(day for day in self.days[1:] if day.weekday() == 0)]
        ends = [start - timedelta(days=1) for start in starts[1:]]
        return [Period(start, end) for start, end in zip(starts, [*ends, self.last], strict=True)]

    def during(self, zone: ZoneInfo) -> list[Interval]:
        """Each day from midnight to midnight on that zone's clock; where it changes, a day is longer or shorter."""
        days = [*self.days, self.last + timedelta(days=1)]
        midnights = [datetime.combine(day, time(), zone).astimezone(UTC) for day in days]
        return [Interval(*edges) for edges in pairwise(midnights)]
