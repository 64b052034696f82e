"""Searching: a first roster that breaks no rule, then ever better ones, and beside them how good any could be.

Large neighbourhood search over CP-SAT: of the best roster so far a few technicians, or a few days, are left open, all
else stays, and the small model is solved for the whole aim. The whole problem at once is solved for its unmet minutes
alone, for the sake of the bound that it proves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np
from ortools.sat.python import cp_model

from services.scheduling.domain.rostering import aims, rules
from services.scheduling.domain.rostering.hours import Hour, hours_of, minutes_worked
from services.scheduling.domain.rostering.model import Model, every_place
from services.scheduling.domain.rostering.plan import Place, RosterPlan
from services.scheduling.domain.rostering.problem import RosterProblem

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
STEP_SECONDS = 1.0
VALUING_SECONDS = 60.0
GROUPS = (2, 3, 4, 5)
# In every so manieth neighbourhood all technicians are open, on so many days.
DAYS_EVERY, DAYS = 3, 2


@dataclass(frozen=True)
class Found:
    """A roster with its aim (less is better) and the weighted unmet minutes in it."""

    plan: RosterPlan
    aim: int
    unmet: int


class Infeasible(Exception):
    """No roster obeys all rules."""


@dataclass(frozen=True)
class Search:
    """`seed` makes two searches of one problem take the same steps."""

    problem: RosterProblem
    seed: int = 1

    @cached_property
    def hours(self) -> list[Hour]:
        return hours_of(self.problem)

    def first(self, seconds: float) -> RosterPlan | None:
        """A roster that obeys every rule, whatever it leaves unmet, near the present one. None when time is up.

        Raises Infeasible when there is none.
        """
        model = Model.of(self.problem)
        rules.obey(model)
        model.hint(self.problem.present)
        solver = self._solver(seconds)
        status = solver.solve(model.cp)
        if status == cp_model.INFEASIBLE:
            raise Infeasible
        return model.solution(solver.boolean_value) if status in FOUND else None

    def improved(self, plan: RosterPlan, places: list[Place], seconds: float) -> Found | None:
        """The best roster that differs from the plan at these places alone."""
        model = Model.of(self.problem, plan, places)
        rules.obey(model)
        self._count_unmet(model, plan)
        model.cp.minimize(aims.everything(model))
        model.hint(plan)
        solver = self._solver(min(seconds, STEP_SECONDS) if places else VALUING_SECONDS)
        status = solver.solve(model.cp)
        if status not in FOUND:
            return None
        left = round(solver.value(aims.unmet(model)))
        return Found(model.solution(solver.boolean_value), round(solver.objective_value), left)

    def valued(self, plan: RosterPlan) -> Found:
        """The plan as it is, with its aim."""
        found = self.improved(plan, [], STEP_SECONDS)
        if found is None:
            raise Infeasible
        return found

    def neighbourhoods(self) -> Iterator[list[Place]]:
        """Places to open next: every technician alone, then without end groups of technicians and of days."""
        problem, chance = self.problem, np.random.default_rng(self.seed)
        people = [member.technician_id for member in problem.members]
        for number in chance.permutation(len(people)):
            yield [(people[number], day) for day in range(problem.days)]
        for turn in count(1):
            if turn % DAYS_EVERY == 0:
                start = int(chance.integers(max(problem.days - DAYS, 0) + 1))
                yield [(who, day) for who, day in every_place(problem) if start <= day < start + DAYS]
            else:
                chosen = chance.permutation(len(people))[: chance.choice(GROUPS)]
                yield [(people[number], day) for number in chosen for day in range(problem.days)]

    @property
    def neighbours(self) -> int:
        """How many neighbourhoods make a round."""
        return len(self.problem.members)

    def prove(self, hint: RosterPlan, seconds: float, told: "Told") -> int:
        """Solve the whole problem for unmet minutes alone; gives the proven bound of their weighted sum."""
        model = Model.of(self.problem)
        rules.obey(model)
        self._count_unmet(model, RosterPlan())
        model.cp.minimize(aims.unmet(model))
        model.hint(hint)
        solver = self._solver(seconds)
        solver.best_bound_callback = told.bound
        solver.solve(model.cp, _Telling(model, told))
        return round(solver.best_objective_bound)

    def _count_unmet(self, model: Model, plan: RosterPlan) -> None:
        model.count_unmet(self.hours, minutes_worked(self.problem, plan, self.problem.demand.minutes))

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        return solver


class Told:
    """Hears of bounds and rosters while the whole problem is being solved."""

    def bound(self, bound: float) -> None: ...

    def plan(self, plan: RosterPlan) -> None: ...


class _Telling(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, told: Told) -> None:
        super().__init__()
        self._model, self._told = model, told

    def on_solution_callback(self) -> None:
        self._told.plan(self._model.solution(self.boolean_value))
