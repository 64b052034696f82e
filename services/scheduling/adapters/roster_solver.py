"""A roster by the clock: the first, then better ones until time is up, while a child proves how good any could be."""

import json
import subprocess
import time
from dataclasses import dataclass, field
from threading import Thread

from services.scheduling.adapters.solving import Json, Tell, command
from services.scheduling.domain.rostering.collisions import collisions
from services.scheduling.domain.rostering.figures import figures_of
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import RosterProblem
from services.scheduling.domain.rostering.search import Found, Infeasible, Search

OUT_OF_TIME, INFEASIBLE = "roster_out_of_time", "roster_infeasible"
PROGRESS_SECONDS = 0.5
# A first roster is worth waiting for beyond the time given, on a busy machine: the present one may break the rules.
FIRST_SECONDS = 20.0
# The last part of the time is for counting the figures, so that the answer comes in time.
CLOSING_SECONDS = 0.4
# Where nothing is left unmet that could be met, so many rounds of neighbourhoods without a gain end the search.
PATIENCE = 2


def run(request: Json, tell: Tell) -> Json:
    """`request` has `problem`, `seconds`, `seed`; done is `plan` with figures, or a `failure`."""
    problem = RosterProblem.read(request["problem"])
    solving = Solving(Search(problem, request["seed"]), request["seconds"], tell, Proof(request))
    try:
        plan = solving.solve()
    except Infeasible:
        return {"failure": {"code": INFEASIBLE, "collisions": collisions(problem, lambda: solving.left)}}
    finally:
        solving.proof.end()
    return {"failure": {"code": OUT_OF_TIME}} if plan is None else _done(problem, plan, solving)


class Proof:
    """The child that proves: the best bound it has told, and rosters that it came upon."""

    def __init__(self, request: Json) -> None:
        self.bound, self.is_over = 0, False
        self._plans: list[list[Json]] = []
        self._child = subprocess.Popen(  # noqa: S603 - our own program
            command("roster_bound"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        Thread(target=self._listen, args=(json.dumps(request),), daemon=True).start()

    def plans(self) -> list[list[Json]]:
        """What it came upon since last time."""
        return [self._plans.pop() for _ in range(len(self._plans))]

    def end(self) -> None:
        self._child.kill()
        self._child.wait()

    def _listen(self, request: str) -> None:
        stdin, stdout = self._child.stdin, self._child.stdout
        if stdin is None or stdout is None:
            return
        stdin.write(request + "\n")
        stdin.flush()
        for line in stdout:
            told = json.loads(line).get("progress") or {}
            self.bound = max(self.bound, told.get("bound", 0))
            self._plans += [told["plan"]] if "plan" in told else []
        self.is_over = True


@dataclass
class Solving:
    """One run by its clock, which begins when it is made."""

    search: Search
    seconds: float
    tell: Tell
    proof: Proof
    started: float = field(default_factory=time.monotonic)
    told_at: float = 0.0

    @property
    def spent(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        return self.seconds - CLOSING_SECONDS - self.spent

    def solve(self) -> RosterPlan | None:
        first = self.search.first(max(self.left, FIRST_SECONDS))
        return None if first is None else self._improve(first)

    def _improve(self, plan: RosterPlan) -> RosterPlan:
        best, stale = self.search.valued(plan), 0
        self._tell(best)
        for places in self.search.neighbourhoods():
            if self.left <= 0 or (self._is_best(best) and stale > PATIENCE * self.search.neighbours):
                break
            best = min([best, *self._proven()], key=_aim)
            found = self.search.improved(best.plan, places, self.left) or best
            stale = 0 if found.aim < best.aim else stale + 1
            best = min(best, found, key=_aim)
            self._tell(best)
        return best.plan

    def _is_best(self, best: Found) -> bool:
        """Whether no roster leaves less unmet; wishes and fairness may still gain."""
        return best.unmet <= self.proof.bound

    def _proven(self) -> list[Found]:
        first = self.search.problem.first
        return [self.search.valued(RosterPlan.read(written, first)) for written in self.proof.plans()]

    def _tell(self, best: Found) -> None:
        if self.spent - self.told_at < PROGRESS_SECONDS:
            return
        self.told_at = self.spent
        written = best.plan.written(self.search.problem.first)
        self.tell({"unmet": best.unmet, "bound": self.proof.bound, "seconds": round(self.spent, 1), "plan": written})


def _aim(found: Found) -> int:
    return found.aim


def _done(problem: RosterProblem, plan: RosterPlan, solving: Solving) -> Json:
    found, present = figures_of(problem, plan), figures_of(problem, problem.present)
    return {
        "plan": plan.written(problem.first),
        "figures": found.written(),
        "present": present.written(),
        "bound": solving.proof.bound,
        "seconds": round(solving.spent, 1),
    }
