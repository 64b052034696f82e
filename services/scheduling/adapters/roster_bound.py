"""Beside the search, in a process of its own: how good a roster could be at all; small ones are solved to the end."""

from services.scheduling.adapters.solving import Json, Tell
from services.scheduling.domain.rostering.bounding import bounds_of
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import RosterProblem
from services.scheduling.domain.rostering.search import Search, Told

# Of so many technician-days CP-SAT can prove the best; of more its bound stays below the relaxation's.
SMALL = 150


def run(request: Json, tell: Tell) -> Json:
    """`request` has `problem`, `seconds`, `seed`; tells `bound` and now and then a `plan`."""
    problem = RosterProblem.read(request["problem"])
    for bound in bounds_of(problem):
        tell({"bound": bound})
    if len(problem.members) * problem.days <= SMALL:
        Search(problem, request["seed"]).prove(problem.present, request["seconds"], _Telling(problem, tell))
    return {}


class _Telling(Told):
    def __init__(self, problem: RosterProblem, tell: Tell) -> None:
        self._problem, self._tell = problem, tell

    def bound(self, bound: float) -> None:
        self._tell({"bound": round(bound)})

    def plan(self, plan: RosterPlan) -> None:
        self._tell({"plan": plan.written(self._problem.first)})
