"""Visits, counted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from services.booking.domain.figures.counting import Booked, Tally
from services.booking.domain.figures.own import Given
from shared.period import Period


@dataclass(frozen=True)
class Counts:
    """Visits of some days by day and status, and by their first treatment and who booked; of the latter those that
    began with a ticket of the queue; and how many bookings were made on each day, whenever the visit is.
    """

    visits: Sequence[Tally]
    booked: Sequence[Booked]
    walk_ins: Sequence[Booked]
    made: Mapping[date, int]


class Figures(Protocol):
    """Figures of days on a zone's clock."""

    def count(self, store_ids: Collection[str], zone: ZoneInfo, period: Period) -> Counts:
        """Of the period and of the one before it; who booked and walk-ins of the period alone."""
        ...

    def given_by(self, technician_id: str, zone: ZoneInfo, period: Period) -> list[Given]:
        """The technician's visits of the period and of the one before it."""
        ...
