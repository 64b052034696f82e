"""Looking after those who wait, for time or in the store."""

from services.booking.use_cases.desk import Desk
from services.booking.use_cases.offering import expire_offers, lapse_wishes, offer_freed_time
from services.booking.use_cases.queue import pass_over


def tend_waiting(desk: Desk) -> None:
    """End what has run out, then offer what became free: the one stretch of work may fail without the other."""
    pass_over(desk.storage, desk.now)
    expire_offers(desk.storage, desk.now)
    lapse_wishes(desk.storage, desk.now)
    offer_freed_time(desk)
