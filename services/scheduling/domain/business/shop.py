"""What scheduling must know of the catalogue: a store, a treatment, technicians, beds and devices."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from services.scheduling.domain.errors import AddonUnknown
from services.scheduling.domain.hours.windows import EMPTY_WEEK, Week, read_week
from services.scheduling.domain.travel.places import STORE, Point
from services.scheduling.domain.travel.whereabouts import HOME_BASE, Spot
from shared.interval import Interval

TECHNICIAN, BED, DEVICE, CUSTOMER = "technician", "bed", "device", "customer"


@dataclass(frozen=True)
class Store:
    """`closures` are instants; `opening` is a week on the store's own clock."""

    id: str
    timezone: str = "Asia/Shanghai"
    opening: Week = EMPTY_WEEK
    closures: tuple[Interval, ...] = ()
    location: Point | None = None
    slug: str = ""
    name: str = ""
    name_en: str = ""

    @property
    def spot(self) -> Spot | None:
        return None if self.location is None else Spot(STORE, self.location, self.name, self.name_en)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """From the data of `store_changed`."""
        return cls(
            id=row["store_id"],
            timezone=row["timezone"],
            opening=read_week(row.get("opening_hours") or {}),
            closures=tuple(filter(None, map(_closure, row.get("closures") or ()))),
            location=point_of(row),
            slug=row.get("slug", ""),
            name=row.get("name") or "",
            name_en=row.get("name_en") or "",
        )


@dataclass(frozen=True)
class Segment:
    """A part of a treatment; the technician is free in a part without them."""

    minutes: int
    technician: bool = True


Addons = tuple[tuple[str, int], ...]
"""What may be added to a treatment: slugs, each with the minutes it takes."""


@dataclass(frozen=True)
class Treatment:
    """`prep` and `turnover` minutes guard the treatment from its neighbours."""

    id: str
    minutes: int
    category: str = ""
    prep: int = 0
    turnover: int = 0
    level: int = 1
    places: tuple[str, ...] = ("store",)
    party_size: int = 1
    segments: tuple[Segment, ...] = ()
    addons: Addons = ()

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def needed_minutes(self) -> int:
        """How long a gap must be for the treatment and what guards it."""
        return self.prep + self.minutes + self.turnover

    def with_addons(self, slugs: Collection[str]) -> Self:
        """The treatment as it is given with those add-ons, at its end; AddonUnknown where it has none of that name."""
        minutes = dict(self.addons)
        if unknown := sorted({*slugs} - minutes.keys()):
            raise AddonUnknown(params={"addons": unknown}, fields={"addons": ["is not offered with this treatment"]})
        return self.lasting(sum(minutes[slug] for slug in slugs))

    def lasting(self, more: int) -> Self:
        """The treatment, so many minutes longer, with the technician's hands at work."""
        if not more:
            return self
        at_the_end = (Segment(more),) if self.segments else ()
        return replace(self, minutes=self.minutes + more, segments=self.segments + at_the_end)

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """From the data of `treatment_changed`."""
        parts = tuple(Segment(part["minutes"], part["technician"]) for part in row.get("segments") or ())
        return cls(
            id=row["treatment_id"],
            minutes=row["duration_minutes"],
            category=row.get("category") or "",
            prep=row.get("prep_minutes") or 0,
            turnover=row.get("turnover_minutes") or 0,
            level=row.get("level") or 1,
            places=tuple(row.get("places") or ("store",)),
            party_size=row.get("party_size") or 1,
            segments=parts,
            addons=tuple((addon["slug"], addon["minutes"]) for addon in row.get("addons") or ()),
        )


@dataclass(frozen=True)
class Technician:
    """`skills` are the categories of treatments they may give; `rating`, 0 to 5, is the mean of the reviews."""

    id: str
    name: str = ""
    slug: str = ""
    level: int = 1
    skills: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    home_visits: bool = False
    home_base: Point | None = None
    gender: str = ""
    rating: float = 0.0
    review_count: int = 0

    def base_at(self, store: Store) -> Spot | None:
        """Where they set out from for home visits of that store, and return to."""
        return store.spot if self.home_base is None else Spot(HOME_BASE, self.home_base)

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """From the data of `technician_changed`."""
        return cls(
            id=row["technician_id"],
            name=row.get("name") or "",
            slug=row.get("slug") or "",
            level=row.get("level") or 1,
            skills=frozenset(row.get("skills") or ()),
            stores=frozenset(row.get("stores") or ()),
            home_visits=bool(row.get("home_visits")),
            home_base=point_of(row.get("home_base") or {}),
            gender=row.get("gender") or "",
            rating=row.get("rating") or 0.0,
            review_count=row.get("review_count") or 0,
        )


@dataclass(frozen=True)
class Unit:
    """One bed or one device. `treatments` are the ids it serves: None serves all as a bed and none as a device."""

    id: str
    kind: str
    treatments: frozenset[str] | None = None
    name: str = ""

    def serves(self, treatment_id: str) -> bool:
        return self.kind == BED if self.treatments is None else treatment_id in self.treatments


@dataclass(frozen=True)
class Shop:
    """One store with what a request about one treatment there may need."""

    store: Store
    treatment: Treatment
    technicians: tuple[Technician, ...]
    units: tuple[Unit, ...] = ()
    shortest_minutes: int = 0


def point_of(row: Mapping[str, Any]) -> Point | None:
    lng, lat = row.get("lng"), row.get("lat")
    return None if lng is None or lat is None else Point(float(lng), float(lat))


def _closure(row: Mapping[str, str]) -> Interval | None:
    """Nothing for an inverted or empty one, which is no closure."""
    start, end = datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["to"])
    return Interval(start, end) if start < end else None
