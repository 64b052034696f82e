"""What dispatch needs from outside."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from services.scheduling.domain.dispatch.proposal import Proposal
from services.scheduling.domain.dispatch.untaken import Untaken
from services.scheduling.domain.routing.day import RoutingDay
from services.scheduling.domain.routing.plan import Orders, Plan


class Dispatching(Protocol):
    """Lateness that was told, and proposals to make a day better with the lease of whoever works on one."""

    def delays(self, technician_ids: Sequence[str], day: date) -> dict[str, tuple[int, datetime]]:
        """By technician, the minutes last told for that day and when they were told."""
        ...

    def tell_delay(self, technician_id: str, day: date, minutes: int, at: datetime) -> None: ...

    def untaken(self, claim_ids: Sequence[str]) -> dict[str, Untaken]:
        """By claim, those of the visits that nobody took."""
        ...

    def note_offering(self, claim_id: str, revision: int, untaken: Untaken | None) -> None:
        """What the appointment's revision says of who takes the visit; an older one is not listened to."""
        ...

    def add(self, proposal: Proposal) -> None: ...

    def find(self, proposal_id: str) -> Proposal | None: ...

    def lock(self, proposal_id: str) -> Proposal | None:
        """In a transaction: the proposal, which nobody else changes until its end."""
        ...

    def save(self, proposal: Proposal) -> None: ...

    def begin(self) -> Proposal | None:
        """The oldest proposal that waits or was left by who worked on it, now leased to the caller alone."""
        ...

    def proceed(self, proposal_id: str, progress: int) -> bool:
        """Note the progress and keep the lease; False when the work is not wanted any more."""
        ...

    def end(self, proposal: Proposal) -> bool:
        """Keep what came of the work, unless it was cancelled meanwhile."""
        ...


class Router(Protocol):
    """Whoever knows good routes."""

    def route(self, day: RoutingDay, seconds: float, start: Orders, proceed: Callable[[float], bool]) -> Plan | None:
        """The best plan found in that time, no worse than the start. None when `proceed`, which is told the share of
        the time that is over about once a second, says no. SolverFailed.
        """
        ...
