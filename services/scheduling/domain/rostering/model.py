"""The roster as a model of CP-SAT: which shift each technician has on each day, and what is unmet in each hour.

A model leaves some places (technician, day) open and takes the others from a plan: all open is the whole problem, a few
are a neighbourhood of the plan. Both are made by the same lines.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from services.scheduling.domain.rostering.demand import Slot
from services.scheduling.domain.rostering.hours import Hour, Numbers, Row
from services.scheduling.domain.rostering.plan import Place, RosterPlan
from services.scheduling.domain.rostering.problem import Member, RosterProblem
from services.scheduling.domain.rostering.shifts import ShiftKind

Linear = cp_model.LinearExpr | int
Choice = tuple[ShiftKind, cp_model.IntVar | int]
TruthOf = Callable[[cp_model.IntVar], bool]
NOBODY = RosterPlan()


@dataclass
class Model:
    """`choices` has, of each place, the shifts it may have, each with its Boolean; or the one it has, with 1.

    At most one of a place is true, none is a day off. `literals` are the choices of the open places alone; `unmet` are
    minutes with their weights.
    """

    problem: RosterProblem
    plan: RosterPlan
    open: frozenset[Place]
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    choices: dict[Place, list[Choice]] = field(default_factory=dict)
    literals: dict[Place, list[tuple[ShiftKind, cp_model.IntVar]]] = field(default_factory=dict)
    unmet: list[tuple[int, Linear]] = field(default_factory=list)

    @classmethod
    def of(cls, problem: RosterProblem, plan: RosterPlan = NOBODY, places: Iterable[Place] | None = None) -> "Model":
        """The choices alone; what they must not break is in `rules`, what they are for in `aims`."""
        model = cls(problem, plan, frozenset(every_place(problem) if places is None else places))
        for member in problem.members:
            for day in range(problem.days):
                model._choose(member, day)
        return model

    def _choose(self, member: Member, day: int) -> None:
        place = member.technician_id, day
        if place not in self.open:
            self.choices[place] = [(ShiftKind(shift), 1) for shift in self.plan.on(*place)]
            return
        kinds = self.problem.kinds_for(member, day)
        self.literals[place] = [(kind, self.cp.new_bool_var("")) for kind in kinds]
        self.cp.add_at_most_one(literal for _, literal in self.literals[place])
        self.choices[place] = list(self.literals[place])

    def on(self, member: Member, day: int) -> list[Choice]:
        return self.choices[member.technician_id, day]

    def is_open(self, member: Member, days: Iterable[int]) -> bool:
        return any((member.technician_id, day) in self.open for day in days)

    def count(self, member: Member, days: Iterable[int], is_counted: Callable[[int, ShiftKind], bool]) -> Linear:
        """How many of the days the member works in a shift that counts."""
        return total([literal for day in days for kind, literal in self.on(member, day) if is_counted(day, kind)])

    def minutes(self, member: Member, days: Iterable[int]) -> Linear:
        chosen = [choice for day in days for choice in self.on(member, day)]
        return weighted([literal for _, literal in chosen], [kind.worked_minutes for kind, _ in chosen])

    def count_unmet(self, hours: Sequence[Hour], worked: dict[Slot, Numbers]) -> None:
        """Tell, for each hour, the rows that decide what is unmet; `worked` are the plan's minutes."""
        for hour in hours:
            day = hour.slot[0]
            free = [i for i, member in enumerate(self.problem.members) if self.is_open(member, [day])]
            self.unmet.append((hour.step, self._unmet_in(hour, worked[hour.slot], free)))

    def _unmet_in(self, hour: Hour, worked: Numbers, free: Sequence[int]) -> Linear:
        fixed = worked.copy()
        fixed[free] = 0
        least, rows = hour.rows(fixed, free)
        if not rows:
            return least
        unmet = self.cp.new_int_var(least, max(minutes for minutes, _ in rows), "")
        there = {number: self._in_hour(self.problem.members[free[number]], hour.slot) for number in _named(rows)}
        for minutes, members in rows:
            self.cp.add(unmet + total([there[number] for number in members]) >= minutes)
        return unmet

    def _in_hour(self, member: Member, slot: Slot) -> Linear:
        """Minutes the member works in an hour: a variable of its own, since many rows count it."""
        day, hour = slot
        there = [(literal, kind.by_hour[hour]) for kind, literal in self.on(member, day) if hour in kind.by_hour]
        if not there:
            return 0
        literals, numbers = zip(*there, strict=True)
        if set(numbers) == {numbers[0]}:
            is_there = self.cp.new_bool_var("")
            self.cp.add(is_there == total(literals))
            return weighted([is_there], [numbers[0]])
        minutes = self.cp.new_int_var(0, max(numbers), "")
        self.cp.add(minutes == weighted(literals, numbers))
        return minutes

    def hint(self, plan: RosterPlan) -> None:
        """Begin the search at a plan; where it has what is no choice, nothing is said."""
        for place, chosen in self.literals.items():
            for kind, literal in chosen:
                self.cp.add_hint(literal, plan.on(*place) == (kind.shift,))

    def solution(self, is_true: TruthOf) -> RosterPlan:
        """The plan with its open places filled."""
        shifts = {place: on for place, on in self.plan.shifts.items() if place not in self.open}
        for place, chosen in self.literals.items():
            for kind in (kind for kind, literal in chosen if is_true(literal)):
                shifts[place] = (kind.shift,)
        return RosterPlan(shifts)


def total(numbers: Sequence[Linear]) -> Linear:
    summed: Linear = cp_model.LinearExpr.sum(numbers)
    return summed


def weighted(numbers: Sequence[Linear], weights: Sequence[int]) -> Linear:
    summed: Linear = cp_model.LinearExpr.weighted_sum(numbers, weights)
    return summed


def every_place(problem: RosterProblem) -> list[Place]:
    return [(member.technician_id, day) for member in problem.members for day in range(problem.days)]


def _named(rows: Sequence[Row]) -> list[int]:
    return sorted({number for _, members in rows for number in members})
