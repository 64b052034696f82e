"""What time it is, as a dependency, so that no rule asks the machine.

`CLOCK_OFFSET_SECONDS` shifts business time in the demonstration profile only (the launcher computes it once from
`DEMO_NOW` for all processes). Leases never use this clock: they use the database's.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """A source of the present."""

    def now(self) -> datetime:
        """The present, aware, in UTC."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock, shifted by a fixed offset (zero outside the demonstration profile)."""

    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset


@dataclass
class FixedClock:
    """A clock that stands until a test moves it."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        """Move on by `timedelta(**by)`."""
        self.at += timedelta(**by)
