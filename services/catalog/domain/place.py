"""Points on the map, in GCJ-02 degrees as the shop's maps give them."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Point:
    """Longitude and latitude."""

    lng: float
    lat: float

    def distance_km(self, other: "Point") -> float:
        """Along the great circle, by the haversine formula, to a hundred metres."""
        north, east = radians(other.lat - self.lat), radians(other.lng - self.lng)
        chord = sin(north / 2) ** 2 + cos(radians(self.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
        return round(2 * EARTH_RADIUS_KM * asin(sqrt(chord)), 1)
