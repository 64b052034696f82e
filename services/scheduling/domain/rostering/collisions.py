"""Why there is no roster: which rules collide, as few as it takes.

Each rule is an assumption of the model; CP-SAT names assumptions that cannot hold together, and what is not needed for
the collision is taken out again. A technician whose own rules collide, and a day with too few people, are told first:
they are collisions whatever else is asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ortools.sat.python import cp_model

from services.scheduling.domain.rostering import rules
from services.scheduling.domain.rostering.model import Model
from services.scheduling.domain.rostering.problem import Cover, RosterProblem
from services.scheduling.domain.rostering.rules import Rule

Json = dict[str, Any]
LONGEST_STEP_SECONDS = 2.0


def collisions(problem: RosterProblem, seconds_left: Callable[[], float]) -> list[Json]:
    """`[{code, params}]` of rules that cannot all hold; of independent collisions each technician's and day's own.

    Empty when time did not suffice to tell.
    """
    own = [rule for member in problem.members for rule in _core(_alone(problem, member.technician_id), seconds_left)]
    short = [rule for rule in _rules(problem) if rule.params.get("available", 1) < rule.params.get("needed", 0)]
    found = own + short or _core(problem, seconds_left)
    return [{"code": rule.code, "params": dict(rule.params)} for rule in dict.fromkeys(found)]


def _alone(problem: RosterProblem, technician_id: str) -> RosterProblem:
    """The problem of one technician, as if nobody else were needed."""
    members = tuple(member for member in problem.members if member.technician_id == technician_id)
    return replace(problem, members=members, cover=Cover())


def _rules(problem: RosterProblem) -> list[Rule]:
    return [rule for rule, *_ in rules.bounds(Model.of(problem))]


def _core(problem: RosterProblem, seconds_left: Callable[[], float]) -> list[Rule]:
    """Rules that collide, none of which could be left out; empty when they do not, or time is up."""
    core = _colliding(problem, _rules(problem), seconds_left)
    for rule in list(core):
        without = [other for other in core if other is not rule]
        if seconds_left() > 0 and (smaller := _colliding(problem, without, seconds_left)):
            core = smaller
    return core


def _colliding(problem: RosterProblem, asked: Sequence[Rule], seconds_left: Callable[[], float]) -> list[Rule]:
    """Of the rules asked for those that CP-SAT names as colliding; none when they can be kept."""
    model = Model.of(problem)
    assumed: dict[int, Rule] = {}
    for rule, number, least, most in rules.bounds(model):
        if rule in asked:
            holds = model.cp.new_bool_var("")
            model.cp.add_linear_constraint(number, least, most).only_enforce_if(holds)
            assumed[holds.index] = rule
    model.cp.add_assumptions([model.cp.get_bool_var_from_proto_index(index) for index in assumed])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(min(seconds_left(), LONGEST_STEP_SECONDS), 0.1)
    solver.parameters.num_workers = 1
    if solver.solve(model.cp) != cp_model.INFEASIBLE:
        return []
    return [assumed[index] for index in solver.sufficient_assumptions_for_infeasibility()]
