"""How good a roster is, counted without the model that made it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from services.scheduling.domain.hours.windows import Day
from services.scheduling.domain.rostering.contracts import ShiftWish
from services.scheduling.domain.rostering.demand import Need
from services.scheduling.domain.rostering.flow import there, unmet_of
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import Member, RosterProblem
from services.scheduling.domain.rostering.shifts import is_late

SATURDAY = 5


@dataclass(frozen=True)
class Spread:
    """The least and the most that anybody has of something."""

    least: int = 0
    most: int = 0

    @property
    def range(self) -> int:
        return self.most - self.least


@dataclass(frozen=True)
class Figures:
    """Minutes of demand, worked and unmet; wishes; days on weekends and late shifts per technician.

    `hours_off_contract` sums how far each technician's week is from the contract, in minutes.
    """

    demand_minutes: int
    worked_minutes: int
    unmet: Mapping[Need, int]
    wishes: int
    wishes_kept: int
    weekends: Spread
    lates: Spread
    minutes_off_contract: int

    @property
    def unmet_minutes(self) -> int:
        return sum(self.unmet.values())

    @property
    def covered_percent(self) -> float:
        """Of the demand; a store without demand is covered."""
        if not self.demand_minutes:
            return 100.0
        return round(100 * (1 - self.unmet_minutes / self.demand_minutes), 1)

    def written(self) -> dict[str, Any]:
        unmet = [{"category": need.category, "level": need.level, "minutes": m} for need, m in self.unmet.items()]
        return {
            "demand_minutes": self.demand_minutes,
            "worked_minutes": self.worked_minutes,
            "covered_percent": self.covered_percent,
            "unmet_minutes": self.unmet_minutes,
            "unmet": unmet,
            "wishes": self.wishes,
            "wishes_kept": self.wishes_kept,
            "fairness": {"weekend_days": asdict(self.weekends), "late_shifts": asdict(self.lates)},
            "minutes_off_contract": self.minutes_off_contract,
        }


def figures_of(problem: RosterProblem, plan: RosterPlan) -> Figures:
    """What the plan is worth; shifts of nobody in the problem do not count."""
    kept = sum(_is_kept(problem, plan, wish) for wish in problem.wishes)
    return Figures(
        problem.demand.total,
        sum(_worked(plan, member, range(problem.days)) for member in problem.members),
        unmet_of(problem, plan),
        len(problem.wishes),
        kept,
        _spread(problem, plan, weekend_days(problem)),
        _late_spread(problem, plan),
        sum(_off_contract(problem, plan, member) for member in problem.members),
    )


def weekend_days(problem: RosterProblem) -> list[int]:
    return [day for day in range(problem.days) if problem.date_of(day).weekday() >= SATURDAY and problem.opening[day]]


def could_work(problem: RosterProblem, member: Member, day: int) -> bool:
    return bool(problem.kinds_for(member, day))


def _is_kept(problem: RosterProblem, plan: RosterPlan, wish: ShiftWish) -> bool:
    return wish.is_kept_by(plan.on(wish.technician_id, (wish.on - problem.first).days))


def _worked(plan: RosterPlan, member: Member, days: Sequence[int]) -> int:
    return sum(
        end - start
        for day in days
        for shift in plan.on(member.technician_id, day)
        for start, end in there(shift.windows, member.away.get(day, ()))
    )


def _spread(problem: RosterProblem, plan: RosterPlan, days: Sequence[int]) -> Spread:
    """Of days worked, among those who could work on one of them."""
    among = [m for m in problem.members if any(could_work(problem, m, day) for day in days)]
    counts = [sum(bool(plan.on(member.technician_id, day)) for day in days) for member in among]
    return Spread(min(counts), max(counts)) if counts else Spread()


def _late_spread(problem: RosterProblem, plan: RosterPlan) -> Spread:
    counts = [_lates(problem, plan, member) for member in problem.members]
    return Spread(min(counts), max(counts)) if counts else Spread()


def _lates(problem: RosterProblem, plan: RosterPlan, member: Member) -> int:
    def late(day: int, shifts: Day) -> bool:
        return any(is_late(shift, problem.opening[day]) for shift in shifts)

    return sum(late(day, plan.on(member.technician_id, day)) for day in range(problem.days))


def _off_contract(problem: RosterProblem, plan: RosterPlan, member: Member) -> int:
    wanted = [member.contract.week_minutes * len(week) // 7 for week in problem.weeks]
    return sum(abs(_worked(plan, member, week) - minutes) for week, minutes in zip(problem.weeks, wanted, strict=True))
