"""A roster by the clock: the first, then better ones until time is up, while a thread proves how good any could be."""

import time
from dataclasses import dataclass, field
from threading import Thread

from services.scheduling.adapters.solving import Json, Tell
from services.scheduling.domain.rostering.collisions import collisions
from services.scheduling.domain.rostering.figures import figures_of
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import RosterProblem
from services.scheduling.domain.rostering.search import Found, Infeasible, Search, Told

OUT_OF_TIME, INFEASIBLE = "roster_out_of_time", "roster_infeasible"
PROGRESS_SECONDS = 0.5
# The last part of the time is for counting the figures, so that the answer comes in time.
CLOSING_SECONDS = 0.4
# Where nothing is left unmet that could be met, so many rounds without a gain end the search.
PATIENCE = 2


def run(request: Json, tell: Tell) -> Json:
    """`request` has `problem`, `seconds`, `workers`, `seed`; done is `plan` with figures, or a `failure`."""
    problem = RosterProblem.read(request["problem"])
    solving = Solving(Search(problem, request["seed"], request["workers"]), request["seconds"], tell)
    try:
        plan = solving.solve()
    except Infeasible:
        return {"failure": {"code": INFEASIBLE, "collisions": collisions(problem, lambda: solving.left)}}
    return {"failure": {"code": OUT_OF_TIME}} if plan is None else _done(problem, plan, solving)


@dataclass
class Solving(Told):
    """One run: its clock, the best so far, and the bound that was proven so far."""

    search: Search
    seconds: float
    tell: Tell
    proven: int = 0
    offered: list[RosterPlan] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    told_at: float = 0.0

    @property
    def spent(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        return self.seconds - CLOSING_SECONDS - self.spent

    def solve(self) -> RosterPlan | None:
        first = self.search.first(self.left)
        if first is None:
            return None
        proving = Thread(target=self._prove, args=(first,), daemon=True)
        proving.start()
        return self._improve(first, proving)

    def bound(self, bound: float) -> None:
        self.proven = max(self.proven, round(bound))

    def plan(self, plan: RosterPlan) -> None:
        self.offered.append(plan)

    def _prove(self, first: RosterPlan) -> None:
        self.bound(self.search.prove(first, self.left, self))

    def _improve(self, plan: RosterPlan, proving: Thread) -> RosterPlan:
        best, stale = self.search.valued(plan), 0
        for places in self.search.neighbourhoods():
            best = min([best, *map(self.search.valued, self._taken())], key=_aim)
            is_best = not proving.is_alive() and best.unmet <= self.proven
            if self.left <= 0 or (is_best and stale > PATIENCE * self.search.neighbours):
                break
            found = self.search.improved(best.plan, places, self.left) or best
            stale = 0 if found.aim < best.aim else stale + 1
            best = min(best, found, key=_aim)
            self._tell(best)
        return best.plan

    def _taken(self) -> list[RosterPlan]:
        """What the proof came upon since last time."""
        return [self.offered.pop() for _ in range(len(self.offered))]

    def _tell(self, best: Found) -> None:
        if self.spent - self.told_at < PROGRESS_SECONDS:
            return
        self.told_at = self.spent
        written = best.plan.written(self.search.problem.first)
        self.tell({"unmet": best.unmet, "bound": self.proven, "seconds": round(self.spent, 1), "plan": written})


def _aim(found: Found) -> int:
    return found.aim


def _done(problem: RosterProblem, plan: RosterPlan, solving: Solving) -> Json:
    found, present = figures_of(problem, plan), figures_of(problem, problem.present)
    return {
        "plan": plan.written(problem.first),
        "figures": found.written(),
        "present": present.written(),
        "bound": solving.proven,
        "seconds": round(solving.spent, 1),
    }
