"""Instances of the literature in Solomon's text format, and the judge of an answer to one.

M. M. Solomon, *Algorithms for the vehicle routing and scheduling problems with time window constraints*, Operations
Research 35(2), 1987. Distance between two nodes is the Euclidean one cut to one decimal, and as long takes the way;
distance alone is minimised, with any number of vehicles up to the file's. Every quantity is kept in tenths.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, isqrt

from services.scheduling.domain.routing.day import Legs, RoutingDay, Stop, Traveller

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?")
FLEET, NODE = 2, 7

Routes = Sequence[Sequence[int]]


class NotSolomon(ValueError):
    """The text is no instance; the message tells why and where."""


@dataclass(frozen=True)
class Node:
    """`x` and `y` as written, all else in tenths; `number` is the file's."""

    number: int
    x: Fraction
    y: Fraction
    demand: int
    ready: int
    due: int
    service: int

    def to(self, other: "Node") -> int:
        """Tenths of distance: the square root of a whole number is exact, so the cut is as well."""
        return isqrt(floor(100 * ((self.x - other.x) ** 2 + (self.y - other.y) ** 2)))


@dataclass(frozen=True)
class Instance:
    name: str
    vehicles: int
    capacity: int
    depot: Node
    customers: tuple[Node, ...]

    def day(self) -> RoutingDay:
        """As a day to plan; no leg is as dear as a customer left out."""
        nodes = (self.depot, *self.customers)
        legs = tuple(tuple(here.to(there) for there in nodes) for here in nodes)
        stops = tuple(
            Stop(str(node.number), place, node.service, node.ready, node.due, load=node.demand)
            for place, node in enumerate(self.customers, start=1)
        )
        on, off = self.depot.ready, self.depot.due
        fleet = tuple(Traveller(str(n), 0, 0, on, off, self.capacity) for n in range(1, self.vehicles + 1))
        return RoutingDay(fleet, stops, Legs(legs, legs), lost_cost=4 * max(map(max, legs)) + 1, name=self.name)


def read(text: str) -> Instance:
    """An instance from its text; NotSolomon. Whatever does not begin with a number is a heading."""
    text = text.removeprefix("\ufeff")
    rows = list(_rows(text))
    if not rows or len(rows[0][1]) != FLEET:
        raise NotSolomon("there is no line with the number of vehicles and their capacity")
    vehicles, capacity = rows[0][1]
    nodes = [_node(line, numbers) for line, numbers in rows[1:]]
    if len(nodes) < FLEET:
        raise NotSolomon("there are no customers")
    if vehicles < 1 or vehicles % 1:
        raise NotSolomon(f"{vehicles} is no number of vehicles")
    name = next(line.strip() for line in text.splitlines() if line.strip())
    instance = Instance(name, int(vehicles), floor(10 * capacity), nodes[0], tuple(nodes[1:]))
    for objection in _objections(instance):
        raise NotSolomon(objection)
    return instance


def faults(instance: Instance, routes: Routes) -> list[str]:
    """What is wrong with an answer, a line each, from the nodes alone; nothing when it is right."""
    by_number = {node.number: node for node in instance.customers}
    visits = Counter(number for route in routes for number in route)
    found = [f"customer {number} is unknown" for number in visits if number not in by_number]
    if found:
        return found
    found = [f"customer {number} is visited {visits[number]} times" for number in by_number if visits[number] != 1]
    if len(routes) > instance.vehicles:
        found.append(f"{len(routes)} vehicles of {instance.vehicles} drive")
    return found + [fault for route in routes for fault in _driven(instance, [by_number[number] for number in route])]


def distance(instance: Instance, routes: Routes) -> int:
    """In tenths."""
    by_number = {node.number: node for node in instance.customers}
    total = 0
    for route in routes:
        way = [instance.depot, *(by_number[number] for number in route), instance.depot]
        total += sum(here.to(there) for here, there in pairwise(way))
    return total


def _driven(instance: Instance, nodes: Sequence[Node]) -> Iterator[str]:
    clock, here = instance.depot.ready, instance.depot
    for node in nodes:
        clock = max(clock + here.to(node), node.ready)
        if clock > node.due:
            yield f"customer {node.number} is reached at {clock / 10}, due at {node.due / 10}"
        clock, here = clock + node.service, node
    if clock + here.to(instance.depot) > instance.depot.due:
        yield f"the vehicle of {[node.number for node in nodes]} is back too late"
    if sum(node.demand for node in nodes) > instance.capacity:
        yield f"the vehicle of {[node.number for node in nodes]} carries too much"


def _rows(text: str) -> Iterator[tuple[int, list[Fraction]]]:
    for line, written in enumerate(text.splitlines(), start=1):
        words = written.replace(",", " ").split()
        if not words or not NUMBER.fullmatch(words[0]):
            continue
        if not all(NUMBER.fullmatch(word) for word in words):
            if any(NUMBER.fullmatch(word) is None and any(map(str.isdigit, word)) for word in words):
                raise NotSolomon(f"line {line} mixes numbers with what is none: {written.strip()[:60]!r}")
            continue
        yield line, [Fraction(word) for word in words]


def _node(line: int, numbers: Sequence[Fraction]) -> Node:
    if len(numbers) != NODE:
        raise NotSolomon(f"line {line} has {len(numbers)} numbers; a customer has {NODE}")
    number, x, y, demand, ready, due, service = numbers
    if number % 1 or min(demand, ready, service) < 0:
        raise NotSolomon(f"line {line} is no customer: its number is whole, nothing of it is negative")
    return Node(int(number), x, y, ceil(10 * demand), ceil(10 * ready), floor(10 * due), ceil(10 * service))


def _objections(instance: Instance) -> Iterator[str]:
    """Why no answer can exist, of what one customer alone shows."""
    numbers = Counter([instance.depot.number, *(node.number for node in instance.customers)])
    yield from (f"the number {number} is given {times} times" for number, times in numbers.items() if times > 1)
    for node in instance.customers:
        yield from (f"customer {node.number} alone is impossible: {why}" for why in _driven(instance, [node]))
