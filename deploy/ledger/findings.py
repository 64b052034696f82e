"""What the ledger check finds, and when it looks away."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.ids import made_at


@dataclass(frozen=True)
class Finding:
    """One thing that does not add up: its kind, whose id, and what was found."""

    kind: str
    subject: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}: {self.detail}"


@dataclass(frozen=True)
class Grace:
    """What is younger than `settled` is still on its way; what is older than `memory` has been pruned somewhere.

    Ids tell the time of the machine that made them, which `now` may not know of: a system at rest is judged whole
    (`settled` None).
    """

    now: datetime
    settled: timedelta | None
    memory: timedelta

    def is_settled(self, an_id: str) -> bool:
        """Whether what has this id is old enough to have arrived."""
        return self.settled is None or self.now - made_at(an_id) >= self.settled

    def is_remembered(self, an_id: str) -> bool:
        """Whether what has this id is young enough to be known everywhere still."""
        return self.now - made_at(an_id) < self.memory

    def judges(self, an_id: str) -> bool:
        return self.is_settled(an_id) and self.is_remembered(an_id)
