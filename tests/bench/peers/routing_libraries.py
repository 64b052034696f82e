"""The realistic day as one would state it to OR-tools and to PyVRP directly, without anything of ours around them."""

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from pyvrp import Client, Depot, Location, ProblemData, VehicleType
from pyvrp.solve import solve
from pyvrp.stop import MaxRuntime

from services.scheduling.domain.routing.day import RoutingDay

Orders = dict[str, list[str]]
FAR = 10**7


def by_ortools(day: RoutingDay, seconds: float) -> Orders:
    """Routing with transit matrices, disjunctions for what may be dropped, guided local search."""
    people, stops = day.travellers, day.stops
    ends = [who.start for who in people]
    manager = pywrapcp.RoutingIndexManager(len(day.legs.time), len(people), ends, ends)
    routing = pywrapcp.RoutingModel(manager)
    length = {stop.place: stop.length for stop in stops}
    time = [[length.get(here, 0) + leg for leg in row] for here, row in enumerate(day.legs.time)]
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix([list(row) for row in day.legs.cost]))
    horizon = max(who.off for who in people)
    routing.AddDimension(routing.RegisterTransitMatrix(time), horizon, horizon, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for number, who in enumerate(people):
        clock.CumulVar(routing.Start(number)).SetRange(who.on, who.off)
        clock.CumulVar(routing.End(number)).SetRange(who.on, who.off)
    for stop in stops:
        index = manager.NodeToIndex(stop.place)
        clock.CumulVar(index).SetRange(stop.earliest, stop.latest)
        able = [number for number, who in enumerate(people) if stop.may_be_made_by(who.id)]
        routing.VehicleVar(index).SetValues([-1, *able])
        routing.AddDisjunction([index], day.lost_cost)
    found = routing.SolveWithParameters(_parameters(seconds))
    stop_at = {stop.place: stop.id for stop in stops}
    orders: Orders = {}
    for number, who in enumerate(people):
        index = found.Value(routing.NextVar(routing.Start(number)))
        while not routing.IsEnd(index):
            orders.setdefault(who.id, []).append(stop_at[manager.IndexToNode(index)])
            index = found.Value(routing.NextVar(index))
    return orders


def by_pyvrp(day: RoutingDay, seconds: float) -> Orders:
    """Prizes for what may be dropped, a profile for each technician in which the others' visits are far away."""
    people, stops = day.travellers, day.stops
    count = len(people)
    time = np.array(day.legs.time, dtype=np.int64)
    clients = [
        Client(
            stop.place,
            service_duration=stop.length,
            tw_early=stop.earliest,
            tw_late=stop.latest,
            prize=day.lost_cost,
            required=False,
        )
        for stop in stops
    ]
    costs = []
    for who in people:
        mine = np.array(day.legs.cost, dtype=np.int64)
        closed = [stop.place for stop in stops if not stop.may_be_made_by(who.id)]
        mine[:, closed] = FAR
        np.fill_diagonal(mine, 0)
        costs.append(mine)
    fleet = [
        VehicleType(1, start_depot=n, end_depot=n, tw_early=who.on, tw_late=who.off, profile=n)
        for n, who in enumerate(people)
    ]
    places = [Location(0, 0) for _ in day.legs.time]
    data = ProblemData(places, clients, [Depot(who.start) for who in people], fleet, costs, [time] * count)
    best = solve(data, MaxRuntime(seconds), seed=1, collect_stats=False).best
    return {
        people[route.vehicle_type()].id: [stops[a.idx].id for a in route if a.is_client()] for route in best.routes()
    }


def _parameters(seconds: float) -> pywrapcp.DefaultRoutingSearchParameters:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(int(seconds * 1000))
    return parameters
