"""A plan for a day: who makes which stops in what order, and when each begins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.scheduling.domain.routing.day import RoutingDay, Stop, Traveller

Orders = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Call:
    """A stop with the tick it begins at."""

    stop: Stop
    starts: int

    @property
    def late(self) -> int:
        return max(0, self.starts - self.stop.latest)


@dataclass(frozen=True)
class Route:
    traveller: Traveller
    calls: tuple[Call, ...]
    cost: int = 0

    @property
    def stop_ids(self) -> tuple[str, ...]:
        return tuple(call.stop.id for call in self.calls)


@dataclass(frozen=True)
class Plan:
    """Every traveller's route, empty ones too, and the stops nobody makes."""

    routes: tuple[Route, ...]
    lost: tuple[Stop, ...] = ()

    @property
    def late(self) -> int:
        """Ticks late, of all stops."""
        return sum(call.late for route in self.routes for call in route.calls)

    @property
    def cost(self) -> int:
        """Of all legs."""
        return sum(route.cost for route in self.routes)

    @property
    def orders(self) -> dict[str, tuple[str, ...]]:
        return {route.traveller.id: route.stop_ids for route in self.routes if route.calls}

    def price(self, day: RoutingDay) -> int:
        """What is minimised: lost visits, then lateness, then travel, by their prices."""
        return sum(stop.weight for stop in self.lost) * day.lost_cost + self.late * day.late_cost + self.cost


def planned(day: RoutingDay, orders: Orders) -> Plan:
    """The plan in which each traveller makes their stops in that order; ValueError when that can not be done."""
    routes = tuple(_route(day, traveller, orders.get(traveller.id, ())) for traveller in day.travellers)
    made = {stop_id for route in routes for stop_id in route.stop_ids}
    return Plan(routes, tuple(stop for stop in day.stops if stop.id not in made))


def kept(day: RoutingDay, orders: Orders) -> Plan:
    """The plan that keeps of those orders what can be kept, the weightiest stops first; the others are lost."""
    able = {who.id: _kept(day, who, list(day.stops_of(orders.get(who.id, ())))) for who in day.travellers}
    return planned(day, able)


def timed(day: RoutingDay, traveller: Traveller, stops: Sequence[Stop]) -> Route | None:
    """The stops in that order, each as near to its promised start as the others let it; None when it is too late for
    one of them.
    """
    first = earliest(day, traveller, stops)
    if first is None or sum(stop.load for stop in stops) > traveller.capacity:
        return None
    calls = tuple(map(Call, stops, _settled(day, traveller, stops, first)))
    return Route(traveller, calls, cost_of(day, traveller, stops))


def earliest(day: RoutingDay, traveller: Traveller, stops: Sequence[Stop]) -> list[int] | None:
    """The first start of each stop; None when it is too late for one of them or for the way home."""
    time, starts = day.legs.time, []
    at, place = traveller.on, traveller.start
    for stop in stops:
        start = traveller.begin(max(traveller.arrive(at, time[place][stop.place]), stop.earliest), stop.length)
        if start > stop.last_by(traveller.id):
            return None
        starts.append(start)
        at, place = start + stop.length, stop.place
    home = traveller.arrive(at, time[place][traveller.end]) if stops else at
    return starts if home <= traveller.off else None


def latest(day: RoutingDay, traveller: Traveller, stops: Sequence[Stop], first: Sequence[int]) -> list[int]:
    """The last start of each stop that makes none later than it must be, given the first starts."""
    time, place, by = day.legs.time, traveller.end, traveller.off
    starts: list[int] = []
    for stop, start in zip(reversed(stops), reversed(first), strict=True):
        last = min(max(stop.latest, start), traveller.leave(by, time[stop.place][place]) - stop.length)
        starts.append(traveller.begin_by(last, stop.length))
        by, place = starts[-1], stop.place
    return starts[::-1]


def cost_of(day: RoutingDay, traveller: Traveller, stops: Sequence[Stop]) -> int:
    """Of the legs from the start over the stops to the end, and of what changes hands; no stop, no cost."""
    if not stops:
        return 0
    places = [traveller.start, *(stop.place for stop in stops), traveller.end]
    legs = sum(day.legs.cost[here][there] for here, there in pairwise(places))
    return legs + day.moving_cost * sum(day.changes_hands(stop, traveller.id) for stop in stops)


def _settled(day: RoutingDay, traveller: Traveller, stops: Sequence[Stop], first: Sequence[int]) -> Iterable[int]:
    at, place = traveller.on, traveller.start
    for stop, last in zip(stops, latest(day, traveller, stops, first), strict=True):
        there = traveller.arrive(at, day.legs.time[place][stop.place])
        soonest = traveller.begin(max(there, stop.earliest), stop.length)
        wanted = traveller.begin(max(soonest, min(stop.promised or 0, last)), stop.length)
        start = wanted if wanted <= last else soonest
        yield start
        at, place = start + stop.length, stop.place


def _kept(day: RoutingDay, traveller: Traveller, stops: Sequence[Stop]) -> list[str]:
    keeping: set[str] = set()
    for stop in sorted(stops, key=lambda stop: -stop.weight):
        tried = [each for each in stops if each.id in keeping or each is stop]
        if stop.may_be_made_by(traveller.id) and timed(day, traveller, tried) is not None:
            keeping.add(stop.id)
    return [stop.id for stop in stops if stop.id in keeping]


def _route(day: RoutingDay, traveller: Traveller, stop_ids: Sequence[str]) -> Route:
    route = timed(day, traveller, list(day.stops_of(stop_ids)))
    if route is None:
        raise ValueError(f"{traveller.id} cannot make {list(stop_ids)} in this order")
    return route
