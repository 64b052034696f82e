"""What whoever gives a visit must know of the customer's health: no more than it needs, while the visit is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from services.customer_profile.domain.archive import Archive
from services.customer_profile.domain.conditions import matters
from shared.actor import Actor
from shared.events import unsealed

CARED_FOR = frozenset({"confirmed", "departed", "arrived", "checked_in", "in_service", "completed"})
# For so long after its end the record of a visit may still need what was known of the customer.
KNOWN_AFTERWARDS = timedelta(hours=24)
TOLD = frozenset({"appointment_id", "revision", "status", "store", "technicians", "treatments", "ends_at"})


@dataclass(frozen=True)
class Visit:
    """An appointment as far as it decides who may know what; `guest` is the name of who comes, if one was given."""

    id: str
    revision: int
    status: str
    customer_id: str
    store_id: str
    technician_ids: tuple[str, ...]
    treatment_ids: tuple[str, ...]
    ends_at: datetime
    guest: str | None = None

    @classmethod
    def told(cls, data: Mapping[str, Any]) -> Self | None:
        """From the data of an appointment's event; None where the event is not about an appointment as a whole."""
        if data["customer_id"] is None or not data.keys() >= TOLD:
            return None
        return cls(
            id=data["appointment_id"],
            revision=data["revision"],
            status=data["status"],
            customer_id=data["customer_id"],
            store_id=data["store"]["id"],
            technician_ids=tuple(one["id"] for one in data["technicians"]),
            treatment_ids=tuple(one["id"] for one in data["treatments"]),
            ends_at=datetime.fromisoformat(data["ends_at"]),
            guest=unsealed(data.get("contact") or {}, "name") if data.get("contact") else None,
        )

    def is_open_to(self, actor: Actor, now: datetime) -> bool:
        """To its technicians from its confirmation until a day after its end, and to the staff of its store."""
        if actor.works_for(self.store_id):
            return True
        is_theirs = actor.technician_id is not None and actor.technician_id in self.technician_ids
        # Whatever its status: a visit that nobody said the end of is over all the same.
        is_over = now >= self.ends_at + KNOWN_AFTERWARDS
        return is_theirs and self.status in CARED_FOR and not is_over

    def is_for_guest(self, archive: Archive) -> bool:
        """Whether somebody else comes, of whom nothing is known: their name is not the customer's."""
        return bool(self.guest and archive.name and self.guest.strip() != archive.name.strip())


@dataclass(frozen=True)
class Condition:
    """`matters` says that it speaks against what is to be done."""

    code: str
    matters: bool


@dataclass(frozen=True)
class Care:
    """`contraindications` are those of all the visit's treatments; None where those are not known here yet."""

    visit: Visit
    archive: Archive
    contraindications: Sequence[str] | None

    @property
    def is_for_guest(self) -> bool:
        return self.visit.is_for_guest(self.archive)

    @property
    def conditions(self) -> list[Condition]:
        """What speaks against it first."""
        found = [Condition(one, matters(one, self.contraindications)) for one in self.archive.conditions]
        return sorted(found, key=lambda condition: not condition.matters)
