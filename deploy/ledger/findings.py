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

    `now` is the machine's time, since ids tell the time of the machine that made them.
    """

    now: datetime
    settled: timedelta
    memory: timedelta

    def judges(self, an_id: str) -> bool:
        """Whether what has this id is old enough to have arrived, and young enough to be remembered everywhere."""
        return self.memory > self.age(an_id) >= self.settled

    def age(self, an_id: str) -> timedelta:
        return self.now - made_at(an_id)
