"""The catalogue, as scheduling knows it by its events."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from services.scheduling.domain.business.rules import BookingRules
from services.scheduling.domain.business.shop import Shop, Store, Technician, Treatment, Unit


class Catalogue(Protocol):
    """The replica of the catalogue, kept by its events. Whatever is retired is unknown."""

    def store(self, store_id: str) -> Store:
        """Unknown when there is none."""
        ...

    def stores(self) -> list[Store]:
        """All in business, by id."""
        ...

    def technician(self, technician_id: str) -> Technician:
        """Unknown when there is none."""
        ...

    def members(self, store_id: str) -> list[Technician]:
        """The technicians of a store, by id."""
        ...

    def treatments(self, treatment_ids: Collection[str]) -> dict[str, Treatment]:
        """Those that there are or ever were, retired ones too."""
        ...

    def sold(self) -> list[Treatment]:
        """Every treatment on sale, by id."""
        ...

    def units(self, store_id: str) -> list[Unit]:
        """The beds and devices of a store, by id."""
        ...

    def shop(self, store_id: str, treatment_id: str, technician_id: str | None = None) -> Shop:
        """The store with its technicians (and the one asked for, of whatever store) and units; or Unknown."""
        ...

    def rules(self, store_id: str, treatment_id: str, at: datetime) -> BookingRules:
        """Those in force; without a treatment (an empty id) what holds of the store itself."""
        ...

    def remember(self, kind: str, row: Mapping[str, Any]) -> None:
        """Take over what an event of the catalogue tells, unless something newer is known.

        `kind` is `store treatment technician resource booking_rules`.
        """
        ...
