"""The chat's own copy of the catalogue: stores, treatments, technicians and booking rules, as the events tell them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from functools import cached_property
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_OF_HOUR = 60

Row = TypeVar("Row", bound="Named")


@dataclass(frozen=True, kw_only=True)
class Named:
    """What all rows share: an id for the other services, a slug for understanding, names for people."""

    id: str
    slug: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    revision: int = 0
    retired: bool = False

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a kept row; unknown fields are left out, since producers may add some."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: _frozen(value) for name, value in row.items() if name in known and value is not None})

    def named(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, kw_only=True)
class Store(Named):
    address: str = ""
    phone: str = ""
    timezone: str = "Asia/Shanghai"
    opening_hours: Mapping[str, Any] | None = None
    parking: str = ""
    metro: str = ""
    lng: float | None = None
    lat: float | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def hours_on(self, day: date) -> tuple[tuple[int, int], ...]:
        """The stretches the store is open on that day of the week, as minutes from midnight; closures aside."""
        shifts = (self.opening_hours or {}).get(WEEKDAYS[day.weekday()]) or ()
        return tuple((minutes_of(shift["from"]), minutes_of(shift["to"])) for shift in shifts)

    def clocks_on(self, day: date) -> tuple[tuple[str, str], ...]:
        """The same as clock times."""
        return tuple((clock_of(opens), clock_of(closes)) for opens, closes in self.hours_on(day))


@dataclass(frozen=True, kw_only=True)
class Treatment(Named):
    category: str = ""
    duration_minutes: int = 0
    price_fen: int = 0
    places: tuple[str, ...] = ("store",)
    level: int = 1
    party_size: int = 1
    body_parts: tuple[str, ...] = ()
    contraindications: tuple[str, ...] = ()
    suits: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Technician(Named):
    call: str = ""
    gender: str = ""
    level: int = 1
    years: int = 0
    skills: tuple[str, ...] = ()
    specialities: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    rating: float = 0.0
    strength: str = ""
    home_visits: bool = False

    def gives(self, treatment: Treatment) -> bool:
        """Whether skill, which is a category, and level reach."""
        return treatment.category in self.skills and self.level >= treatment.level

    @property
    def address_form(self) -> str:
        return self.call or self.name


@dataclass(frozen=True)
class Rules:
    """The policies that a proposal states; defaults hold until the catalogue has told its own, None is not known."""

    free_cancel_hours: int = 2
    late_cancel_fee_percent: int = 20
    home_visit_fee_fen: int = 0
    home_service_radius_km: float | None = None
    min_notice_minutes: int = 30
    book_ahead_days: int = 60
    slot_step_minutes: int = 15

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known and value is not None})


@dataclass(frozen=True)
class Catalogue:
    """What is on offer now; retired rows are not in it."""

    stores: tuple[Store, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    technicians: tuple[Technician, ...] = ()

    @classmethod
    def of(cls, stores: Iterable[Store], treatments: Iterable[Treatment], technicians: Iterable[Technician]) -> Self:
        return cls(_current(stores), _current(treatments), _current(technicians))

    def store(self, slug: str | None) -> Store | None:
        return _find(self.stores, slug)

    def treatment(self, slug: str | None) -> Treatment | None:
        return _find(self.treatments, slug)

    def technician(self, slug: str | None) -> Technician | None:
        return _find(self.technicians, slug)

    @cached_property
    def slugs(self) -> dict[str, str]:
        """Slug by id, of every row."""
        rows: tuple[Named, ...] = (*self.stores, *self.treatments, *self.technicians)
        return {row.id: row.slug for row in rows}

    def stores_of(self, technician: Technician) -> tuple[Store, ...]:
        return tuple(store for store in self.stores if store.id in technician.stores)

    def treatments_of(self, technician: Technician | None) -> tuple[Treatment, ...]:
        """What the technician can give; everything when nobody in particular is meant."""
        if technician is None:
            return self.treatments
        return tuple(treatment for treatment in self.treatments if technician.gives(treatment))


def _current(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted((row for row in rows if not row.retired), key=lambda row: row.id))


def _find(rows: Iterable[Row], slug: str | None) -> Row | None:
    return next((row for row in rows if row.slug == slug), None)


def minutes_of(clock: str) -> int:
    """`"09:30"` → 570; hours may pass midnight (`"26:00"`)."""
    hours, minutes = clock.split(":")
    return int(hours) * MINUTES_OF_HOUR + int(minutes)


def clock_of(minutes: int) -> str:
    return f"{minutes // MINUTES_OF_HOUR:02d}:{minutes % MINUTES_OF_HOUR:02d}"


def time_of(clock: str) -> time:
    """A clock time of the day itself; 24:00 is its last minute."""
    return time.fromisoformat(min(clock, "23:59"))
