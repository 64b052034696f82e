"""Days to route: small ones by hand, larger ones from a seed."""

from dataclasses import replace
from random import Random
from typing import Any

from services.scheduling.domain.routing.day import Legs, RoutingDay, Stop, Traveller

SHIFTS = ((0, 96), (12, 120), (36, 144))


def a_stop(stop_id: str = "s1", place: int = 1, **changes: Any) -> Stop:
    """Twelve ticks long, at whatever time of the day."""
    return Stop(**{"id": stop_id, "place": place, "length": 12, "earliest": 0, "latest": 200, **changes})


def a_traveller(traveller_id: str = "t1", **changes: Any) -> Traveller:
    return Traveller(**{"id": traveller_id, "start": 0, "end": 0, "on": 0, "off": 200, **changes})


def on_a_line(places: int, each: int = 4) -> Legs:
    """Places in a row, so many ticks from one to the next; a tick costs one."""
    rows = tuple(tuple(abs(here - there) * each for there in range(places)) for here in range(places))
    return Legs(rows, rows)


def a_day(travellers: tuple[Traveller, ...], stops: tuple[Stop, ...], **changes: Any) -> RoutingDay:
    places = 1 + max([stop.place for stop in stops] + [max(who.start, who.end) for who in travellers])
    return RoutingDay(
        travellers, stops, **{"legs": on_a_line(places), "lost_cost": 10_000, "late_cost": 100, **changes}
    )


def a_random_day(seed: int, *, travellers: int = 4, stops: int = 10, fixed: bool = False) -> RoutingDay:
    """Five-minute ticks from eight in the morning; bases and stops on a map of 12 by 12 km at 22 km/h.

    Everybody has a base, a shift, a lunch and some of five skills; a stop takes 60 to 90 minutes, needs one skill and
    may begin within two hours, or at one time alone with `fixed`.
    """
    random = Random(seed)  # noqa: S311 - the same day for the same seed is what is wanted
    points = [(random.uniform(0, 12), random.uniform(0, 12)) for _ in range(travellers + stops)]
    skills = [frozenset(random.sample(range(5), 2)) for _ in range(travellers)]
    people = []
    for number in range(travellers):
        on, off = SHIFTS[number % len(SHIFTS)]
        lunch = random.choice((44, 48, 52))
        people.append(Traveller(f"t{number}", number, number, on, off, pauses=((lunch, lunch + 6),)))
    calls = []
    for number in range(stops):
        skill, begin = random.randrange(5), random.randrange(6, 110)
        able = frozenset(people[who].id for who in range(travellers) if skill in skills[who])
        latest = begin if fixed else begin + 24
        length = random.choice((12, 15, 18))
        calls.append(Stop(f"s{number}", travellers + number, length, begin, latest, begin, able=able))
    return RoutingDay(tuple(people), tuple(calls), _streets(points), lost_cost=100_000, late_cost=1_000)


def allowing_late(day: RoutingDay, ticks: int) -> RoutingDay:
    return replace(day, stops=tuple(replace(stop, late_until=stop.latest + ticks) for stop in day.stops))


def _streets(points: list[tuple[float, float]]) -> Legs:
    km = [[((a - c) ** 2 + (b - d) ** 2) ** 0.5 * 1.3 for c, d in points] for a, b in points]
    time = tuple(tuple(-(-int(one * 60 / 22) // 5) for one in row) for row in km)
    return Legs(time, tuple(tuple(round(one * 10) for one in row) for row in km))
