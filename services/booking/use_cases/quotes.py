"""What a booking would cost, and on which terms, before it is made: the order of a booking, without its time."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.booking.domain.errors import NotYourCustomer
from services.booking.domain.life.contact import check_party
from services.booking.domain.ordering.quote import Quote
from services.booking.domain.ordering.request import BookingRequest
from services.booking.use_cases.book import order_of
from services.booking.use_cases.desk import Desk


def quote_appointment(desk: Desk, *, starts_at: datetime | None = None, **asked: Any) -> Quote:
    """Anybody may ask; without a start it says nothing of deadlines. Refuses what a booking would, but for the time."""
    request = BookingRequest(starts_at=starts_at or desk.now, **asked)
    for_another = request.customer_id not in (None, desk.actor.account_id)
    if for_another and not desk.actor.works_for(request.store_id):
        raise NotYourCustomer
    check_party(request.party_size)
    order = order_of(desk, request)
    return Quote(order, starts_at, ZoneInfo(order.offer.store.timezone), desk.call.language)
