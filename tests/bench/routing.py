"""Routes: instances of the literature against the best known, and a realistic day against two libraries used directly.

`python -m tests.bench.routing` for a quick look, with `--full` for the seconds the goals are stated for.
"""

import json
import sys
import time
from dataclasses import replace
from statistics import median
from typing import Any

from services.scheduling.adapters.routing.process import ChildRouter
from services.scheduling.adapters.routing.solving import solve
from services.scheduling.domain.routing import solomon
from services.scheduling.domain.routing.checking import faults
from services.scheduling.domain.routing.day import RoutingDay
from services.scheduling.domain.routing.insertion import filled, insertions
from services.scheduling.domain.routing.plan import Plan, kept, planned
from shared.config import ROOT
from tests.bench.peers import routing_libraries as libraries
from tests.support.routing import a_random_day

INSTANCES = ROOT / "tests" / "bench" / "solomon"
BEST_KNOWN = {"R101": 1637.7, "C101": 827.3, "RC101": 1619.8}
SEEDS = (1, 2, 3)
TECHNICIANS, VISITS = 20, 60


def run(*, full: bool = False) -> dict[str, Any]:
    """Quick by default: a third of the time of the goals, one day instead of three."""
    days = [realistic(seed) for seed in (SEEDS if full else SEEDS[:1])]
    return {
        **literature(20 if full else 6),
        **beside_the_libraries(days, 10 if full else 3),
        **changes(days[0]),
    }


def literature(seconds: float) -> dict[str, Any]:
    gaps = {}
    for name, best in BEST_KNOWN.items():
        instance = solomon.read((INSTANCES / f"{name}.txt").read_text(encoding="utf-8"))
        plan = solve(instance.day(), seconds)
        routes = [[int(stop_id) for stop_id in route.stop_ids] for route in plan.routes if route.calls]
        assert not solomon.faults(instance, routes), "a wrong answer has no gap"
        gaps[name] = round(100 * (solomon.distance(instance, routes) / 10 / best - 1), 2)
    mean = round(sum(gaps.values()) / len(gaps), 2)
    return {f"gap to the best known in {seconds} s, %": gaps, "mean gap, % (goal ≤ 1 in 20 s)": mean}


def realistic(seed: int) -> RoutingDay:
    """20 technicians with own bases, shifts and skills; 60 droppable visits of 60 to 90 minutes. Without the lunches:
    neither library knows pauses that belong to one traveller.
    """
    day = a_random_day(seed, travellers=TECHNICIANS, stops=VISITS)
    return replace(day, travellers=tuple(replace(who, pauses=()) for who in day.travellers))


def beside_the_libraries(days: list[RoutingDay], seconds: float) -> dict[str, Any]:
    told: dict[str, Any] = {}
    ratios = []
    for number, day in enumerate(days, start=1):
        plans = {
            "ours": solve(day, seconds),
            "OR-tools": planned(day, libraries.by_ortools(day, seconds)),
            "PyVRP": planned(day, libraries.by_pyvrp(day, seconds)),
        }
        assert not any(faults(day, plan) for plan in plans.values())
        ratios.append(_ratio(plans["ours"], min(plans["OR-tools"], plans["PyVRP"], key=_order)))
        told[f"day {number} in {seconds} s, lost and km"] = {who: _told(plan) for who, plan in plans.items()}
    return {**told, "travel, ours to the better of the two (goal ≤ 1.01)": ratios}


def changes(day: RoutingDay) -> dict[str, Any]:
    """One more visit on a day that is planned, and a plan made anew after it, child process and all."""
    *others, new = day.stops
    before = replace(day, stops=tuple(others))
    plan = solve(before, 2)
    took = sorted(_timed(lambda: insertions(day, kept(day, plan.orders), new)) for _ in range(50))
    alone = sorted(_timed(lambda: insertions(day, plan, new)) for _ in range(50))
    began = time.perf_counter()
    warm = ChildRouter().route(day, 0.3, plan.orders, lambda _: True)
    seconds = time.perf_counter() - began
    cold = filled(day, planned(day, {}))
    assert warm is not None
    assert not faults(day, warm)
    return {
        "insertion of a visit, ms p50 and max (goal < 20)": _ms(alone),
        "with the plan timed anew before it, ms": _ms(took),
        "warm plan after one change, s (goal ≤ 1)": round(seconds, 2),
        "its price to that of insertion from scratch": round(warm.price(day) / cold.price(day), 3),
    }


def _order(plan: Plan) -> tuple[int, int]:
    """Visits lost come first: a plan that leaves one more at home drives less for it."""
    return len(plan.lost), plan.cost


def _ratio(ours: Plan, other: Plan) -> float | str:
    if len(ours.lost) == len(other.lost):
        return round(ours.cost / other.cost, 4)
    return "fewer lost" if len(ours.lost) < len(other.lost) else "MORE LOST"


def _told(plan: Plan) -> str:
    return f"{len(plan.lost)} lost, {plan.cost / 10:.1f} km"


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _ms(seconds: list[float]) -> list[float]:
    return [round(median(seconds) * 1000, 2), round(seconds[-1] * 1000, 2)]


if __name__ == "__main__":
    print(json.dumps(run(full="--full" in sys.argv), ensure_ascii=False, indent=1))
