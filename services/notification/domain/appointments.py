"""An appointment as it was told, and the reminders of a visit that stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.notification.domain.addresses import Address, normalised
from services.notification.domain.channels import Channel
from services.notification.domain.messages import Message
from shared.ids import derived_id

CONFIRMED = "appointment_confirmed"
RESCHEDULED = "appointment_rescheduled"
MOVED_BY_THE_SHOP = "appointment_moved_by_the_shop"
CANCELLED = "appointment_cancelled"
CANCELLED_WITH_FEE = "appointment_cancelled_with_fee"

REMINDERS = {"reminder_24h": timedelta(hours=24), "reminder_2h": timedelta(hours=2)}


@dataclass(frozen=True)
class Guest:
    """Who comes, where the booking names somebody: it may be another person than the account's owner."""

    name: str
    phone: str


@dataclass(frozen=True)
class Appointment:
    """An appointment as one of its events told it. `facts` is what the texts are filled with, as JSON knows it."""

    id: str
    revision: int
    status: str
    customer_id: str
    store_id: str
    zone: str
    starts_at: datetime
    fee_fen: int
    guest: Guest | None
    facts: Mapping[str, Any]

    def message(self, template: str, id_: str, due_at: datetime, expires_at: datetime | None = None) -> Message:
        phone = (Address(Channel.SMS, normalised(self.guest.phone)),) if self.guest else ()
        return Message(
            id=id_,
            template=template,
            facts=self.facts,
            due_at=due_at,
            account_id=self.customer_id,
            to=phone,
            expires_at=expires_at,
            appointment_id=self.id,
            store_id=self.store_id,
            zone=self.zone,
        )


def reminders(appointment: Appointment, now: datetime) -> list[Message]:
    """24 and 2 hours before a confirmed visit, those whose moment is still to come; none for any other status.

    A reminder loses its use when the visit begins, so that one held up by a breakdown is not sent after it.
    """
    if appointment.status != "confirmed":
        return []
    return [
        appointment.message(template, derived_id(template, appointment.id, str(appointment.revision)), due, due + ahead)
        for template, ahead in REMINDERS.items()
        if (due := appointment.starts_at - ahead) > now
    ]
