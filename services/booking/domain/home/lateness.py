"""A visit that will begin later than agreed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self


@dataclass(frozen=True)
class Lateness:
    """The visit is expected to begin so many minutes after its start, at `expected_at`; 0: in time again."""

    appointment_id: str
    minutes: int
    expected_at: datetime

    @classmethod
    def of(cls, appointment_id: str, starts_at: datetime, minutes: int) -> Self:
        return cls(appointment_id, minutes, starts_at + timedelta(minutes=minutes))

    def is_of(self, starts_at: datetime) -> bool:
        """Whether it was told of that start; a visit that has moved since is in time."""
        return self.expected_at == starts_at + timedelta(minutes=self.minutes)

    def is_news(self, told: "Lateness | None") -> bool:
        """Whether whoever was told that before should hear this; nobody is told of a visit in time."""
        if told is None:
            return self.minutes > 0
        return self.minutes != told.minutes or self.expected_at != told.expected_at
