"""Whether a plan can be carried out, judged from scratch: it shares no arithmetic with whoever made the plan."""

from collections import Counter
from collections.abc import Iterator

from services.scheduling.domain.routing.day import RoutingDay, Traveller
from services.scheduling.domain.routing.plan import Plan, Route


def faults(day: RoutingDay, plan: Plan) -> list[str]:
    """What is wrong with a plan, a line each; nothing when it can be carried out."""
    found = [fault for route in plan.routes for fault in _on_the_way(day, route)]
    accounted = Counter(stop_id for route in plan.routes for stop_id in route.stop_ids)
    accounted.update(stop.id for stop in plan.lost)
    found += [f"{stop.id} is planned {accounted[stop.id]} times" for stop in day.stops if accounted[stop.id] != 1]
    return found


def _on_the_way(day: RoutingDay, route: Route) -> Iterator[str]:
    who, place, free = route.traveller, route.traveller.start, route.traveller.on
    for call in route.calls:
        stop, there = call.stop, _there(who, free, day.legs.time[place][call.stop.place])
        if call.starts < there:
            yield f"{who.id} is at {stop.id} at {there}, which begins at {call.starts}"
        if not stop.earliest <= call.starts <= stop.last_by(who.id):
            yield f"{stop.id} begins at {call.starts}, outside of its window"
        if stop.able is not None and who.id not in stop.able:
            yield f"{who.id} may not make {stop.id}"
        place, free = stop.place, call.starts + stop.length
        if any(start < free and call.starts < end for start, end in who.pauses):
            yield f"{stop.id} lies in a pause of {who.id}"
    if route.calls and _there(who, free, day.legs.time[place][who.end]) > who.off:
        yield f"{who.id} is back too late"
    if sum(call.stop.load for call in route.calls) > who.capacity:
        yield f"{who.id} carries too much"


def _there(who: Traveller, clock: int, ticks: int) -> int:
    """Tick by tick, those of pauses not counting."""
    while ticks:
        ticks -= not any(start <= clock < end for start, end in who.pauses)
        clock += 1
    return clock
