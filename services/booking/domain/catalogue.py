"""What booking knows of the catalogue: its replicas of stores, treatments and technicians."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.booking.domain.errors import StoreUnknown, TreatmentUnknown


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


@dataclass(frozen=True)
class Treatment:
    """What is sold. `price_fen` covers `party_size` guests."""

    id: str
    slug: str
    name: str
    name_en: str
    duration_minutes: int
    price_fen: int
    party_size: int
    places: tuple[str, ...] = ("store",)


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
