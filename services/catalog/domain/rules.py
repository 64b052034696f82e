"""Booking rules: values with an effective date, for the brand, a store or a treatment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.catalog.domain.entry import Entry

BRAND = "brand"
HOLIDAY_HOURS = ("as_usual", "closed", "as_sunday")
SLOT_ANCHORS = ("window", "clock", "tight")


@dataclass(frozen=True, kw_only=True)
class BookingRules(Entry):
    """Never edited: a later row with a newer `effective_from` takes its place, so that every old booking can still be
    judged by what held then. `scope` is `brand`, a store's id or a treatment's id.
    """

    scope: str
    effective_from: datetime
    values: Mapping[str, Any]
