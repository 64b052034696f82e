"""What happened, as an event told it, and whom it may concern."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.notification.domain.addresses import Address
from services.notification.domain.appointments import Appointment
from services.notification.domain.messages import DEFAULT_ZONE

SOON = timedelta(hours=48)
"""Who works is told of what touches today and tomorrow; what lies further ahead they find in their calendar."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One event. `id` and `type` are its own; `facts` is what the texts are filled with, as JSON knows it.

    `appointment` is the whole of it, where the event tells that. Technicians are named by their own ids: those it is
    about now, those it was about before a change, and the one who is asked or answered. `named` are addresses the
    occasion itself names. `stores` are those whose staff it concerns. `by` is who did it.
    """

    id: str
    type: str
    facts: Mapping[str, Any]
    zone: str = DEFAULT_ZONE
    customer_id: str | None = None
    store_id: str | None = None
    stores: frozenset[str] = frozenset()
    appointment: Appointment | None = None
    appointment_id: str | None = None
    named: tuple[Address, ...] = ()
    technicians: frozenset[str] = frozenset()
    technicians_before: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    by: str | None = None
    booked_by: str | None = None

    @property
    def answer_by(self) -> datetime | None:
        """Until when there is something to answer; after that nobody needs to hear of it."""
        until = self.facts.get("answer_by")
        return datetime.fromisoformat(until) if until else None

    def is_soon(self, now: datetime) -> bool:
        """Whether the visit begins soon, or would have begun before it was moved."""
        moments = [self.facts.get("starts_at"), self.facts.get("old_starts_at")]
        return any(datetime.fromisoformat(moment) - now <= SOON for moment in moments if moment)
