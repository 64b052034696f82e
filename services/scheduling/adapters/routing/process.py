"""Routing in a child process: a search holds the interpreter, and nobody in the service would be served meanwhile."""

import time
from collections.abc import Callable

import eventlet

from services.scheduling.adapters.planners import ChildPlanner
from services.scheduling.adapters.routing.task import written
from services.scheduling.domain.errors import SolverFailed
from services.scheduling.domain.routing.day import RoutingDay
from services.scheduling.domain.routing.plan import Orders, Plan, kept
from services.scheduling.ports.dispatch import Router
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.ids import new_id

TASK = "routes"
POLL_SECONDS, TOLD_SECONDS, GRACE_SECONDS = 0.02, 1, 20


class ChildRouter:
    """One child for each question, which ends with it."""

    def __init__(self) -> None:
        self._planner = ChildPlanner()

    def route(self, day: RoutingDay, seconds: float, start: Orders, proceed: Callable[[float], bool]) -> Plan | None:
        """See `ports.Router`. SolverFailed when the child dies or does not end."""
        run_id = new_id()
        self._planner.start(run_id, TASK, written(day, seconds, start))
        try:
            orders = self._awaited(run_id, seconds, proceed)
        finally:
            self._planner.stop(run_id)
        return None if orders is None else kept(day, orders)

    def close(self) -> None:
        self._planner.close()

    def _awaited(self, run_id: str, seconds: float, proceed: Callable[[float], bool]) -> Orders | None:
        began, told = time.monotonic(), 0.0
        while (news := self._planner.news(run_id)).done is None:
            elapsed = time.monotonic() - began
            if news.is_lost or elapsed > seconds + GRACE_SECONDS:
                raise SolverFailed(params={"seconds": seconds})
            if elapsed - told >= TOLD_SECONDS:
                told = elapsed
                if not proceed(min(elapsed / seconds, 1)):
                    return None
            eventlet.sleep(POLL_SECONDS)
        orders: Orders = news.done["orders"]
        return orders


class RouterOfProcess(Dependency):
    """One per process, so that no child outlives it."""

    router: ChildRouter

    def start(self, resources: Resources) -> None:  # noqa: ARG002
        self.router = ChildRouter()

    def provide(self, resources: Resources, call: Call) -> Router:  # noqa: ARG002
        return self.router

    def stop(self) -> None:
        self.router.close()
