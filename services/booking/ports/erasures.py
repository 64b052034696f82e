"""Customers who wish to be forgotten, and what of them lies here."""

from collections.abc import Sequence
from typing import Protocol


class Erasures(Protocol):
    """Takes what is about the person out of what stays for the books."""

    def begin(self, customer_id: str) -> None:
        """Remember that the customer is to be forgotten; once more changes nothing."""
        ...

    def begun_within(self, seconds: float, limit: int) -> list[str]:
        """Customers whose forgetting began so lately, the first ones first."""
        ...

    def visits_of(self, customer_id: str) -> dict[str, str]:
        """The customer's appointments: id → status."""
        ...

    def forget(self, appointment_ids: Sequence[str]) -> None:
        """Take contact, address, note, reasons, positions and kept answers out of these appointments and all that is
        kept with each.
        """
        ...

    def forget_answers(self, customer_id: str) -> None:
        """Take out what was answered to the bookings of the customer's series."""
        ...
