"""Keeping the replicas of the catalogue."""

from services.booking.ports import Storage
from shared.events import Event

KINDS = {
    "store_changed": "store",
    "treatment_changed": "treatment",
    "technician_changed": "technician",
    "booking_rules_changed": "rules",
}


def remember(storage: Storage, event: Event) -> None:
    """Keep the row unless a newer revision is known."""
    storage.catalogue.remember(KINDS[event.type], event.data)
