"""What the queue announces. Instants are UTC; `revision` is the ticket's version."""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.booking.domain.catalogue import Store
from services.booking.domain.life.contact import Contact
from services.booking.domain.queue.ticket import Ticket
from shared.events import Fact


@dataclass(frozen=True, kw_only=True)
class QueueFact(Fact):
    """A ticket. `estimated_at` is what was told when it was taken."""

    ticket_id: str
    number: str
    revision: int
    status: str
    store: Store
    customer_id: str | None
    contact: Contact | None
    estimated_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class QueueTicketChanged(QueueFact):
    """Something became of a ticket, its taking included."""


@dataclass(frozen=True, kw_only=True)
class QueueTicketCalled(QueueFact):
    """It is this guest's turn."""


def changed(ticket: Ticket, store: Store) -> QueueTicketChanged:
    return QueueTicketChanged(**_told(ticket, store))  # type: ignore[arg-type]


def called(ticket: Ticket, store: Store) -> QueueTicketCalled:
    return QueueTicketCalled(**_told(ticket, store))  # type: ignore[arg-type]


def _told(ticket: Ticket, store: Store) -> dict[str, object]:
    return {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "revision": ticket.version,
        "status": ticket.status,
        "store": store,
        "customer_id": ticket.customer_id,
        "contact": ticket.contact,
        "estimated_at": ticket.estimated_at and ticket.estimated_at.astimezone(UTC),
    }
