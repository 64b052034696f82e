"""Where people are, and how long it takes to get there. Coordinates are GCJ-02 degrees throughout."""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

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


def travel_minutes(start: Point, end: Point, *, speed_kmh: float, margin_minutes: int) -> int:
    """Minutes on the road, margin included, rounded up."""
    return ceil(start.km_to(end) * ROAD_FACTOR / speed_kmh * 60) + margin_minutes
