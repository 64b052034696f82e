"""What booking knows of the catalogue: its replicas of stores, treatments and technicians."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from services.booking.domain.errors import AddonUnknown, StoreUnknown, TreatmentUnknown
from services.booking.domain.life.addons import AddedOn, Addon


@dataclass(frozen=True)
class Store:
    """A store as people need to see it on an appointment; `timezone` is the zone its times are told in."""

    id: str
    slug: str
    name: str
    name_en: str
    timezone: str
    address: str
    phone: str


# What of a treatment is read, not taken over as its event tells it.
NOT_AS_TOLD = frozenset({"id", "places", "addons", "course"})


@dataclass(frozen=True)
class CourseOffer:
    """A 疗程 as it is sold: so many sessions for one price in fen."""

    sessions: int
    price_fen: int


@dataclass(frozen=True)
class Treatment:
    """What is sold. `price_fen` covers `party_size` guests; `course` where it is sold by the course as well."""

    id: str
    slug: str
    name: str
    name_en: str
    duration_minutes: int
    price_fen: int
    party_size: int
    places: tuple[str, ...] = ("store",)
    addons: tuple[Addon, ...] = ()
    course: CourseOffer | None = None

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """From the data of `treatment_changed`."""
        course = row.get("course")
        same = {field.name: row[field.name] for field in fields(cls) if field.name not in NOT_AS_TOLD}
        return cls(
            id=row["treatment_id"],
            places=tuple(row["places"]),
            addons=tuple(_addon(one) for one in row.get("addons") or ()),
            course=CourseOffer(**course) if course else None,
            **same,
        )

    def adding(self, slugs: Iterable[str], treatment: int) -> tuple[AddedOn, ...]:
        """The add-ons of those slugs, for that one of a visit's treatments; AddonUnknown where there is none such."""
        known = {one.slug: one for one in self.addons}
        if unknown := sorted({*slugs} - known.keys()):
            raise AddonUnknown(params={"addons": unknown}, fields={"addons": ["is not offered with this treatment"]})
        return tuple(AddedOn(**vars(known[slug]), treatment=treatment) for slug in slugs)


def _addon(row: Mapping[str, Any]) -> Addon:
    return Addon(row["slug"], row["name"], row["minutes"], row["price_fen"], row.get("name_en") or "")


@dataclass(frozen=True)
class Technician:
    """Who does it."""

    id: str
    slug: str
    name: str


@dataclass(frozen=True)
class Directory:
    """The stores, treatments and technicians that some appointments mention, by id."""

    stores: Mapping[str, Store]
    treatments: Mapping[str, Treatment]
    technicians: Mapping[str, Technician]

    def store(self, store_id: str) -> Store:
        try:
            return self.stores[store_id]
        except KeyError:
            raise StoreUnknown from None

    def treatment(self, treatment_id: str) -> Treatment:
        try:
            return self.treatments[treatment_id]
        except KeyError:
            raise TreatmentUnknown from None

    def technicians_of(self, technician_ids: Iterable[str]) -> tuple[Technician, ...]:
        """In the given order. One whose row has not arrived yet is shown by the id alone: the claim is theirs."""
        return tuple(
            self.technicians.get(technician_id) or Technician(technician_id, "", "") for technician_id in technician_ids
        )
