"""Where things are, as far as the chat must know: coordinates are GCJ-02 degrees."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from services.chatbot.domain.catalogue import Store

EARTH_KM = 6371.0


@dataclass(frozen=True)
class Point:
    lng: float
    lat: float

    def km_to(self, other: "Point") -> float:
        """As the crow flies (haversine)."""
        lat, other_lat = math.radians(self.lat), math.radians(other.lat)
        half = math.sin((other_lat - lat) / 2) ** 2
        half += math.cos(lat) * math.cos(other_lat) * math.sin(math.radians(other.lng - self.lng) / 2) ** 2
        return 2 * EARTH_KM * math.asin(math.sqrt(half))


@dataclass(frozen=True)
class Located:
    """An address as it was said, and the street, estate or landmark by which its way is reckoned."""

    text: str
    near: str
    at: Point


def of_store(store: Store) -> Point | None:
    return Point(store.lng, store.lat) if store.lng is not None and store.lat is not None else None


def nearest(stores: Iterable[Store], to: Point | None) -> tuple[Store, ...]:
    """The stores by distance; those of which it is not known last, and in their own order where nothing is."""

    def distance(store: Store) -> float:
        at = of_store(store)
        return at.km_to(to) if at and to else math.inf

    return tuple(sorted(stores, key=distance))
