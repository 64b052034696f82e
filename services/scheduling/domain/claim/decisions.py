"""What is decided for a visit whose working time is taken away, and the change of working time that takes it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from services.scheduling.domain.business.roster import Leave, Roster, WorkingPlan
from shared.interval import Interval

KEEP, REASSIGN, MOVE = "keep", "reassign", "move"
KINDS = (KEEP, REASSIGN, MOVE)

LEAVE, WORKING_PLAN, OFF_DUTY, ROSTER = "leave", "working_plan", "off_duty", "roster"
CONFLICT, DISPATCH, REARRANGE = "conflict", "dispatch", "rearrange"
ASKED = "asked"
"""Why a claim moved: `asked` is booking's own doing, everything else the shop's."""

FOREVER = timedelta(days=3650)
FARTHEST_ZONE = timedelta(hours=14)


@dataclass(frozen=True)
class Decision:
    """`keep`: the visit stays as it is. `reassign`: other people at the same time, the one named or the best.
    `move`: another start, the one named or the nearest that is offered. With `revision` only for that of the claim.
    """

    kind: str
    technician_id: str | None = None
    starts_at: datetime | None = None
    revision: int | None = None


@dataclass(frozen=True)
class RosterChange:
    """Working time that is to become different, of as many technicians as it takes, all of it or nothing.

    A plan (by technician) takes the place of the one with the same `effective_from`. `cause` is told to customers.
    """

    cause: str
    plans: tuple[tuple[str, WorkingPlan], ...] = ()
    leaves: tuple[Leave, ...] = ()
    off_duty: tuple[tuple[str, Interval], ...] = ()

    @property
    def technician_ids(self) -> list[str]:
        named = [who for who, _ in (*self.plans, *self.off_duty)] + [leave.technician_id for leave in self.leaves]
        return sorted(set(named))

    def after(self, technician_id: str, roster: Roster) -> Roster:
        """The roster of that technician once the change is made."""
        plans = tuple(plan for who, plan in self.plans if who == technician_id)
        replaced = {plan.effective_from for plan in plans}
        left = tuple(plan for plan in roster.plans if plan.effective_from not in replaced)
        away = tuple(leave.during for leave in self.leaves if leave.technician_id == technician_id)
        off = tuple(during for who, during in self.off_duty if who == technician_id)
        return replace(roster, plans=left + plans, away=roster.away + away + off)

    def during(self, now: datetime) -> Interval | None:
        """From now on, the time from which it may take working time; none where it lies in the past."""
        spans = [leave.during for leave in self.leaves] + [during for _, during in self.off_duty]
        starts = [datetime.combine(plan.effective_from, time(), UTC) - FARTHEST_ZONE for _, plan in self.plans]
        start = max(now, min([*starts, *(span.start for span in spans)], default=now))
        end = now + FOREVER if self.plans else max((span.end for span in spans), default=now)
        return Interval(start, end) if start < end else None
