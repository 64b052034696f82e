"""What became of an appointment, step by step. Entries are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any, Self

from services.booking.domain.life.appointment import Appointment
from shared.events import plain

# A customer's or the staff's own change, and a move by the shop, whose reason is scheduling's cause.
RESCHEDULE, MOVE = "reschedule", "move"
# 加钟: made longer while it is given.
EXTEND = "extend"
PROPOSE, REFUSE_PROPOSAL = "propose", "refuse-proposal"
# Noted where somebody acted for the store whom the history would take for the customer: the visit is their own.
FOR_THE_STORE = "for_the_store"
INSTANTS = ("starts_at", "ends_at")
PRICE, POLICY = "price_fen", "policy"
FOLLOWED = (
    *INSTANTS,
    "technician_ids",
    "treatment_id",
    "addon_slugs",
    "extension_minutes",
    PRICE,
    "fee_fen",
    POLICY,
)
TOLD_AS = {"addon_slugs": "addons"}


@dataclass(frozen=True)
class Entry:
    """One step: the appointment's version and status after it, and `changes` as field → [before, after]."""

    appointment_id: str
    version: int
    at: datetime
    actor: str
    action: str
    status: str
    changes: Mapping[str, Any]
    reason: str | None = None

    @classmethod
    def of(
        cls,
        before: Appointment | None,
        after: Appointment,
        *,
        action: str,
        actor: str,
        at: datetime,
        reason: str | None = None,
    ) -> Self:
        changes = _begun_with(after) if before is None else _differences(before, after)
        return cls(after.id, after.version, at, actor, action, after.status, changes, reason)

    def told_in(self, zone: tzinfo) -> Self:
        """The same entry with its instants on that zone's clock."""
        moved = {
            name: [datetime.fromisoformat(one).astimezone(zone).isoformat() for one in pair]
            if name in INSTANTS
            else pair
            for name, pair in self.changes.items()
        }
        return replace(self, at=self.at.astimezone(zone), changes=moved)


def _begun_with(appointment: Appointment) -> dict[str, Any]:
    """Of what was asked for, what the appointment's other fields do not tell."""
    return {"addons": [[], plain(appointment.addon_slugs)]} if appointment.addons else {}


def _differences(before: Appointment, after: Appointment) -> dict[str, Any]:
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in FOLLOWED}
    return {TOLD_AS.get(name, name): [plain(old), plain(new)] for name, (old, new) in pairs.items() if old != new}
