"""How long a road takes by the hour of the day, and how a leg adds up when it crosses from one hour into another.

A leg takes so long if all of it lies in one hour; where it crosses into another, each cell of time covers its own
hour's share of the way (Ichoua, Gendreau & Potvin 2003, "Vehicle dispatching with time-dependent travel times": who
leaves later never arrives earlier). So a gap is long enough for a leg exactly when the shares of its cells make up the
whole, seen from either end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Self

from services.scheduling.domain.hours.cells import CELL_MINUTES, cells_for, stretch
from services.scheduling.domain.travel.places import Road

WHOLE = 1 << 40
"""A leg's length in shares: integers, so that adding up from either end gives the same."""

CELL_SECONDS = CELL_MINUTES * 60

HourOf = Callable[[int], int]
"""The hour of the day, on the store's clock, that a cell lies in."""


@dataclass(frozen=True)
class Traffic:
    """Speeds in km/h and the minutes allowed beside the driving (the lift, the bicycle, the door), by hour where they
    differ from the usual. A map's minutes are those of the usual speed.
    """

    speed_kmh: float = 22
    margin_minutes: int = 10
    speed_by_hour: Mapping[int, float] = field(default_factory=dict)
    margin_by_hour: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_even(self) -> bool:
        """Whether all hours are alike."""
        return not (self.speed_by_hour or self.margin_by_hour)

    def seconds(self, road: Road, hour: int = 0) -> int:
        """How long the road takes within that hour, margin included; nothing for who stays where they are."""
        if not road.km:
            return 0
        usual = road.km / self.speed_kmh * 3600 if road.minutes is None else road.minutes * 60
        driving = usual * self.speed_kmh / self.speed_by_hour.get(hour, self.speed_kmh)
        return ceil(round(driving, 3)) + self.margin_by_hour.get(hour, self.margin_minutes) * 60

    def minutes(self, road: Road, hour: int = 0) -> int:
        """The same in minutes, rounded up."""
        return -(-self.seconds(road, hour) // 60)


@dataclass(frozen=True)
class Leg:
    """A road in a town's traffic, over cells of time: `even_cells` at any time, None where hours differ. `pauses` are
    cells in which nobody is under way.
    """

    road: Road
    traffic: Traffic
    hour_of: HourOf
    even_cells: int | None
    _shares: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, road: Road, traffic: Traffic, hour_of: HourOf) -> Self:
        return cls(road, traffic, hour_of, cells_for(traffic.minutes(road)) if traffic.is_even else None)

    def minutes_at(self, cell: int) -> int:
        """How long it takes at the hour of that cell."""
        return self.traffic.minutes(self.road, 0 if self.traffic.is_even else self.hour_of(cell))

    def arrival(self, leaving: int, pauses: int = 0) -> int:
        """The cell at whose beginning one is there who leaves at the beginning of that cell."""
        even = self.even_cells
        if even is not None and not pauses & stretch(leaving, leaving + even):
            return leaving + even
        return self._walked(leaving, 1, pauses)

    def departure(self, arriving: int, pauses: int = 0) -> int:
        """The latest cell at whose beginning one may leave to be there at the beginning of that cell."""
        even = self.even_cells
        if even is not None and not pauses & stretch(max(arriving - even, 0), arriving):
            return arriving - even
        return self._walked(arriving, -1, pauses)

    def _walked(self, cell: int, step: int, pauses: int) -> int:
        """From the beginning of a cell forward or back, until the shares of the cells make up the whole leg."""
        left = WHOLE if self.road.km else 0
        while left > 0:
            through = cell if step > 0 else cell - 1
            cell += step
            if through < 0 or not pauses >> through & 1:
                left -= self._share(through)
        return cell

    def _share(self, cell: int) -> int:
        hour = 0 if self.traffic.is_even else self.hour_of(cell)
        if hour not in self._shares:
            self._shares[hour] = -(-CELL_SECONDS * WHOLE // max(self.traffic.seconds(self.road, hour), 1))
        return self._shares[hour]
