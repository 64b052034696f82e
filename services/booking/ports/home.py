"""What visits at homes keep."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from services.booking.domain.home.lateness import Lateness
from services.booking.domain.home.search import HomeSearch


class HomeSearches(Protocol):
    """Searches for who goes, with their offers. One is written under the lock of its appointment's row."""

    def find(self, appointment_id: str) -> HomeSearch | None: ...

    def save(self, search: HomeSearch) -> None: ...

    def take_looking(self) -> str | None:
        """An appointment whose search is looking for the next technician, now leased to the caller; the longest left
        alone first.
        """
        ...

    def release(self, appointment_id: str) -> None:
        """End the lease: the search may go on at once."""
        ...

    def overdue(self, now: datetime, limit: int) -> list[str]:
        """Appointments whose search is over and has found nobody."""
        ...


class Arrivals(Protocol):
    """The codes that customers tell at their door; tries are written under the lock of the appointment's row."""

    def code_of(self, appointment_id: str) -> str:
        """Always the same, and nobody but the customer is shown it."""
        ...

    def spend_try(self, appointment_id: str) -> int:
        """How many tries were made at the visit's code, this one counted."""
        ...


class Latenesses(Protocol):
    """How late visits are expected to begin, as it was last told; written under the lock of the appointment's row."""

    def of(self, appointment_ids: Collection[str]) -> Mapping[str, Lateness]: ...

    def put(self, lateness: Lateness) -> None: ...
