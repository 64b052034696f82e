"""What the use cases need from outside."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from services.scheduling.domain.claim.claims import Need
from services.scheduling.ports.catalogue import Catalogue
from services.scheduling.ports.choice import Avoidances
from services.scheduling.ports.dispatch import Dispatching
from services.scheduling.ports.planning import News, Planner, Proposals
from services.scheduling.ports.rosters import Agreements, Almanac, LeaveRequests, Rosters
from services.scheduling.ports.time import Calendars, Claims, Distances, History
from shared.events import Event, Fact

__all__ = [
    "Agreements",
    "Almanac",
    "Avoidances",
    "Bookings",
    "Calendars",
    "Catalogue",
    "Claims",
    "Diary",
    "Dispatching",
    "Distances",
    "History",
    "LeaveRequests",
    "News",
    "Planner",
    "Proposals",
    "Rosters",
]

T = TypeVar("T")


class Diary(Protocol):
    """Everything scheduling keeps, and the transaction around it."""

    catalogue: Catalogue
    rosters: Rosters
    leave_requests: LeaveRequests
    almanac: Almanac
    calendars: Calendars
    claims: Claims
    distances: Distances
    proposals: Proposals
    agreements: Agreements
    history: History
    avoidances: Avoidances
    dispatching: Dispatching

    def look(self, work: Callable[[], T]) -> T:
        """Run reads over one connection: each connection taken costs two more trips to the database."""
        ...

    def transact(self, work: Callable[[], T]) -> T:
        """Run in one transaction; again from the start when the database gave it up for a deadlock."""
        ...

    def once(self, event: Event, work: Callable[[], None]) -> None:
        """Work unless the event was taken before; the work and the event's row in the inbox are one transaction."""
        ...

    def announce(self, fact: Fact, now: datetime) -> None:
        """Write the fact into the outbox, in the transaction of its effect."""
        ...


class Bookings(Protocol):
    """The booking service, as far as scheduling may ask it."""

    def need(self, claim_id: str) -> Need:
        """Whether an appointment stands behind the claim; a no is for ever. Unavailable while booking is away."""
        ...
