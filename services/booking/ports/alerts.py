"""Calls for help, kept and found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.booking.domain.alert.alert import Alert


@dataclass(frozen=True)
class AlertSearch:
    """Newest first. `store_ids` None: of all stores; `raised_by`: one's own, wherever."""

    store_ids: frozenset[str] | None
    raised_by: str | None
    store_id: str | None = None
    is_open: bool | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 20


class Alerts(Protocol):
    """Alerts of an appointment are written under the lock of its row."""

    def open_of(self, appointment_id: str, raised_by: str) -> Alert | None:
        """The one nobody has acknowledged yet."""
        ...

    def get(self, alert_id: str) -> Alert:
        """AlertUnknown."""
        ...

    def add(self, alert: Alert) -> None: ...

    def save(self, alert: Alert) -> None: ...

    def find(self, search: AlertSearch) -> Sequence[Alert]: ...
