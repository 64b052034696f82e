"""Where people are, and how far it is from one place to another. Coordinates are GCJ-02 degrees throughout."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0
ROAD_FACTOR = 1.3
"""Streets are longer than the crow flies: 1.2 to 1.4 in cities (circuity, Ballou et al. 2002, Transp. Res. A 36)."""

STORE, HOME = "store", "home"


@dataclass(frozen=True)
class Point:
    lng: float
    lat: float

    def km_to(self, other: "Point") -> float:
        """Along the great circle, by the haversine formula."""
        north, east = radians(other.lat - self.lat), radians(other.lng - self.lng)
        chord = sin(north / 2) ** 2 + cos(radians(self.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
        return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))


Trip = tuple[Point, Point]
"""From one place to another."""


@dataclass(frozen=True)
class Road:
    """The way of a trip: its length and, where a map knows them, the minutes it takes in usual traffic."""

    km: float
    minutes: float | None = None


def road_of(trip: Trip) -> Road:
    """What can be said without a map: the great circle, lengthened as streets are."""
    start, end = trip
    return Road(start.km_to(end) * ROAD_FACTOR)
