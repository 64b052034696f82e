"""When a technician works: weekly plans with effective dates, days that replace them, leave, and being off duty."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Self
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.hours.almanac import Altered, AlteredDay
from services.scheduling.domain.hours.cells import Span, cell_after, cell_of, instant_of, without
from services.scheduling.domain.hours.windows import (
    EMPTY_WEEK,
    Day,
    Week,
    bits_on,
    local_days,
    read_day,
    read_week,
    written_week,
)
from shared.interval import Interval

ReplacedDay = tuple[date, Day]


@dataclass(frozen=True)
class WorkingPlan:
    """A week that repeats from `effective_from` on, until a later plan; an exception replaces its whole day."""

    effective_from: date
    week: Week = EMPTY_WEEK
    exceptions: tuple[ReplacedDay, ...] = ()

    def on(self, day: date, altered: AlteredDay | None = None) -> Day:
        """The shifts of a day. Its own exception goes before what alters the day for everybody."""
        replaced = [shifts for on, shifts in self.exceptions if on == day]
        if replaced:
            return replaced[-1]
        weekday = altered.weekday if altered else day.weekday()
        return () if weekday is None else self.week[weekday]

    @classmethod
    def read(cls, effective_from: date, weekly: Mapping[str, Any], exceptions: Iterable[Mapping[str, Any]]) -> Self:
        """From the shape of `PUT /technicians/{id}/working-plan` (API.md "Rosters")."""
        days = tuple((_date(row["on"]), read_day(row.get("shifts") or ())) for row in exceptions)
        return cls(effective_from, read_week(weekly), days)

    def written(self) -> dict[str, Any]:
        exceptions = [{"on": on.isoformat(), "shifts": [s.written() for s in shifts]} for on, shifts in self.exceptions]
        return {
            "effective_from": self.effective_from.isoformat(),
            "weekly": written_week(self.week),
            "exceptions": exceptions,
        }


@dataclass(frozen=True)
class Leave:
    """A technician's time away, told beforehand."""

    id: str
    technician_id: str
    during: Interval
    reason: str = ""

    def on_clock_of(self, zone: ZoneInfo) -> Self:
        """The same leave with its instants as that zone writes them."""
        return replace(self, during=Interval(self.during.start.astimezone(zone), self.during.end.astimezone(zone)))


@dataclass(frozen=True)
class Roster:
    """What one technician has planned: plans in any order, and the time they are away all the same."""

    plans: tuple[WorkingPlan, ...] = ()
    away: tuple[Interval, ...] = ()

    def plan_on(self, day: date) -> WorkingPlan | None:
        """The newest plan in force on a day."""
        in_force = [plan for plan in self.plans if plan.effective_from <= day]
        return max(in_force, key=lambda plan: plan.effective_from, default=None)

    def working(self, span: Span, zone: ZoneInfo, altered: Altered = ()) -> int:
        """The cells of the span in which the technician works, on the clock of that zone, with days altered there."""
        return _planned(self.plans, span, zone, altered) & ~covered(self.away, span)

    def shifts(self, span: Span, zone: ZoneInfo, altered: Altered = ()) -> int:
        """The same with the breaks inside the shifts: an absence ends a shift, a break does not."""
        return _planned(self.plans, span, zone, altered, whole=True) & ~covered(self.away, span)


def gained(before: Roster, after: Roster, span: Span, zone: ZoneInfo, *, since: datetime) -> Interval | None:
    """From the first to the last moment, after an instant, that are worked in now and were not before."""
    to_come = span.bits(cell_of(since), span.base + span.size)
    more = without(after.working(span, zone), before.working(span, zone)) & to_come
    if not more:
        return None
    first = (more & -more).bit_length() - 1
    return Interval(instant_of(span.base + first), instant_of(span.base + more.bit_length()))


@dataclass(frozen=True)
class Plans:
    """The plan in force and those to come; before the first one, the first to come stands for it."""

    technician_id: str
    current: WorkingPlan
    upcoming: tuple[WorkingPlan, ...]

    @property
    def version(self) -> str:
        """Another one as soon as any of it is another: whoever writes says which one they saw."""
        written = [plan.written() for plan in (self.current, *self.upcoming)]
        return sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:16]

    def has(self, plan: WorkingPlan) -> bool:
        return plan in (self.current, *self.upcoming)


def opened(store: Store, span: Span, altered: Altered = ()) -> int:
    """The cells in which a store is open, with the days that are altered there."""
    return _weekly(store.opening, span, store.zone, altered) & ~covered(store.closures, span)


def covered(intervals: Sequence[Interval], span: Span) -> int:
    """The cells that the intervals touch."""
    bits = 0
    for interval in intervals:
        bits |= span.bits(cell_of(interval.start), cell_after(interval.end))
    return bits


@lru_cache(maxsize=4096)
def _planned(
    plans: tuple[WorkingPlan, ...], span: Span, zone: ZoneInfo, altered: Altered, *, whole: bool = False
) -> int:
    """`whole` shifts are planned from beginning to end, whatever breaks they have."""
    roster, changed = Roster(plans), {day.on: day for day in altered}
    bits = 0
    for day in local_days(span, zone):
        plan = roster.plan_on(day)
        shifts = plan.on(day, changed.get(day)) if plan else ()
        bits |= bits_on(tuple(shift.whole for shift in shifts) if whole else shifts, day, zone, span)
    return bits


@lru_cache(maxsize=1024)
def _weekly(week: Week, span: Span, zone: ZoneInfo, altered: Altered) -> int:
    hours = tuple((day.on, day.hours) for day in altered if day.hours is not None)
    return _planned((WorkingPlan(date.min, week, hours),), span, zone, altered)


def _date(written: Any) -> date:
    return written if isinstance(written, date) else date.fromisoformat(written)
