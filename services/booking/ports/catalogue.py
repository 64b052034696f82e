"""What is known of the catalogue."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from services.booking.domain.catalogue import Directory, Store
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.ordering.offer import Offer
from services.booking.domain.terms.rules import Rules


class Catalogue(Protocol):
    """The replicas of the catalogue's rows."""

    def store(self, store_id: str) -> Store:
        """A store in business; raises StoreUnknown."""
        ...

    def all_stores(self) -> list[Store]:
        """All that are known, closed for good or not, by id."""
        ...

    def offer(self, store_id: str, treatment_id: str, technician_id: str | None, at: datetime) -> Offer:
        """What can be booked; raises StoreUnknown, TreatmentUnknown, or TechnicianUnknown for one that is named."""
        ...

    def rules_at(self, store_id: str, treatment_id: str, at: datetime) -> Rules:
        """The rules in force there at an instant."""
        ...

    def rules_of(self, version: str) -> Rules:
        """The rules as they were when a policy's version was told: from the very rows it names, however old."""
        ...

    def directory_of(self, appointments: Iterable[Appointment]) -> Directory:
        """Everything the appointments mention, retired or not."""
        ...

    def check_works_in(self, store_id: str, technician_id: str) -> None:
        """Raises TechnicianUnknown, and TechnicianElsewhere for one who does not work there."""
        ...

    def stores_of(self, technician_ids: Collection[str]) -> set[str]:
        """Where any of the technicians works."""
        ...

    def directory(
        self, *, stores: Iterable[str] = (), treatments: Iterable[str] = (), technicians: Iterable[str] = ()
    ) -> Directory:
        """Those of these ids that are known, retired or not."""
        ...

    def remember(self, kind: str, data: Mapping[str, Any]) -> None:
        """Keep a row of the catalogue unless a newer revision is known."""
        ...
