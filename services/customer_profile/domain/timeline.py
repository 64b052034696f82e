"""What has happened to a customer, in the words of the appointments' events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.customer_profile.domain.pages import opened_cursor, unusable_cursor

# What is shown of an event, where it tells it: no contact, no address, no place on the map.
APPOINTMENT = ("appointment_id", "number", "status", "store", "treatment", "treatments", "technicians", "reason")
WHEN = ("starts_at", "ends_at", "answer_by", "expected_at", "estimated_at", "proposed_starts_at")
TERMS = ("place", "party_size", "price_fen", "fee_fen", "deposit_fen", "minutes", "flags", "how")
PAYMENT = ("payment_id", "amount_fen", "provider", "kind", "store_id")
COURSE = ("course_id", "sessions", "used", "expires_on")
QUEUE = ("wish_id", "ticket_id")
KEPT = (*APPOINTMENT, *WHEN, *TERMS, *PAYMENT, *COURSE, *QUEUE)


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
    """The entry an event makes: what it was about, and all the treatments of a visit, not only the first."""
    return Entry(event_id, data["customer_id"], at, kind, {name: data[name] for name in KEPT if name in data})


def store_of(data: Mapping[str, Any]) -> str | None:
    """The store the event is about; none for what belongs to no store, such as a course."""
    store = data.get("store")
    store_id: str | None = store["id"] if store else data.get("store_id")
    return store_id
