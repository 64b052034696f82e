"""Booking: attempt, claim, then one transaction with the appointment, the end of the attempt and the events.

A crash at any point leaves no claim without a visit for longer than the hold, no visit without a claim, and never two
visits: the attempt's row decides (DESIGN §2, "How a booking travels").
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from services.booking.domain.errors import AttemptAbandoned, CustomerMissing, NotYourCustomer, NumberTaken
from services.booking.domain.life.appointment import Appointment, number_of
from services.booking.domain.life.transitions import STAFF
from services.booking.domain.ordering.attempt import DONE, OPEN, Answer, Attempt
from services.booking.domain.ordering.order import Order, added_to
from services.booking.domain.ordering.request import BookingRequest
from services.booking.domain.terms.rules import Rules
from services.booking.ports import Storage, Wish
from services.booking.use_cases.courses import check_course, reserve_session
from services.booking.use_cases.desk import Desk, required_key
from services.booking.use_cases.steps import SYSTEM, record_told, told_step
from shared.actor import Actor
from shared.call import IdempotencyKey
from shared.errors import Refusal, Unavailable
from shared.idempotency import KeyInProgress
from shared.ids import new_id

NUMBERS_DRAWN = 5


def book_appointment(desk: Desk, request: BookingRequest) -> Answer:
    """The answer to give, now and to every repetition of the request under the same key."""
    key = required_key(desk.call)
    request = checked_request(request, desk.actor)
    attempt = _attempt(desk, key)
    if attempt.answer is not None:
        return attempt.answer
    desk.checkpoint("after_attempt")
    try:
        return _carry_out(desk, attempt.appointment_id, request)
    except Unavailable:
        # Nobody knows whether the time was claimed: the attempt stays open, and a retry may take it up at once.
        desk.storage.transact(lambda: desk.storage.attempts.release(attempt.appointment_id))
        raise
    except Refusal:
        done = desk.storage.transact(lambda: _give_up(desk.storage, attempt.appointment_id))
        if done is None:
            raise
        return done


def checked_request(request: BookingRequest, actor: Actor) -> BookingRequest:
    """The request, if the actor may make it and the world could ever grant it; refusals are those of the fields."""
    for_another = request.customer_id not in (None, actor.account_id)
    if for_another and not actor.works_for(request.store_id):
        raise NotYourCustomer
    if actor.is_staff and request.customer_id is None and not (request.contact and request.contact.phone):
        # A caller is found by their phone number; without it the visit would become the receptionist's own.
        raise CustomerMissing("contact.phone" if request.contact else "customer_id")
    return request.checked()


def _attempt(desk: Desk, key: IdempotencyKey) -> Attempt:
    """The key's attempt: most often a new one, since few keys are ever seen again."""
    storage, account_id = desk.storage, str(desk.actor)
    try:
        return storage.transact(lambda: storage.attempts.open(new_id(), account_id, key))
    except KeyInProgress:
        return storage.transact(lambda: _taken_up(desk, key))


def _taken_up(desk: Desk, key: IdempotencyKey) -> Attempt:
    """The key's attempt: the finished one, the open one taken up again, or a new one with a fresh id."""
    attempts, account_id = desk.storage.attempts, str(desk.actor)
    current = attempts.of_key(account_id, key)
    if current is None:
        return attempts.open(new_id(), account_id, key)
    if current.is_kept:
        current.check_body(key.body_hash)
        if current.state == DONE:
            return current
        if current.state == OPEN:
            if current.is_leased:
                raise KeyInProgress
            return attempts.renew(current)
    attempts.leave_key(current)
    return attempts.open(new_id(), account_id, key)


def _carry_out(desk: Desk, appointment_id: str, request: BookingRequest) -> Answer:
    order = order_of(desk, request)
    claim = desk.scheduling.claim_time(appointment_id, order.customer_id, wish_of(order, desk.actor))
    desk.checkpoint("after_claim")
    requested = order.appointment(appointment_id, claim)
    desk.storage.catalogue.directory_of([requested])  # read now, so that nothing need be read under the attempt's lock
    answer = trying_numbers(lambda draw: desk.storage.transact(lambda: _insert(desk, order, requested, draw)))
    desk.checkpoint("after_insert")
    return answer


def trying_numbers(write: Callable[[int], Answer]) -> Answer:
    """What `write` answers, a whole transaction that writes an appointment down under the number of a draw."""
    for draw in range(NUMBERS_DRAWN):
        with suppress(NumberTaken):
            return write(draw)
    raise NumberTaken


def order_of(desk: Desk, request: BookingRequest) -> Order:
    """What is ordered by it, under the rules and prices of now."""
    catalogue, account_id = desk.storage.catalogue, str(desk.actor)
    offer = catalogue.offer(request.store_id, request.treatment_id, request.technician_id, desk.now)
    following = tuple(
        catalogue.offer(request.store_id, one.treatment_id, one.technician_id, desk.now) for one in request.then
    )
    customer_id = request.customer_id or account_id
    no_shows = _no_shows(desk, customer_id, offer.rules)
    addons = added_to(request, (offer, *following))
    order = Order(request, offer, customer_id, account_id, following, no_shows, addons)
    check_course(desk.storage, order)
    return order


def _no_shows(desk: Desk, customer_id: str, rules: Rules) -> int:
    """How often the customer did not come within the rules' memory; not looked up where it makes no difference."""
    if not rules.minds_no_shows:
        return 0
    since = desk.now - timedelta(days=rules.no_show_memory_days)
    return desk.storage.appointments.count_no_shows(customer_id, since)


def wish_of(order: Order, actor: Actor) -> Wish:
    """The time to ask scheduling for."""
    asked = order.request
    return Wish(
        asked.store_id,
        asked.treatment_id,
        asked.starts_at,
        asked.technician_id,
        asked.place,
        asked.address,
        order.party_size,
        for_guest=asked.is_for_guest(actor.name, is_staff=actor.is_staff),
        then=asked.then,
        technician_gender=asked.technician_gender,
        addons=asked.addons,
    )


def _insert(desk: Desk, order: Order, requested: Appointment, draw: int) -> Answer:
    """The visit comes to be here or never: the attempt is locked, and must still be open."""
    attempt = desk.storage.attempts.lock(requested.id)
    if attempt.state != OPEN:
        return _made_by_another(attempt)
    return write_down(desk, order, requested, draw)


def write_down(desk: Desk, order: Order, requested: Appointment, draw: int, action: str | None = None) -> Answer:
    """The appointment with its first steps and the end of its attempt, which is locked and open. In a transaction.

    NumberTaken, at the latest from its end, when the number drawn is another appointment's. What comes first the rules
    say, unless it is an `action` of the staff's.
    """
    storage = desk.storage
    requested = replace(requested, number=number_of(requested.id, draw), made_at=desk.now)
    if action is None:
        actor, (action, first) = SYSTEM, requested.first_step(order.offer.rules, desk.now)
    else:
        actor, first = str(desk.actor), requested.step(action, {STAFF}, desk.now)
    storage.appointments.add(first)
    reserve_session(storage, order, first, desk.now)
    asked = told_step(storage, None, requested, action="request", actor=str(desk.actor), now=desk.now)
    record_told(storage, asked, told_step(storage, requested, first, action=action, actor=actor, now=desk.now))
    answer = desk.answer(first, is_new=True)
    storage.attempts.finish(first.id, answer)
    return answer


def _made_by_another(attempt: Attempt) -> Answer:
    if attempt.answer is None:
        raise AttemptAbandoned
    return attempt.answer


def _give_up(storage: Storage, appointment_id: str) -> Answer | None:
    """Abandon the attempt, so that whatever it may have claimed is let go; or the answer, if another request made it.

    The key keeps its body, and the next request under it begins a fresh attempt.
    """
    attempt = storage.attempts.lock(appointment_id)
    if attempt.state == OPEN:
        storage.attempts.abandon(appointment_id)
    return attempt.answer
