"""Where one more stop costs least: every place in every route that lets all others keep their windows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.scheduling.domain.routing.day import RoutingDay, Stop, Traveller
from services.scheduling.domain.routing.plan import Plan, Route, cost_of, earliest, latest, planned


@dataclass(frozen=True)
class Insertion:
    """The stop as number `position` of a traveller's stops, for `extra` cost and `late` ticks, beginning at `starts`.

    `after` and `before` are the stops between which it comes; None is the way from or to the ends of the day.
    """

    traveller_id: str
    position: int
    starts: int
    extra: int
    late: int
    after: str | None
    before: str | None


def insertions(day: RoutingDay, plan: Plan, stop: Stop) -> list[Insertion]:
    """Of each traveller who can make the stop, the best place; the best of all first, those in time before those late.

    A stop in the plan costs at most as many looks as there are stops, since each place is judged by the first and last
    starts of its neighbours (Savelsbergh, *Local search in routing problems with time windows*, 1985).
    """
    able = [route for route in plan.routes if stop.may_be_made_by(route.traveller.id)]
    best = [min(places, key=_order) for route in able if (places := list(_places(day, route, stop)))]
    return sorted(best, key=_order)


def inserted(day: RoutingDay, plan: Plan, stop: Stop, where: Insertion) -> Plan:
    """The plan with the stop in that place."""
    orders = {**plan.orders}
    mine = orders.get(where.traveller_id, ())
    orders[where.traveller_id] = (*mine[: where.position], stop.id, *mine[where.position :])
    return planned(day, orders)


def filled(day: RoutingDay, plan: Plan) -> Plan:
    """The plan with every lost stop put in that fits, those first that weigh most and have the least room."""
    for stop in sorted(plan.lost, key=lambda stop: (-stop.weight, stop.last - stop.earliest, stop.id)):
        where = insertions(day, plan, stop)
        plan = inserted(day, plan, stop, where[0]) if where else plan
    return plan


def _order(where: Insertion) -> tuple[int, int, str]:
    return where.late, where.extra, where.traveller_id


def _places(day: RoutingDay, route: Route, stop: Stop) -> Iterator[Insertion]:
    who, stops, time = route.traveller, [call.stop for call in route.calls], day.legs.time
    first = earliest(day, who, stops)
    if first is None or sum(each.load for each in stops) + stop.load > who.capacity:
        return
    last = [*latest(day, who, stops, first), who.off]
    free, place = who.on, who.start
    for position in range(len(stops) + 1):
        following = stops[position].place if position < len(stops) else who.end
        starts = who.begin(max(who.arrive(free, time[place][stop.place]), stop.earliest), stop.length)
        if starts > stop.last_by(who.id):
            return
        if who.arrive(starts + stop.length, time[stop.place][following]) <= last[position]:
            yield _insertion(day, who, stops, stop, position, starts)
        if position < len(stops):
            free, place = first[position] + stops[position].length, following


def _insertion(
    day: RoutingDay, who: Traveller, stops: Sequence[Stop], stop: Stop, position: int, starts: int
) -> Insertion:
    before = stops[position] if position < len(stops) else None
    after = stops[position - 1] if position else None
    with_it = cost_of(day, who, [each for each in (after, stop, before) if each])
    without = cost_of(day, who, [each for each in (after, before) if each])
    extra = with_it - without
    late = max(0, starts - stop.latest)
    return Insertion(who.id, position, starts, extra, late, after.id if after else None, before.id if before else None)
