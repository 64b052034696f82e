"""The customer who comes: in one place at a time, and no more often a day and a week than the house allows.

A customer's time is a resource like a technician's, so that parallel bookings of theirs wait for one another. A visit
takes of it the treatment alone, without what guards it. Weeks run from Monday to Sunday on the store's clock.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.hours.cells import Run, Span, instant_of, room_for, stretch
from services.scheduling.domain.hours.windows import local_cell

DAY, WEEK = "day", "week"
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Guest:
    """A customer's time in the span. `begun` are the cells, from 1970, at which their visits of these weeks begin; they
    are known only where a rule limits them. A visit that is being moved is in neither.
    """

    customer_id: str
    busy: int = 0
    begun: tuple[int, ...] = ()

    def free_starts(self, length: int, span: Span) -> int:
        """The starts from which the customer is nowhere else for `length` cells."""
        return room_for(stretch(0, span.size) & ~self.busy, length) if self.busy else -1

    def days_reached(self, limit: "Limit", span: Span, zone: ZoneInfo) -> int:
        """The cells of the local days on which the customer may not come once more."""
        visits = Counter(limit.period_of(instant_of(cell).astimezone(zone).date()) for cell in self.begun)
        first = span.start.astimezone(zone).date()
        bits = 0
        for day in (first + timedelta(days=number) for number in range(span.days + 1)):
            if visits[limit.period_of(day)] >= limit.most:
                bits |= span.bits(local_cell(zone, day, 0), local_cell(zone, day + ONE_DAY, 0))
        return bits


@dataclass(frozen=True)
class Limit:
    """At most so many visits in a `day` or a `week`."""

    per: str
    most: int

    def period_of(self, day: date) -> date:
        """The day that stands for the period a day lies in."""
        return monday_of(day) if self.per == WEEK else day


def limits_of(rules: BookingRules) -> list[Limit]:
    """The limits that are set."""
    a_day, a_week = rules.max_visits_per_customer_per_day, rules.max_visits_per_customer_per_week
    return [Limit(per, most) for per, most in ((DAY, a_day), (WEEK, a_week)) if most]


def weeks_around(span: Span, zone: ZoneInfo) -> Run:
    """The cells, from 1970, of the local weeks that the span touches."""
    first = monday_of(span.start.astimezone(zone).date())
    last = monday_of(span.end.astimezone(zone).date()) + ONE_WEEK
    return local_cell(zone, first, 0), local_cell(zone, last, 0)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
