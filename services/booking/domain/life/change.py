"""A change of an appointment's time, technician or treatment, written down before scheduling is asked to move.

It is `open` until scheduling's word is known: `applied` or `failed`. An appointment has one open change at a time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.booking.domain.errors import NothingToChange, SeveralTreatments
from services.booking.domain.life.addons import AddedOn
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.terms.rules import Policy
from shared.idempotency import KeyReused

OPEN, APPLIED, FAILED = "open", "applied", "failed"
LEASE = timedelta(seconds=10)

Answer = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """Where the appointment is to go. `technician_id` None: any; `technician_requested`: the customer named them."""

    starts_at: datetime
    technician_id: str | None
    technician_requested: bool
    treatment_id: str
    addons: tuple[AddedOn, ...] = ()


@dataclass(frozen=True)
class Change:
    """`policy` is the one that judged the change and `price_fen` the price under it; both hold once it is applied.

    `expected_revision` is the claim's revision the change starts from. `is_leased`: a process works on it.
    `extension_minutes` make the visit longer where it is (加钟); the target is then where it is already.
    `proposal_id` and `proposed_by` are those of the proposal that was agreed to.
    """

    id: str
    appointment_id: str
    target: Target
    actor: str
    policy: Policy
    price_fen: int
    expected_revision: int
    reason: str | None = None
    override_reason: str | None = None
    state: str = OPEN
    body_hash: str | None = None
    answer: Answer | None = None
    is_leased: bool = True
    extension_minutes: int = 0
    proposal_id: str | None = None
    proposed_by: str | None = None

    def check_body(self, body_hash: str) -> None:
        """A key belongs to one body, whatever became of it."""
        if self.body_hash != body_hash:
            raise KeyReused


def target_of(appointment: Appointment, asked: dict[str, Any]) -> Target:
    """What the request makes of the appointment: what it leaves out stays, but another treatment has no add-ons yet.

    A technician who was named stays named; one from the rotation may be another at the new time, unless the request
    names one. `technician_id: null` asks for any. NothingToChange where nothing is asked for; SeveralTreatments where
    one of them should become another.
    """
    if not {"technician_id", "addons"} & {*asked} and not any(
        asked.get(name) for name in ("starts_at", "treatment_id")
    ):
        raise NothingToChange
    named = appointment.technician_ids[0] if appointment.technician_requested else None
    technician_id = asked.get("technician_id", named)
    is_same = asked.get("treatment_id") in (None, appointment.treatment_id)
    if appointment.planned and not is_same:
        raise SeveralTreatments
    return Target(
        starts_at=asked.get("starts_at") or appointment.starts_at,
        technician_id=technician_id,
        technician_requested=technician_id is not None,
        treatment_id=asked.get("treatment_id") or appointment.treatment_id,
        addons=appointment.addons if is_same else (),
    )


def stays(appointment: Appointment) -> Target:
    """Where the appointment is already, by whom it was asked for."""
    requested = appointment.technician_requested
    named = appointment.technician_ids[0] if requested else None
    return Target(appointment.starts_at, named, requested, appointment.treatment_id, appointment.addons)


def is_where(appointment: Appointment, target: Target) -> bool:
    """Whether the appointment already is there."""
    return (
        target.starts_at == appointment.starts_at
        and target.treatment_id == appointment.treatment_id
        and target.technician_id in (None, appointment.technician_ids[0])
        and target.addons == appointment.addons
    )
