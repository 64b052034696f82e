"""A call for help from a visit at a home."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self


@dataclass(frozen=True)
class Position:
    """GCJ-02 degrees."""

    lng: float
    lat: float


@dataclass(frozen=True)
class Alert:
    """Somebody at a visit needs help. `raised_as` is what they are to it; `position` is where they last were, if known.

    Whoever calls again before the store has answered makes the same alert more urgent: `calls` counts.
    """

    id: str
    appointment_id: str
    store_id: str
    raised_by: str
    raised_as: str
    raised_at: datetime
    called_at: datetime
    position: Position | None = None
    calls: int = 1
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    note: str | None = None

    @property
    def is_open(self) -> bool:
        return self.acknowledged_at is None

    def again(self, position: Position | None, now: datetime) -> Self:
        """Raised once more; a call without a position leaves the last one known."""
        return replace(self, position=position or self.position, called_at=now, calls=self.calls + 1)

    def acknowledged(self, by: str, now: datetime, note: str | None) -> Self:
        """Somebody at the store sees to it; whoever was first stays named."""
        if not self.is_open:
            return self
        return replace(self, acknowledged_by=by, acknowledged_at=now, note=note)
