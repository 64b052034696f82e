"""Offering freed time to those who wait for it, in fair order, one offer for one gap.

A store's list is gone through by one process at a time, so that the order holds; that no two offers share a gap is
scheduling's doing, since each is a claim of its own. An offer begins as any booking does: an attempt, then the claim,
then one transaction with the offer. What dies in between leaves a hold that nobody needs: scheduling asks, is told
no, and the freed time comes round again. From the offer on, the attempt stays open until the deadline (ADR 0016).
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from services.booking.domain.life.claim import Claim
from services.booking.domain.ordering.attempt import OPEN
from services.booking.domain.waitlist import events
from services.booking.domain.waitlist.transitions import OFFERED, WAITING
from services.booking.domain.waitlist.wish import Offer, Place, WaitlistWish, deadline_of
from services.booking.ports import Look, Storage, Wish
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.waitlist_steps import give_back, tell_offer
from shared.errors import Refusal, Unavailable
from shared.ids import new_id
from shared.interval import Interval

BATCH, STORES, ROUNDS = 50, 20, 60
PAGE = 20


def note_freed_time(storage: Storage, store_id: str, technician_ids: Collection[str], during: Interval) -> None:
    """Scheduling told of time that can be booked: in that store, and wherever else its technicians work."""
    stores = {store_id, *storage.catalogue.stores_of(technician_ids)}
    storage.looks.ask(stores, during)


def offer_freed_time(desk: Desk) -> int:
    """Go through the lists of stores where time became free; says how many offers were made."""
    made = 0
    for _ in range(STORES):
        look = desk.storage.transact(desk.storage.looks.take)
        if look is None:
            break
        made += _go_through(desk, look)
    return made


def _go_through(desk: Desk, look: Look) -> int:
    """How many were offered something. A line too long for one turn, or not gone down, is asked for again."""
    looks, is_through, made = desk.storage.looks, False, 0
    try:
        is_through, made = _down_the_line(desk, look)
    finally:
        if not is_through:
            desk.storage.transact(lambda: looks.ask([look.store_id], look.during))
        desk.storage.transact(lambda: looks.done(look.store_id))
    return made


def _down_the_line(desk: Desk, look: Look) -> tuple[bool, int]:
    """Whether the end was reached, and how many offers were made: once down the line, whoever nothing suits now is
    passed over, and so is who was just offered something.
    """
    after: Place | None = None
    made = 0
    for _ in range(ROUNDS):
        line = desk.storage.waitlist.in_line(look.store_id, look.during, after, PAGE)
        if not line:
            return True, made
        found = desk.scheduling.find_suited(line, 1)
        suited = next((wish for wish in line if wish.id == found.wish_id), None)
        if suited is None:
            after = line[-1].place_in_line
        elif _offer(desk, suited, found.starts[0]):
            after, made = suited.place_in_line, made + 1
    return False, made


def _offer(desk: Desk, wish: WaitlistWish, starts_at: datetime) -> bool:
    """Hold the time for the wish and offer it. False where somebody else was faster: then another start may suit."""
    appointment_id = new_id()
    desk.storage.transact(lambda: desk.storage.attempts.reserve(appointment_id))
    desk.checkpoint("after_offer_attempt")
    try:
        claim = desk.scheduling.claim_time(appointment_id, wish.customer_id, _asked(wish, starts_at))
    except Unavailable:
        raise
    except Refusal:
        desk.storage.transact(lambda: _give_up(desk.storage, appointment_id))
        return False
    desk.checkpoint("after_offer_claim")
    return desk.storage.transact(lambda: _make(desk, wish.id, claim))


def _make(desk: Desk, wish_id: str, claim: Claim) -> bool:
    """The offer comes to be here or never. True also for a wish that does not wait any more: it is passed over."""
    storage = desk.storage
    wish = storage.waitlist.lock(wish_id)
    attempt = storage.attempts.lock(claim.id)
    if wish.status != WAITING or attempt.state != OPEN:
        _give_up(storage, claim.id)
        return True
    rules = storage.catalogue.offer(wish.store_id, wish.treatment_id, wish.technician_id, desk.now).rules
    offer = Offer(claim, deadline_of(desk.now, rules.waitlist_offer_minutes, claim.starts_at))
    offered = wish.offered(offer)
    storage.waitlist.save(offered)
    tell_offer(storage, offered, offer, desk.now)
    return True


def _give_up(storage: Storage, appointment_id: str) -> None:
    if storage.attempts.lock(appointment_id).state == OPEN:
        storage.attempts.abandon(appointment_id)


def _asked(wish: WaitlistWish, starts_at: datetime) -> Wish:
    terms = wish.terms
    return Wish(
        wish.store_id,
        wish.treatment_id,
        starts_at,
        wish.technician_id,
        terms.place,
        terms.address,
        terms.party_size,
        for_guest=terms.for_guest,
        technician_gender=terms.technician_gender,
    )


def expire_offers(storage: Storage, now: datetime) -> int:
    """End the offers whose deadline has come; what was held for them is free at once. Says how many."""
    late = storage.waitlist.unanswered(now, BATCH)
    return sum(storage.transact(partial(_expire, storage, now, wish_id)) for wish_id in late)


def _expire(storage: Storage, now: datetime, wish_id: str) -> bool:
    wish = storage.waitlist.lock(wish_id)
    if wish.status != OFFERED or wish.is_running(now):
        return False
    give_back(storage, wish, wish.expired(), events.EXPIRED, now)
    return True


def lapse_wishes(storage: Storage, now: datetime) -> int:
    """Let those go who waited for dates that have passed; says how many."""
    over = storage.waitlist.over(now, BATCH)
    return sum(storage.transact(partial(_lapse, storage, now, wish_id)) for wish_id in over)


def _lapse(storage: Storage, now: datetime, wish_id: str) -> bool:
    wish = storage.waitlist.lock(wish_id)
    if wish.status != WAITING or wish.ends_at > now:
        return False
    storage.waitlist.save(wish.lapsed())
    return True


def look_everywhere(storage: Storage) -> None:
    """Go through every list now and then: opening hours, skills, beds and the days one may book change as well."""
    storage.transact(storage.looks.ask_everywhere)
