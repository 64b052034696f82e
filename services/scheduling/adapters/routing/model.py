"""A day in PyVRP's terms.

Every stop is optional and pays a prize, the price of losing it. Who may not make it finds it too far away. PyVRP knows
one window for a stop, hard and the same for everybody; where pauses cut it for some, or where being late is dear but
better than never, the stop becomes several clients of a group, of which at most one is visited.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, Route, Solution, VehicleType

from services.scheduling.domain.hours.cells import Run
from services.scheduling.domain.routing.day import RoutingDay, Stop, Traveller
from services.scheduling.domain.routing.plan import Orders

Costs = NDArray[np.int64]  # PyVRP's own stubs write ndarray[int], which no array is

LATE_STEPS = 4
"""Into how many windows lateness is cut: PyVRP prices each as if the stop began at its end."""


@dataclass(frozen=True)
class Option:
    """One way to make a stop: beginning in `window`, by those in `able`, for `prize`."""

    stop: Stop
    window: Run
    able: frozenset[str]
    prize: int


@dataclass(frozen=True)
class Model:
    """`clients[n]` is what PyVRP calls client n; `fleet[n]` are the travellers of its vehicle type n."""

    day: RoutingDay
    clients: tuple[Option, ...]
    fleet: tuple[tuple[Traveller, ...], ...]
    data: ProblemData

    def orders(self, solution: Solution) -> dict[str, list[str]]:
        """Who makes which stops in what order."""
        idle = [list(travellers) for travellers in self.fleet]
        return {
            idle[route.vehicle_type()].pop(0).id: [self.clients[a.idx].stop.id for a in route if a.is_client()]
            for route in solution.routes()
        }

    def solution(self, orders: Orders) -> Solution:
        """The same the other way, for a warm start; each stop by the first option open to its traveller."""
        kind_of = {traveller.id: kind for kind, travellers in enumerate(self.fleet) for traveller in travellers}
        routes = [Route(self.data, self._visits(who, ids), kind_of[who]) for who, ids in orders.items() if ids]
        return Solution(self.data, routes)

    def _visits(self, traveller_id: str, stop_ids: Sequence[str]) -> list[int]:
        first: dict[str, int] = {}
        for number, option in enumerate(self.clients):
            if traveller_id in option.able:
                first.setdefault(option.stop.id, number)
        return [first[stop_id] for stop_id in stop_ids if stop_id in first]


def model_of(day: RoutingDay) -> Model:
    options = [option for stop in day.stops for option in _options(day, stop)]
    depots = sorted({place for traveller in day.travellers for place in (traveller.start, traveller.end)})
    places = [*depots, *(option.stop.place for option in options)]
    time, cost = (np.array(matrix, dtype=np.int64)[np.ix_(places, places)] for matrix in (day.legs.time, day.legs.cost))
    np.fill_diagonal(time, 0)
    burdens = {who.id: tuple(_burden(day, option, who) for option in options) for who in day.travellers}
    profiles = sorted(set(burdens.values()))
    fleet: dict[tuple[int, ...], list[Traveller]] = {}
    for who in day.travellers:
        profile = profiles.index(burdens[who.id])
        fleet.setdefault((who.start, who.end, who.on, who.off, who.capacity, profile), []).append(who)
    groups, group_of = _groups(options)
    data = ProblemData(
        [Location(0, 0) for _ in places],
        [_client(option, len(depots) + n, group_of.get(option.stop.id)) for n, option in enumerate(options)],
        [Depot(number) for number in range(len(depots))],
        [_vehicles(alike, depots, kind[-1]) for kind, alike in fleet.items()],
        [_burdened(cost, len(depots), profile) for profile in profiles],  # type: ignore[misc]
        [time for _ in profiles],  # type: ignore[misc]
        groups,
    )
    return Model(day, tuple(options), tuple(map(tuple, fleet.values())), data)


def _groups(options: Sequence[Option]) -> tuple[list[ClientGroup], dict[str, int]]:
    """Those of the stops with several options, and by stop the number of its group."""
    of_stop: dict[str, list[int]] = {}
    for number, option in enumerate(options):
        of_stop.setdefault(option.stop.id, []).append(number)
    several = {stop_id: numbers for stop_id, numbers in of_stop.items() if len(numbers) > 1}
    groups = [ClientGroup(numbers, required=False, name=stop_id) for stop_id, numbers in several.items()]
    return groups, {stop_id: number for number, stop_id in enumerate(several)}


def _client(option: Option, location: int, group: int | None) -> Client:
    stop, (begin, last) = option.stop, option.window
    return Client(
        location,
        delivery=[stop.load],
        service_duration=stop.length,
        tw_early=begin,
        tw_late=last,
        prize=option.prize,
        required=False,
        group=group,
        name=stop.id,
    )


def _vehicles(alike: Sequence[Traveller], depots: Sequence[int], profile: int) -> VehicleType:
    who = alike[0]
    return VehicleType(
        len(alike),
        [who.capacity],
        depots.index(who.start),
        depots.index(who.end),
        tw_early=who.on,
        tw_late=who.off,
        profile=profile,
        name=who.id,
    )


def _burden(day: RoutingDay, option: Option, who: Traveller) -> int:
    """What it costs beside the way that this traveller makes that stop: so much that it is lost rather, if need be."""
    if who.id not in option.able:
        return 4 * day.lost_cost * option.stop.weight
    return day.moving_cost * day.changes_hands(option.stop, who.id)


def _burdened(cost: Costs, depots: int, burdens: Sequence[int]) -> Costs:
    """The costs for those with these burdens, which every leg to the client carries."""
    mine = cost.copy()
    mine[:, depots:] += np.array(burdens, dtype=np.int64)
    np.fill_diagonal(mine, 0)
    return mine


def _options(day: RoutingDay, stop: Stop) -> Iterator[Option]:
    """The ways to make a stop, those in time first."""
    able = [traveller for traveller in day.travellers if stop.may_be_made_by(traveller.id)]
    for window, late in _windows(stop):
        open_to: dict[Run, set[str]] = {}
        for traveller in (traveller for traveller in able if window[1] <= stop.last_by(traveller.id)):
            for piece in _pieces(traveller, window, stop.length):
                open_to.setdefault(piece, set()).add(traveller.id)
        prize = max(stop.weight * day.lost_cost - late * day.late_cost, 1)
        yield from (Option(stop, piece, frozenset(who), prize) for piece, who in open_to.items())


def _windows(stop: Stop) -> Iterator[tuple[Run, int]]:
    """First and last start, and how late the last one is."""
    yield (stop.earliest, stop.latest), 0
    step = -(-(stop.last - stop.latest) // LATE_STEPS)
    for begin in range(stop.latest, stop.last, step or 1):
        end = min(begin + step, stop.last)
        yield (begin + 1, end), end - stop.latest


def _pieces(traveller: Traveller, window: Run, length: int) -> Iterator[Run]:
    """The starts within the window, first and last, that no pause of the traveller is in the way of."""
    begin, last = window
    for start, end in traveller.pauses:
        if begin <= min(last, start - length):
            yield begin, min(last, start - length)
        begin = max(begin, end)
    if begin <= last:
        yield begin, last
