"""The waitlist as people use it: join, accept, decline, withdraw."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from services.booking.domain.errors import AttemptAbandoned
from services.booking.domain.ordering.attempt import OPEN, Answer
from services.booking.domain.terms.rules import Rules
from services.booking.domain.waitlist import events
from services.booking.domain.waitlist.errors import (
    AlreadyWaiting,
    SlotsAvailable,
    WaitlistLimitReached,
    WishHopeless,
)
from services.booking.domain.waitlist.transitions import WITHDRAWN
from services.booking.domain.waitlist.wish import Joining, WaitlistWish
from services.booking.ports import Storage
from services.booking.use_cases.book import checked_request, order_of, trying_numbers, write_down
from services.booking.use_cases.desk import Desk, required_key
from services.booking.use_cases.waitlist_read import SeenWish, see_wish, theirs
from services.booking.use_cases.waitlist_steps import give_back, tell_end
from shared.call import Call
from shared.idempotency import Keys
from shared.ids import new_id

EXAMPLES = 3


def join_waitlist(desk: Desk, idempotency: Keys, joining: Joining) -> Answer:
    """The wish, now and to every repetition of the request under the same key.

    SlotsAvailable while what is wished for can be booked, WishHopeless when it never can, AlreadyWaiting for the same
    wish under another key: a second place in line would be offered the same gap, and cost the customer an answer.
    WaitlistLimitReached.
    """
    known = idempotency.find(desk.call, required_key(desk.call))
    if known is not None:
        return known
    wish, rules = _wish(desk, joining)
    found = desk.scheduling.find_suited([wish], EXAMPLES)
    if wish.id in found.hopeless:
        raise WishHopeless(params={"because": found.hopeless[wish.id]})
    if found.starts:
        raise SlotsAvailable(params={"starts": [start.isoformat() for start in found.starts]})
    return idempotency.run(desk.call, lambda: desk.as_wish(_join(desk, wish, rules)))


def _wish(desk: Desk, joining: Joining) -> tuple[WaitlistWish, Rules]:
    asked = checked_request(joining.booking(desk.now), desk.actor)
    offer = desk.storage.catalogue.offer(joining.store_id, joining.treatment_id, joining.technician_id, desk.now)
    for_guest = asked.is_for_guest(desk.actor.name, is_staff=desk.actor.is_staff)
    party_size = asked.party_size or offer.treatment.party_size
    terms = replace(joining.terms, contact=asked.contact, for_guest=for_guest, party_size=party_size)
    wish = joining.wish(new_id(), terms, str(desk.actor), desk.now, ZoneInfo(offer.store.timezone))
    return wish, offer.rules


def _join(desk: Desk, wish: WaitlistWish, rules: Rules) -> SeenWish:
    """Under the lock of the store's list, so that nobody joins more often than they may at the same moment.

    The list is gone through once more afterwards: time may have become free since we asked, before anybody waited.
    """
    storage = desk.storage
    storage.looks.lock(wish.store_id)
    waiting = storage.waitlist.open_of(wish.customer_id, wish.store_id)
    same = next((one for one in waiting if one.asks_for == wish.asks_for), None)
    if same is not None:
        raise AlreadyWaiting(params={"wish_id": same.id})
    if len(waiting) >= rules.waitlist_limit:
        raise WaitlistLimitReached(params={"most": rules.waitlist_limit})
    storage.waitlist.add(wish)
    storage.looks.ask([wish.store_id], None)
    return see_wish(storage, wish, call=desk.call, now=desk.now)


def accept_offer(desk: Desk, idempotency: Keys, wish_id: str) -> Answer:
    """The appointment. The time has been held since it was offered, so nobody else has to be asked.

    IllegalTransition when there is no offer or its deadline has come.
    """
    return trying_numbers(
        lambda draw: idempotency.run(desk.call, lambda: desk.storage.transact(lambda: _accept(desk, wish_id, draw)))
    )


def _accept(desk: Desk, wish_id: str, draw: int) -> Answer:
    storage = desk.storage
    wish = theirs(storage.waitlist.lock(wish_id), desk.actor)
    accepted = wish.accepted(wish.parts_of(desk.actor), desk.now)
    offer = accepted.offer
    if offer is None or storage.attempts.lock(offer.appointment_id).state != OPEN:
        raise AttemptAbandoned
    order = order_of(desk, wish.booking(offer.claim.starts_at))
    answer = write_down(desk, order, order.appointment(offer.appointment_id, offer.claim), draw)
    storage.waitlist.save(accepted)
    tell_end(storage, wish, accepted, events.ACCEPTED, desk.now)
    return {**answer, "wish_id": wish.id}


def decline_offer(storage: Storage, call: Call, now: datetime, wish_id: str) -> SeenWish:
    """No to this offer; the wish keeps its place in line, and is not offered that time again."""

    def decline() -> SeenWish:
        wish = theirs(storage.waitlist.lock(wish_id), call.actor)
        after = wish.declined(wish.parts_of(call.actor))
        give_back(storage, wish, after, events.DECLINED, now)
        return see_wish(storage, after, call=call, now=now)

    return storage.transact(decline)


def withdraw_wish(storage: Storage, call: Call, now: datetime, wish_id: str) -> None:
    """No longer waiting; an offer they have is over at once. Whoever has withdrawn may say so again."""

    def withdraw() -> None:
        wish = theirs(storage.waitlist.lock(wish_id), call.actor)
        if wish.status != WITHDRAWN:
            give_back(storage, wish, wish.withdrawn(wish.parts_of(call.actor)), events.WITHDRAWN, now)

    storage.transact(withdraw)
