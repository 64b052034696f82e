"""Keeping the replicas of the catalogue."""

from collections.abc import Mapping
from typing import Any

from services.booking.ports import Storage


def remember(storage: Storage, kind: str, data: Mapping[str, Any]) -> None:
    """Keep the row (`kind`: store, treatment, technician or rules) unless a newer revision is known."""
    storage.catalogue.remember(kind, data)
