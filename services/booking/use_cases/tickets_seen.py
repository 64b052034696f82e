"""What somebody sees of a ticket."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Store, Technician, Treatment
from services.booking.domain.queue.ticket import Ticket


@dataclass(frozen=True)
class SeenTicket:
    """A ticket as one person sees it. `ahead` are those before it in line; None for who waits no more, and for a turn
    that will not come today or that nobody can tell.
    """

    ticket: Ticket
    store: Store
    treatment: Treatment | None
    technician: Technician | None
    allowed_actions: tuple[str, ...]
    language: str
    ahead: int | None = None
    estimated_at: datetime | None = None
    wait_minutes: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.store.timezone)
