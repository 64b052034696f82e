"""A roster as working plans: each of its dates becomes an exception of the plan that is in force on it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from services.scheduling.domain.business.roster import Roster, WorkingPlan
from services.scheduling.domain.hours.windows import Day
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import RosterProblem


def plans_with(roster: Roster, problem: RosterProblem, plan: RosterPlan, technician_id: str) -> list[WorkingPlan]:
    """The plans that have to change, with every date of the roster as proposed, free days too.

    Dates before the first plan get one that holds nothing but them.
    """
    by_plan: dict[WorkingPlan, dict[date, Day]] = defaultdict(dict)
    for day in range(problem.days):
        on = problem.date_of(day)
        in_force = roster.plan_on(on) or WorkingPlan(problem.first)
        by_plan[in_force][on] = plan.on(technician_id, day)
    return [_with_days(one, days) for one, days in by_plan.items()]


def _with_days(plan: WorkingPlan, days: Mapping[date, Day]) -> WorkingPlan:
    left = tuple((on, shifts) for on, shifts in plan.exceptions if on not in days)
    return replace(plan, exceptions=tuple(sorted((*left, *days.items()))))
