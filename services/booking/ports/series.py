"""Series of appointments, kept."""

from typing import Protocol

from services.booking.domain.ordering.attempt import Answer
from services.booking.domain.series.series import Series
from shared.call import IdempotencyKey


class AllSeries(Protocol):
    """Every method but `get` and `of_customer` is called inside a transaction; what is found by key stays locked until
    its end.
    """

    def get(self, series_id: str) -> Series:
        """Raises SeriesUnknown."""
        ...

    def of_customer(self, customer_id: str) -> list[Series]:
        """Those that were booked, the first one first."""
        ...

    def of_key(self, account_id: str, key: IdempotencyKey) -> Series | None:
        """The current series of the key."""
        ...

    def lock(self, series_id: str) -> Series: ...

    def open(self, series: Series, account_id: str, key: IdempotencyKey | None) -> None:
        """Write it down, leased to the caller; KeyInProgress when another request just did so under the key."""
        ...

    def renew(self, series_id: str) -> None: ...

    def release(self, series_id: str) -> None:
        """End the lease, so that a retry need not wait for it."""
        ...

    def finish(self, series_id: str, answer: Answer) -> None: ...

    def give_up(self, series_id: str) -> None: ...

    def leave_key(self, series_id: str) -> None:
        """Free its key for the next one."""
        ...

    def left_open(self, longer_than_seconds: float, limit: int) -> list[str]:
        """Series open although their lease ended that long ago."""
        ...

    def forget_old_keys(self) -> int:
        """Drop keys and answers kept long enough; says how many."""
        ...
