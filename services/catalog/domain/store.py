"""A store 门店: where it is and when it is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.catalog.domain.dates import DEFAULT_TIMEZONE, end_of, start_of
from services.catalog.domain.entry import Entry
from services.catalog.domain.hours import ALWAYS_CLOSED, OpeningHours
from services.catalog.domain.place import Point
from shared.errors import Invalid


@dataclass(frozen=True, order=True)
class Closure:
    """The store is shut from `start` until `end`, whatever its weekly hours say."""

    start: datetime
    end: datetime
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Store(Entry):
    """`opening_hours` are on the clock of `timezone`; coordinates are GCJ-02."""

    slug: str
    name: str
    address: str
    lng: float
    lat: float
    name_en: str = ""
    phone: str = ""
    opening_hours: OpeningHours = ALWAYS_CLOSED
    timezone: str = DEFAULT_TIMEZONE
    aliases: tuple[str, ...] = ()
    closures: tuple[Closure, ...] = ()
    parking: str = ""
    metro: str = ""

    @property
    def point(self) -> Point:
        return Point(self.lng, self.lat)

    @property
    def words(self) -> tuple[str, ...]:
        return self.name, self.name_en, self.slug, *self.aliases


def closures_in(timezone: str, written: Iterable[Mapping[str, Any]]) -> tuple[Closure, ...]:
    """Closures from `[{from, to, reason}]`, instants or whole days of the store (the last one included), in order."""
    closures = []
    for index, closure in enumerate(written):
        start, end = start_of(closure["from"], timezone), end_of(closure["to"], timezone)
        if end <= start:
            raise Invalid("a closure ends before it starts", fields={f"closures.{index}.to": ["this is before `from`"]})
        closures.append(Closure(start, end, closure.get("reason", "")))
    return tuple(sorted(closures))
