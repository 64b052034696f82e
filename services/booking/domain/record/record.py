"""What was done in a visit. It may be corrected at any time: every version is kept, with who wrote it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from services.booking.domain.errors import IllegalTransition, VersionConflict
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import COMPLETED, IN_SERVICE, SHOP, SYSTEM
from services.booking.domain.record.errors import RecordNotYours
from shared.actor import Actor

RECORDED_FROM = frozenset({IN_SERVICE, COMPLETED})


@dataclass(frozen=True)
class Done:
    """One treatment as it was really given, which may be another than was booked."""

    treatment_id: str
    technician_id: str
    minutes: int


@dataclass(frozen=True)
class Product:
    """Something that was used up or taken home, in whatever unit its name says."""

    name: str
    quantity: float


@dataclass(frozen=True, kw_only=True)
class ServiceRecord:
    """`version` 0 is the record nobody has written yet. `internal_notes` are for the store and the technicians alone;
    `flags` are short words such as `adverse_reaction` that lists and figures can count.
    """

    appointment_id: str
    version: int = 0
    done: tuple[Done, ...] = ()
    products: tuple[Product, ...] = ()
    flags: tuple[str, ...] = ()
    notes: str | None = None
    internal_notes: str | None = None
    recorded_by: str | None = None
    recorded_at: datetime | None = None

    def edited(self, version: int, by: Actor, at: datetime, **content: Any) -> Self:
        """The next version; `version` is the one its editor saw. Raises VersionConflict."""
        if version != self.version:
            raise VersionConflict(params={"version": self.version})
        return replace(self, version=self.version + 1, recorded_by=str(by), recorded_at=at, **content)

    def for_customer(self) -> Self:
        return replace(self, internal_notes=None)


def sees_internals(appointment: Appointment, actor: Actor) -> bool:
    return not (SHOP | {SYSTEM}).isdisjoint(appointment.parts_of(actor))


def check_writable(appointment: Appointment, actor: Actor) -> None:
    """Refuses who may not write the record, and a visit that has not begun: RecordNotYours, IllegalTransition."""
    if SHOP.isdisjoint(appointment.parts_of(actor)):
        raise RecordNotYours
    if appointment.status not in RECORDED_FROM:
        raise IllegalTransition(params={"status": appointment.status, "action": "record"})
