"""Telling that a rule was overridden, in the transaction of the step that did it."""

from datetime import UTC, datetime

from services.booking.domain.life.appointment import Appointment
from services.booking.domain.overriding import RuleOverridden
from services.booking.ports import Storage


def tell_override(
    storage: Storage, appointment: Appointment, *, action: str, actor: str, reason: str | None, now: datetime
) -> None:
    """For the audit trail; without a stated reason nothing was overridden."""
    if not reason:
        return
    fact = RuleOverridden(
        appointment_id=appointment.id,
        store_id=appointment.store_id,
        actor=actor,
        action=action,
        reason=reason,
        at=now.astimezone(UTC),
    )
    storage.appointments.announce([fact], now)
