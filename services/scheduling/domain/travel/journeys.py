"""The ways of a technician's day one by one, as a timeline shows them between the engagements."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from services.scheduling.domain.hours.cells import CELL_MINUTES, instant_of, runs
from services.scheduling.domain.travel.places import Road, Trip, road_of
from services.scheduling.domain.travel.traffic import Leg, Traffic
from services.scheduling.domain.travel.whereabouts import VISIT, Engagement, Spot, Whereabouts, hour_at


@dataclass(frozen=True)
class Journey:
    """From one spot to another: the latest that is in time for what follows, or straight back to the base. `minutes`
    are those on the road; a break on the way comes on top. Who has too little time leaves before the visit is over.
    """

    start: Spot
    end: Spot
    minutes: int
    leave_at: datetime
    arrive_at: datetime


@dataclass(frozen=True)
class Roads:
    """The ways between places in a town's traffic; `base_cell` is the number, from 1970, of a span's first cell."""

    known: Mapping[Trip, Road]
    traffic: Traffic
    zone: ZoneInfo
    base_cell: int

    def leg(self, start: Spot, end: Spot) -> Leg:
        trip = start.point, end.point
        return Leg.of(self.known.get(trip) or road_of(trip), self.traffic, self._hour)

    def at(self, cell: int) -> datetime:
        return instant_of(self.base_cell + cell)

    def _hour(self, cell: int) -> int:
        return hour_at(self.zone, self.base_cell + cell)


def trips(where: Whereabouts) -> Iterator[Trip]:
    """All ways the technician may have: between engagements that follow one another, and from and to the base."""
    spots = list(filter(None, map(where.spot_of, where.engagements)))
    pairs = list(pairwise(spots))
    if where.base:
        pairs += [pair for spot in spots for pair in ((where.base, spot), (spot, where.base))]
    yield from ((start.point, end.point) for start, end in pairs if start.point != end.point)


def journeys(where: Whereabouts, roads: Roads) -> list[Journey]:
    """Shift by shift, in order: people come to the store on their own time, and go home from it on their own."""
    found = []
    for begin, end in runs(where.shifts):
        engaged = [one for one in where.engagements if one.start < end and one.end > begin]
        if engaged:
            found += [
                _out(where, engaged[0], roads),
                *_between(where, engaged, roads),
                _back(where, engaged[-1], roads),
            ]
    return list(filter(None, found))


def _between(where: Whereabouts, engaged: Iterable[Engagement], roads: Roads) -> Iterator[Journey | None]:
    for one, following in pairwise(engaged):
        yield _in_time(where.spot_of(one), where.spot_of(following), following.start, where.pauses, roads)


def _out(where: Whereabouts, first: Engagement, roads: Roads) -> Journey | None:
    return _in_time(where.base, first.spot, first.start, where.pauses, roads) if _is_home(first) else None


def _back(where: Whereabouts, last: Engagement, roads: Roads) -> Journey | None:
    if last.spot is None or where.base is None or not _is_home(last) or last.spot.point == where.base.point:
        return None
    leg = roads.leg(last.spot, where.base)
    minutes, there = leg.minutes_at(last.end), leg.arrival(last.end, where.pauses)
    spare = _spare(there - last.end, minutes)
    return Journey(last.spot, where.base, minutes, roads.at(last.end), roads.at(there) - spare)


def _in_time(start: Spot | None, end: Spot | None, first: int, pauses: int, roads: Roads) -> Journey | None:
    """So as to be there at the beginning of that cell."""
    if start is None or end is None or start.point == end.point:
        return None
    leg = roads.leg(start, end)
    leaving = leg.departure(first, pauses)
    minutes = leg.minutes_at(leaving)
    return Journey(start, end, minutes, roads.at(leaving) + _spare(first - leaving, minutes), roads.at(first))


def _is_home(engagement: Engagement) -> bool:
    return engagement.spot is not None and engagement.spot.kind == VISIT


def _spare(cells: int, minutes: int) -> timedelta:
    """What whole cells are longer than the road, unless a break or another hour lies on the way."""
    spare = cells * CELL_MINUTES - minutes
    return timedelta(minutes=spare if 0 <= spare < CELL_MINUTES else 0)
