"""The dispatch board of a store's day: each technician's visits at homes and in stores, in order, and the ways between.

Times are minutes from the beginning of the board's span, so that what is told to people is not rounded to cells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from services.scheduling.domain.business.shop import Store, Technician
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.hours.cells import CELL_MINUTES, Run, Span
from services.scheduling.domain.travel.places import HOME, Point, Road, Trip, road_of
from services.scheduling.domain.travel.traffic import Traffic

FIXED: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Visit:
    """What a claim takes of one technician: it begins at `starts`, lasts `minutes`, with what guards it around it.

    Whoever is in `able` could make it; nobody but its own technician where that is empty. `is_untaken`: not even they,
    since everybody asked has left it.
    """

    claim: Claim
    starts: int
    minutes: int
    before: int = 0
    after: int = 0
    point: Point | None = None
    able: frozenset[str] = FIXED
    is_untaken: bool = False

    @property
    def id(self) -> str:
        return self.claim.id

    @property
    def is_home(self) -> bool:
        return self.claim.wish.place == HOME

    @property
    def is_alone_at_home(self) -> bool:
        """Whether one technician alone makes it, at a home."""
        return self.is_home and len(self.claim.technician_ids) == 1

    @property
    def ends(self) -> int:
        return self.starts + self.minutes


@dataclass(frozen=True)
class Delay:
    """A technician told `at` that minute to be so many minutes late."""

    minutes: int
    at: int


@dataclass(frozen=True)
class Lane:
    """A technician's day. `shifts` are worked, the gaps between them breaks; `visits` are in order of their starts."""

    technician: Technician
    base: Point | None
    shifts: tuple[Run, ...] = ()
    visits: tuple[Visit, ...] = ()
    delay: Delay | None = None

    @property
    def id(self) -> str:
        return self.technician.id

    @property
    def points(self) -> list[Point]:
        """Base, visits, base again."""
        every = [self.base, *(visit.point for visit in self.visits), self.base]
        return [point for point in every if point is not None]

    def is_working(self, visit: Visit) -> bool:
        """Whether a shift holds the treatment."""
        return any(start <= visit.starts and visit.ends <= end for start, end in self.shifts)


@dataclass(frozen=True)
class Board:
    """`adrift` are visits whose technician is not there to make them; `now` is a minute as well."""

    store: Store
    on: date
    span: Span
    now: int
    lanes: tuple[Lane, ...]
    adrift: tuple[Visit, ...]
    traffic: Traffic
    roads: Mapping[Trip, Road]
    tolerance: int = 0

    @property
    def visits(self) -> Iterable[Visit]:
        yield from (visit for lane in self.lanes for visit in lane.visits)
        yield from self.adrift

    @property
    def revisions(self) -> dict[str, int]:
        """Of every claim on the board, to tell whether the day has changed."""
        return {visit.id: visit.claim.revision for visit in self.visits}

    @cached_property
    def lane_of(self) -> dict[str, Lane]:
        return {lane.id: lane for lane in self.lanes}

    def road(self, start: Point | None, end: Point | None) -> Road:
        """No road at all where one of the places is unknown."""
        if start is None or end is None or start == end:
            return Road(0)
        known = self.roads.get((start, end))
        return road_of((start, end)) if known is None else known

    def way(self, start: Point | None, end: Point | None, minute: int) -> int:
        """Minutes of travel for who arrives about then."""
        return self.traffic.minutes(self.road(start, end), self._hour(minute))

    def instant(self, minute: int) -> datetime:
        return self.span.start + timedelta(minutes=minute)

    def minute(self, instant: datetime) -> int:
        return (instant - self.span.start) // timedelta(minutes=1)

    def _hour(self, minute: int) -> int:
        return 0 if self.traffic.is_even else self.instant(minute).astimezone(self.store.zone).hour


def consecutive(lanes: Iterable[Lane]) -> set[Trip]:
    """The trips that the lanes hold as they are."""
    return {trip for lane in lanes for trip in pairwise(lane.points) if trip[0] != trip[1]}


def every_trip(lanes: Iterable[Lane], adrift: Iterable[Visit] = ()) -> set[Trip]:
    """The trips between any two places of the day."""
    points = {point for lane in lanes for point in lane.points} | {visit.point for visit in adrift if visit.point}
    return {(start, end) for start in points for end in points if start != end}


def cells(minutes: int) -> int:
    """Minutes as five-minute cells, a started one counting."""
    return -(-minutes // CELL_MINUTES)
