"""Where a technician is in the course of a day, and when they can be at a place on the way from one visit to the next.

A claim's own cells hold the visit alone: how far it is to the next one depends on where that is. A new visit at a place
needs time to get there from the engagement before it and on to the one after it. A home visit that is the first of a
shift needs the way from the base (the technician's, or the store) after the shift has begun, and the last one the way
back before it ends: travel is working time, and waits while there is a break. To a visit in the store people come on
their own time, when it is the first of the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from functools import lru_cache
from zoneinfo import ZoneInfo

from services.scheduling.domain.hours.cells import Run, instant_of, runs, stretch
from services.scheduling.domain.travel.places import HOME, Point, Road, Trip, road_of
from services.scheduling.domain.travel.traffic import Leg, Traffic

HOME_BASE, VISIT = "home_base", "visit"


@dataclass(frozen=True)
class Placed:
    """A run of cells, numbered from 1970, that is taken of a technician: at `home` with its location, or in the store
    whose id `place` is. None is not known.
    """

    technician_id: str
    cells: Run
    place: str | None
    location: Point | None = None


@dataclass(frozen=True)
class Taken:
    """The cells taken, by resource; `elsewhere` are those who may be taken somewhere else than where one asks for."""

    busy: Mapping[str, int]
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Spot:
    """A place as one may speak of it: a `store` by its names, a technician's `home_base` or a `visit` without any."""

    kind: str
    point: Point
    name: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Engagement:
    """A technician busy over the cells [start, end). Without a spot it is one of those claims from before travel was
    reckoned exactly, which hold their ways from and to the base in their own cells.
    """

    start: int
    end: int
    spot: Spot | None = None


@dataclass(frozen=True)
class Whereabouts:
    """A technician's places over a span, in its cells: `shifts` are worked from beginning to end, `pauses` the breaks
    in them; `engagements` are in order.
    """

    base: Spot | None
    engagements: tuple[Engagement, ...] = ()
    shifts: int = 0
    pauses: int = 0

    def without(self, cells: int) -> "Whereabouts":
        """The same without the engagements in those cells: a visit that is moved is in nobody's way but its own."""
        if not cells:
            return self
        others = tuple(one for one in self.engagements if not stretch(one.start, one.end) & cells)
        return Whereabouts(self.base, others, self.shifts, self.pauses)

    def spot_of(self, engagement: Engagement) -> Spot | None:
        return engagement.spot or self.base


@dataclass(frozen=True)
class Travel:
    """The ways to and from the place of a wish (`here`), of which `place` tells whether it is a home; `base_cell` is
    the number, from 1970, of the span's first cell.
    """

    here: Point
    place: str
    roads: Mapping[Trip, Road]
    traffic: Traffic
    zone: ZoneInfo
    base_cell: int
    _legs: dict[Trip, Leg] = field(default_factory=dict, init=False, repr=False, compare=False)

    def to_here(self, spot: Spot) -> Leg:
        return self._leg((spot.point, self.here))

    def from_here(self, spot: Spot) -> Leg:
        return self._leg((self.here, spot.point))

    def around(self, whereabouts: Whereabouts) -> int:
        """The cells in which the technician is on the way here from an engagement, or to one."""
        bits = 0
        for engagement in whereabouts.engagements:
            spot = whereabouts.spot_of(engagement) if self.place == HOME else engagement.spot
            if spot is None or spot.point == self.here:
                continue
            since = self.from_here(spot).departure(engagement.start, whereabouts.pauses)
            until = self.to_here(spot).arrival(engagement.end, whereabouts.pauses)
            bits |= stretch(max(since, 0), max(engagement.start, 0)) | stretch(engagement.end, until)
        return bits

    def beyond(self, whereabouts: Whereabouts, size: int) -> int:
        """The cells, of a span of that size, before one can be here from the base, and those too late to be back."""
        if self.place != HOME:
            return 0
        within = 0
        for begin, end in runs(whereabouts.shifts):
            engaged = [one for one in whereabouts.engagements if one.start < end and one.end > begin]
            since, until = self._reach(whereabouts, begin, end)
            since = min([since, *(one.start for one in engaged)])
            within |= stretch(max(since, 0), max([until, *(one.end for one in engaged)]))
        return stretch(0, size) & ~within

    def _reach(self, whereabouts: Whereabouts, begin: int, end: int) -> tuple[int, int]:
        """Between the ways from the base and back to it."""
        base, pauses = whereabouts.base, whereabouts.pauses
        if base is None:
            return begin, end
        return self.to_here(base).arrival(begin, pauses), self.from_here(base).departure(end, pauses)

    def _leg(self, trip: Trip) -> Leg:
        # Places hash slowly, and most legs are asked for once.
        leg = self._legs.get(trip)
        if leg is None:
            leg = self._legs[trip] = Leg.of(self.roads.get(trip) or road_of(trip), self.traffic, self._hour_of)
        return leg

    def _hour_of(self, cell: int) -> int:
        return hour_at(self.zone, self.base_cell + cell)


@lru_cache(maxsize=65536)
def hour_at(zone: ZoneInfo, cell: int) -> int:
    """The hour of the day, on the zone's clock, in which a cell begins, numbered from 1970."""
    return instant_of(cell).replace(tzinfo=UTC).astimezone(zone).hour
