"""Iterated local search over a day, for a bounded time, on one core. It holds the interpreter: see `process`."""

from pyvrp.solve import solve as search
from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement, StoppingCriterion

from services.scheduling.adapters.routing.model import Model, model_of
from services.scheduling.domain.routing.day import RoutingDay
from services.scheduling.domain.routing.insertion import filled
from services.scheduling.domain.routing.plan import Orders, Plan, kept


def solve(day: RoutingDay, seconds: float, *, start: Orders | None = None, seed: int = 1, patience: int = 0) -> Plan:
    """The best plan found: never worse than the one to start from, with the stops it left out put in where they fit.

    It ends early after `patience` rounds without a better one, if there is a patience.
    """
    known = filled(day, kept(day, start or {}))
    if not day.stops or not day.travellers:
        return known
    found = _searched(model_of(day), known, seconds, seed, patience)
    return min(known, found, key=lambda plan: plan.price(day)) if found else known


def _searched(model: Model, known: Plan, seconds: float, seed: int, patience: int) -> Plan | None:
    until: list[StoppingCriterion] = [MaxRuntime(seconds), *([NoImprovement(patience)] if patience else [])]
    initial = model.solution(known.orders) if patience else None
    result = search(model.data, MultipleCriteria(until), seed, collect_stats=False, initial_solution=initial)
    if not result.best.is_feasible():
        return None
    return filled(model.day, kept(model.day, model.orders(result.best)))
