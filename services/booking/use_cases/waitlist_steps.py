"""The steps of an offer that end it, and what is told of them: the wish, its attempt and the event in one transaction.

Whoever takes one has locked the wish; the attempt is locked after it.
"""

from datetime import datetime

from services.booking.domain.ordering.attempt import OPEN
from services.booking.domain.waitlist.events import ended, offered
from services.booking.domain.waitlist.wish import Offer, WaitlistWish
from services.booking.ports import Storage
from services.booking.use_cases.waitlist_read import mentioned_in


def give_back(storage: Storage, before: WaitlistWish, after: WaitlistWish, how: str, now: datetime) -> None:
    """Save the wish without the offer it had; the attempt is abandoned, and the event frees the time."""
    storage.waitlist.save(after)
    if before.offer is None:
        return
    if storage.attempts.lock(before.offer.appointment_id).state == OPEN:
        storage.attempts.abandon(before.offer.appointment_id)
    tell_end(storage, before, after, how, now)


def tell_end(storage: Storage, before: WaitlistWish, after: WaitlistWish, how: str, now: datetime) -> None:
    """Announce how the offer that the wish had before has ended."""
    if before.offer is not None:
        directory = mentioned_in(storage, [before])
        storage.waitlist.announce(ended(after, before.offer, directory, how), now)


def tell_offer(storage: Storage, wish: WaitlistWish, offer: Offer, now: datetime) -> None:
    storage.waitlist.announce(offered(wish, offer, mentioned_in(storage, [wish])), now)
