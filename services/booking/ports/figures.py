"""Visits, counted."""

from collections.abc import Collection, Sequence
from typing import Protocol

from services.booking.domain.figures.counting import OfTreatment, Tally
from services.booking.domain.figures.own import Given
from shared.interval import Interval


class Figures(Protocol):
    """Figures of stores' days: `days` in order, numbered from 0, not all of them neighbours."""

    def visits(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[Tally]:
        """The visits that begin on those days, by day, status and whether the customer booked."""
        ...

    def walk_ins(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[Tally]:
        """Those of the visits that began with a ticket of the queue."""
        ...

    def made(self, store_ids: Collection[str], days: Sequence[Interval]) -> dict[int, int]:
        """How many bookings were made on each of those days, whenever the visit is."""
        ...

    def treatments(self, store_ids: Collection[str], days: Sequence[Interval]) -> list[OfTreatment]:
        """The visits that begin on those days, by their first treatment."""
        ...

    def given_by(self, technician_id: str, days: Sequence[Interval]) -> list[Given]:
        """The technician's visits that begin on those days."""
        ...
