"""Changes of appointments, kept."""

from typing import Protocol

from services.booking.domain.life.change import Answer, Change
from shared.call import IdempotencyKey


class Changes(Protocol):
    """Changes of appointments. Those of one appointment are written under the lock of its row."""

    def of_key(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Change | None:
        """The newest change asked for under the key."""
        ...

    def find(self, change_id: str) -> Change | None: ...

    def open_of(self, appointment_id: str) -> Change | None: ...

    def wait_until_settled(self, appointment_id: str) -> bool:
        """Wait a moment for the change that somebody is making; False where it takes longer, or nobody is at it."""
        ...

    def open(self, change: Change, account_id: str, key: IdempotencyKey | None) -> None: ...

    def renew(self, change_id: str) -> None: ...

    def release(self, change_id: str) -> None: ...

    def settle(self, change_id: str, state: str, answer: Answer | None = None) -> None: ...

    def take_left_open(self) -> Change | None:
        """An open change whose lease has ended, now leased to the caller; the longest ended first."""
        ...

    def forget_old_keys(self) -> int: ...
