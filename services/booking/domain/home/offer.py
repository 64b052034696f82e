"""One offer of a home visit to one technician."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# The visit's time is being moved to the technician; then they are asked, unless somebody else took theirs meanwhile.
MOVING, OFFERED, MISSED = "moving", "offered", "missed"
ACCEPTED, DECLINED, EXPIRED, WITHDRAWN = "accepted", "declined", "expired", "withdrawn"
# Refusals of a move that say nothing of the technician: they may be tried again.
OF_THE_MOMENT = frozenset({"version_conflict", "change_refused"})


@dataclass(frozen=True)
class Candidate:
    """A technician who could go, and what speaks for them: `because` as scheduling ranks them."""

    technician_id: str
    because: Mapping[str, Any]


@dataclass(frozen=True)
class HomeOffer:
    """`round` counts the technicians of a visit. `asked_at` and `answer_by` are there once they are asked.

    `reason` is why they declined, or the code of what was against moving the visit to them.
    """

    round: int
    technician_id: str
    state: str
    because: Mapping[str, Any] | None = None
    asked_at: datetime | None = None
    answer_by: datetime | None = None
    ended_at: datetime | None = None
    reason: str | None = None

    @property
    def is_used_up(self) -> bool:
        """Whether the technician is not to be tried again for this time."""
        return self.state != MISSED or self.reason not in OF_THE_MOMENT
