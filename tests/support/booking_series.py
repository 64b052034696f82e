"""Series of appointments held in memory."""

from dataclasses import dataclass, field, replace
from typing import Any

from services.booking.domain.errors import SeriesUnknown
from services.booking.domain.ordering.attempt import Answer
from services.booking.domain.series import series as states
from services.booking.domain.series.series import Series
from shared.call import IdempotencyKey
from shared.idempotency import KeyInProgress


@dataclass
class InMemorySeries:
    rows: dict[str, Series] = field(default_factory=dict)
    keys: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def get(self, series_id: str) -> Series:
        if series_id not in self.rows:
            raise SeriesUnknown
        return self.rows[series_id]

    lock = get

    def of_customer(self, customer_id: str) -> list[Series]:
        return [one for one in self.rows.values() if one.customer_id == customer_id and one.state == states.DONE]

    def of_key(self, account_id: str, key: IdempotencyKey) -> Series | None:
        series_id = self.keys.get((account_id, key.path, key.key))
        return self.rows[series_id] if series_id else None

    def open(self, series: Series, account_id: str, key: IdempotencyKey | None) -> None:
        if key:
            at = (account_id, key.path, key.key)
            if at in self.keys:
                raise KeyInProgress
            self.keys[at] = series.id
        self.rows[series.id] = replace(series, body_hash=key.body_hash if key else None, is_leased=True)

    def renew(self, series_id: str) -> None:
        self._set(series_id, is_leased=True)

    def release(self, series_id: str) -> None:
        self._set(series_id, is_leased=False)

    def finish(self, series_id: str, answer: Answer) -> None:
        self._set(series_id, state=states.DONE, answer=answer)

    def give_up(self, series_id: str) -> None:
        self._set(series_id, state=states.GIVEN_UP)

    def leave_key(self, series_id: str) -> None:
        self.keys = {at: owner for at, owner in self.keys.items() if owner != series_id}
        self._set(series_id, answer=None)

    def left_open(self, longer_than_seconds: float, limit: int) -> list[str]:
        """A test says that time has passed by ending the lease."""
        assert longer_than_seconds > 0
        return [row.id for row in self.rows.values() if row.state == states.OPEN and not row.is_leased][:limit]

    def forget_old_keys(self) -> int:
        return 0

    def _set(self, series_id: str, **values: Any) -> None:
        self.rows[series_id] = replace(self.rows[series_id], **values)
