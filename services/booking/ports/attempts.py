"""Attempts to book, kept."""

from collections.abc import Sequence
from typing import Protocol

from services.booking.domain.ordering.attempt import Answer, Attempt
from shared.call import IdempotencyKey


class Attempts(Protocol):
    """Attempts to book. Every method is called inside a transaction; what is found stays locked until its end."""

    def of_key(self, account_id: str, key: IdempotencyKey) -> Attempt | None:
        """The current attempt of the key."""
        ...

    def lock(self, appointment_id: str) -> Attempt:
        """The attempt; an id never heard of is written down as abandoned, for ever."""
        ...

    def open(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Attempt:
        """A new open attempt, leased to the caller; KeyInProgress when another request just opened one."""
        ...

    def reserve(self, appointment_id: str) -> None:
        """A new open attempt that belongs to no key: that of an offer, or of a guest who is taken in."""
        ...

    def open_all(self, appointment_ids: Sequence[str]) -> None:
        """New open attempts without a key of their own, leased to the caller."""
        ...

    def renew(self, attempt: Attempt) -> Attempt:
        """The same attempt, leased to the caller."""
        ...

    def release(self, appointment_id: str) -> None:
        """End the lease, so that a retry need not wait for it."""
        ...

    def finish(self, appointment_id: str, answer: Answer) -> None: ...

    def abandon(self, appointment_id: str) -> None: ...

    def leave_key(self, attempt: Attempt) -> None:
        """Free the attempt's key for the next attempt."""
        ...

    def left_open(self, longer_than_seconds: float, limit: int) -> list[str]:
        """Attempts open although their lease ended that long ago."""
        ...

    def forget_old_keys(self) -> int:
        """Drop keys and answers kept long enough; says how many."""
        ...
