"""Who is never to meet again."""

from typing import Protocol

from services.scheduling.domain.choice.avoidance import Avoidance


class Avoidances(Protocol):
    """The never-again list."""

    def avoided(self, customer_id: str) -> frozenset[str]:
        """The technicians whom the customer is not to meet, whoever wished so."""
        ...

    def of(self, customer_id: str) -> list[Avoidance]: ...

    def put(self, avoidance: Avoidance) -> None:
        """Add it, or replace the one of the same pair and side."""
        ...

    def forget(self, customer_id: str) -> None:
        """Take every pair of the customer off the list."""
        ...

    def remove(self, customer_id: str, technician_id: str, side: str | None = None) -> None:
        """Take the pair off the list, of one side or of both; nothing when it is not on it."""
        ...
