"""What there is to plan: stops to be made, travellers who may make them, and the legs between the places.

Times are ticks, whole numbers of whatever length the day was built with (five minutes for a shop's day, a tenth for an
instance of the literature); costs are whole numbers as well, of another unit if need be. So nothing is ever rounded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from services.scheduling.domain.hours.cells import Run

Matrix = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Stop:
    """A visit to be made. It begins in `[earliest, latest]`, or late until `late_until`, and lasts `length`.

    `promised` is the start that was told to the guest: starts stay as near to it as they can. Only who is in `able` may
    make it, None stands for everybody; `usual` is who has it as things are, and whoever else takes it over comes in
    time. `weight` is how many visits its loss counts for.
    """

    id: str
    place: int
    length: int
    earliest: int
    latest: int
    promised: int | None = None
    late_until: int | None = None
    load: int = 0
    able: frozenset[str] | None = None
    usual: str | None = None
    weight: int = 1

    @property
    def last(self) -> int:
        """The last start at all."""
        return self.latest if self.late_until is None else max(self.latest, self.late_until)

    def last_by(self, traveller_id: str) -> int:
        """The last start with that traveller."""
        return self.last if self.usual in {None, traveller_id} else self.latest

    def may_be_made_by(self, traveller_id: str) -> bool:
        return self.able is None or traveller_id in self.able


@dataclass(frozen=True)
class Traveller:
    """Somebody who leaves `start` at `on` or later and is at `end` by `off`.

    During a pause no stop is made and nobody is under way. `capacity` bounds the loads of the stops made.
    """

    id: str
    start: int
    end: int
    on: int
    off: int
    capacity: int = 0
    pauses: tuple[Run, ...] = ()

    def arrive(self, leaving: int, ticks: int) -> int:
        """When the end of a leg is reached; pauses on the way make it later."""
        for start, end in self.pauses:
            if start < leaving + ticks and leaving < end:
                ticks += end - max(start, leaving)
        return leaving + ticks

    def leave(self, arriving: int, ticks: int) -> int:
        """When to leave at the latest."""
        for start, end in reversed(self.pauses):
            if start < arriving and arriving - ticks < end:
                ticks += min(end, arriving) - start
        return arriving - ticks

    def begin(self, at: int, length: int) -> int:
        """The first start of that length at or after `at` that no pause is in the way of."""
        for start, end in self.pauses:
            if at < end and start < at + length:
                at = end
        return at

    def begin_by(self, at: int, length: int) -> int:
        """The last start of that length at or before `at` that no pause is in the way of."""
        for start, end in reversed(self.pauses):
            if at < end and start < at + length:
                at = start - length
        return at


@dataclass(frozen=True)
class Legs:
    """From place to place: how long it takes, in ticks, and what it costs."""

    time: Matrix
    cost: Matrix


@dataclass(frozen=True)
class RoutingDay:
    """`late_cost` is the price of a tick late, `lost_cost` that of a visit lost and `moving_cost` that of another
    traveller than the usual one; all in the unit of the legs.
    """

    travellers: tuple[Traveller, ...]
    stops: tuple[Stop, ...]
    legs: Legs
    lost_cost: int = 1_000_000
    late_cost: int = 1_000
    moving_cost: int = 0
    name: str = field(default="", compare=False)

    @cached_property
    def stop_of(self) -> dict[str, Stop]:
        return {stop.id: stop for stop in self.stops}

    def stops_of(self, ids: Iterable[str]) -> Iterator[Stop]:
        return (self.stop_of[stop_id] for stop_id in ids)

    def changes_hands(self, stop: Stop, traveller_id: str) -> bool:
        return stop.usual is not None and stop.usual != traveller_id
