"""Wishes on the waitlist, and what is offered for them."""

from datetime import date, timedelta
from typing import Any

from services.booking.domain.waitlist.transitions import WAITING
from services.booking.domain.waitlist.wish import Offer, Terms, WaitlistWish
from shared.testing import NOW
from tests.support.booking import START, WAIST, XUJIAHUI, a_claim


def a_wish(**changes: Any) -> WaitlistWish:
    """To have the hour of Monday, 15:00, with anybody, waited for by `cus-1`."""
    defaults: dict[str, Any] = {
        "id": "wish-1",
        "status": WAITING,
        "version": 1,
        "customer_id": "cus-1",
        "joined_by": "cus-1",
        "store_id": XUJIAHUI.id,
        "treatment_id": WAIST.id,
        "technician_id": None,
        "first": date(2026, 11, 23),
        "last": date(2026, 11, 23),
        "joined_at": NOW,
        "ends_at": START + timedelta(hours=9),
        "terms": Terms(party_size=1),
    }
    return WaitlistWish(**{**defaults, **changes})


def an_offer(**changes: Any) -> Offer:
    """Held under `apt-9` for a quarter of an hour."""
    hour = {"starts_at": START, "ends_at": START + timedelta(hours=1), "change_id": None}
    defaults: dict[str, Any] = {"claim": a_claim(id="apt-9", revision=1, **hour)}
    return Offer(**{**defaults, "answer_by": NOW + timedelta(minutes=15), **changes})
