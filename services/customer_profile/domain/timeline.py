"""What has happened to a customer, in the words of the appointments' events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.customer_profile.domain.pages import opened_cursor, unusable_cursor

KEPT = (
    "appointment_id",
    "number",
    "status",
    "store",
    "treatment",
    "technicians",
    "starts_at",
    "ends_at",
    "place",
    "party_size",
    "price_fen",
    "reason",
)


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `id` is the event's, `kind` its type, `details` what is shown of it."""

    id: str
    customer_id: str
    at: datetime
    kind: str
    details: Mapping[str, Any]


Place = tuple[datetime, str]


def place_of(cursor: str | None) -> Place | None:
    """The instant and the id of the entry that a page ended with."""
    parts = opened_cursor(cursor, 2)
    if parts is None:
        return None
    try:
        at = datetime.fromisoformat(parts[0])
    except ValueError as error:
        raise unusable_cursor() from error
    if at.tzinfo != UTC:
        raise unusable_cursor()
    return at, parts[1]


def told(event_id: str, kind: str, at: datetime, data: Mapping[str, Any]) -> Entry:
    """The entry an appointment's event makes: what was booked, no contact and no address."""
    return Entry(event_id, data["customer_id"], at, kind, {name: data.get(name) for name in KEPT})
