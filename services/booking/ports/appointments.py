"""Appointments, kept and found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.booking.domain.events import AppointmentFact
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import Entry
from shared.events import Fact


@dataclass(frozen=True)
class Scope:
    """Whose appointments may be seen: of this customer, of this technician, or of these stores (None: of all)."""

    customer_id: str | None = None
    technician_id: str | None = None
    store_ids: frozenset[str] | None = frozenset()


@dataclass(frozen=True)
class Search:
    """What to find, newest start first; `starts_from` belongs to it, `starts_before` does not.

    `after` is the (start, id) of the last appointment already seen.
    """

    scope: Scope
    statuses: Sequence[str] = ()
    store_id: str | None = None
    technician_id: str | None = None
    starts_from: datetime | None = None
    starts_before: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 20
    customer_id: str | None = None


class Appointments(Protocol):
    """Appointments, their history and their events: one transaction each."""

    def get(self, appointment_id: str) -> Appointment:
        """Raises AppointmentUnknown."""
        ...

    def lock(self, appointment_id: str) -> Appointment:
        """The same, and nobody else changes it before the transaction ends."""
        ...

    def get_all(self, appointment_ids: Sequence[str]) -> list[Appointment]:
        """Those of the ids that there are, by start."""
        ...

    def add(self, appointment: Appointment) -> None:
        """NumberTaken, at the latest from the end of the transaction, when the number is another appointment's."""
        ...

    def save(self, appointment: Appointment) -> None: ...

    def record(self, entries: Sequence[Entry], facts: Sequence[AppointmentFact]) -> None:
        """Write down the steps of one moment, the earlier first, and what they announce."""
        ...

    def announce(self, facts: Sequence[Fact], at: datetime) -> None:
        """Tell what happened at an appointment without changing it."""
        ...

    def find(self, search: Search) -> list[Appointment]: ...

    def each(self, search: Search) -> Iterator[Appointment]:
        """All that `find` would give page by page, `limit` at a time."""
        ...

    def history(self, appointment_id: str) -> list[Entry]: ...

    def overdue(self, now: datetime, limit: int) -> list[str]:
        """Appointments still waiting for a payment or an acceptance after their deadline."""
        ...

    def count_no_shows(self, customer_id: str, since: datetime) -> int:
        """How many of the customer's visits from then on they did not come to."""
        ...
