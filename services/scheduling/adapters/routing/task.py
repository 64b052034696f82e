"""Routing as a task of the solvers' child process: a day as JSON in, orders out (`adapters/solving.py`)."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from services.scheduling.adapters.routing.solving import solve
from services.scheduling.domain.routing.day import Legs, Matrix, RoutingDay, Stop, Traveller
from services.scheduling.domain.routing.plan import Orders

PATIENCE = 4000
"""Rounds without anything better after which a day is as good as it gets."""


def run(request: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], None]) -> dict[str, Any]:  # noqa: ARG001
    """What is found in the time given; whoever waits reckons the progress from the clock."""
    plan = solve(read(request), request["seconds"], start=request["start"], patience=PATIENCE)
    return {"orders": plan.orders}


def written(day: RoutingDay, seconds: float, start: Orders) -> dict[str, Any]:
    stops = [asdict(stop) | {"able": None if stop.able is None else sorted(stop.able)} for stop in day.stops]
    return {
        "travellers": [asdict(traveller) for traveller in day.travellers],
        "stops": stops,
        "time": _whole(day.legs.time),
        "cost": _whole(day.legs.cost),
        "costs": [day.lost_cost, day.late_cost, day.moving_cost],
        "seconds": seconds,
        "start": {who: list(stop_ids) for who, stop_ids in start.items()},
    }


def read(request: Mapping[str, Any]) -> RoutingDay:
    """What `written` wrote."""
    travellers = [
        Traveller(**{**row, "pauses": tuple((start, end) for start, end in row["pauses"])})
        for row in request["travellers"]
    ]
    stops = [
        Stop(**{**row, "able": None if row["able"] is None else frozenset(row["able"])}) for row in request["stops"]
    ]
    return RoutingDay(tuple(travellers), tuple(stops), Legs(request["time"], request["cost"]), *request["costs"])


def _whole(matrix: Matrix) -> list[list[int]]:
    return [list(row) for row in matrix]
