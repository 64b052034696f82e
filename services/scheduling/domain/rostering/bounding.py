"""A proven bound: so many weighted minutes at least go unmet, whatever the roster.

The linear relaxation: shifts may be worked in parts, and only the hours and days of the contracts bind. Technicians who
are alike count as one kind of so many. Rows of Hall's condition, of which there are too many, are added where the
solution breaks them; every round solves a relaxation, so the bound of every round is proven.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from services.scheduling.domain.rostering.demand import Slot
from services.scheduling.domain.rostering.hours import Hour, hours_of
from services.scheduling.domain.rostering.problem import Member, RosterProblem

ROWS_AT_ONCE = 3
# Minutes by which a row must be broken to be added, and that a bound is lowered by for the solver's rounding.
TOLERANCE = 0.01

Alike = list[int]  # members, by number, who are as good as one another


def bounds_of(problem: RosterProblem) -> Iterator[int]:
    """Ever better bounds, until there is no better one of this kind."""
    relaxation = Relaxation(problem)
    while relaxation.solve():
        yield relaxation.bound
        if not relaxation.tighten():
            return


@dataclass
class Relaxation:
    problem: RosterProblem
    lp: Any = field(default_factory=lambda: pywraplp.Solver.CreateSolver("GLOP"))
    present: dict[tuple[int, Slot], Any] = field(default_factory=dict)
    hours: list[Hour] = field(default_factory=list)
    unmet: list[Any] = field(default_factory=list)
    told: list[set[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kinds = list(_alike(self.problem))
        self.hours = hours_of(self.problem)
        for number, members in enumerate(self.kinds):
            self._let_work(number, self.problem.members[members[0]], len(members))
        self.unmet = [self.lp.NumVar(0, self.lp.infinity(), "") for _ in self.hours]
        self.told = [set() for _ in self.hours]
        for number, hour in enumerate(self.hours):
            self._tell(number, int(np.argmax(hour.demand)))
        steps = zip(self.hours, self.unmet, strict=True)
        self.lp.Minimize(self.lp.Sum([hour.step * unmet for hour, unmet in steps]))

    @property
    def bound(self) -> int:
        value: float = self.lp.Objective().Value()
        return max(ceil(value - TOLERANCE), 0)

    def solve(self) -> bool:
        return bool(self.lp.Solve() == pywraplp.Solver.OPTIMAL)

    def tighten(self) -> bool:
        """Add rows that the solution breaks; False when it breaks none."""
        broken = [(number, row) for number in range(len(self.hours)) for row in self._broken(number)]
        for number, row in broken:
            self._tell(number, row)
        return bool(broken)

    def _let_work(self, number: int, member: Member, count: int) -> None:
        """Shifts of `count` members who are alike, with the minutes they come to in each hour."""
        chosen = {
            day: [(kind, self.lp.NumVar(0, count, "")) for kind in self.problem.kinds_for(member, day)]
            for day in range(self.problem.days)
        }
        for day, choices in chosen.items():
            self.lp.Add(self.lp.Sum([part for _, part in choices]) <= count)
            by_hour: dict[int, list[Any]] = defaultdict(list)
            for kind, part in choices:
                for hour, minutes in kind.by_hour.items():
                    by_hour[hour].append(minutes * part)
            for hour, parts in by_hour.items():
                there = self.present[number, (day, hour)] = self.lp.NumVar(0, self.lp.infinity(), "")
                self.lp.Add(there == self.lp.Sum(parts))
        for week in self.problem.weeks:
            choices = [choice for day in week for choice in chosen[day]]
            minutes = self.lp.Sum([kind.worked_minutes * part for kind, part in choices])
            self.lp.Add(minutes <= count * member.contract.most_minutes(len(week)))
            self.lp.Add(self.lp.Sum([part for _, part in choices]) <= count * member.contract.most_days(len(week)))

    def _tell(self, number: int, row: int) -> None:
        """The row of an hour: what is unmet and who is able make up for the set's demand."""
        hour = self.hours[number]
        able = [
            self.present[kind, hour.slot]
            for kind, members in enumerate(self.kinds)
            if hour.able[row, members[0]] and (kind, hour.slot) in self.present
        ]
        self.lp.Add(self.unmet[number] + self.lp.Sum(able) >= int(hour.demand[row]))
        self.told[number].add(row)

    def _broken(self, number: int) -> list[int]:
        """The rows of an hour that the solution breaks most."""
        hour = self.hours[number]
        excess = hour.demand - hour.able @ self._minutes(hour.slot) - self.unmet[number].solution_value()
        worst = np.argsort(-excess)[:ROWS_AT_ONCE]
        return [int(row) for row in worst if excess[row] > TOLERANCE and int(row) not in self.told[number]]

    def _minutes(self, slot: Slot) -> NDArray[np.float64]:
        """What each member works in the hour, in the solution; who are alike work alike."""
        minutes = np.zeros(len(self.problem.members))
        for kind, members in enumerate(self.kinds):
            if (kind, slot) in self.present:
                minutes[members] = self.present[kind, slot].solution_value() / len(members)
        return minutes


def _alike(problem: RosterProblem) -> Iterator[Alike]:
    alike: dict[Any, Alike] = defaultdict(list)
    for number, member in enumerate(problem.members):
        choices = tuple(tuple(problem.kinds_for(member, day)) for day in range(problem.days))
        alike[member.level, member.skills, member.contract, choices].append(number)
    yield from alike.values()
