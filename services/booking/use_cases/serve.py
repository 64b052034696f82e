"""Serving a ticket: the guest's visit begins now, with a claim as every other.

The ticket keeps the attempt it is becoming, so that a repetition after a failure finds the same claim again; a ticket
that is served otherwise by then, or by somebody else, leaves an attempt that was abandoned, and with it its claim.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from services.booking.domain.errors import AttemptAbandoned
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.transitions import ADMIT
from services.booking.domain.ordering.attempt import OPEN, Answer
from services.booking.domain.ordering.order import Order
from services.booking.domain.queue.errors import TreatmentNotChosen
from services.booking.domain.queue.ticket import Admission, Serving, Ticket, next_mark
from services.booking.ports import Wish
from services.booking.use_cases.book import order_of, trying_numbers, write_down
from services.booking.use_cases.desk import Desk
from services.booking.use_cases.queue import save_ticket
from services.booking.use_cases.queue_read import see_taken, theirs
from shared.errors import Refusal, Unavailable
from shared.idempotency import Keys
from shared.ids import new_id

STILL_NOW = timedelta(minutes=5)


def serve_ticket(desk: Desk, idempotency: Keys, ticket_id: str, admission: Admission) -> Answer:
    """The ticket with its appointment, checked in; SlotTaken and its like while nobody is free."""
    key = desk.call.idempotency
    known = idempotency.find(desk.call, key) if key else None
    if known is not None:
        return known
    ticket, serving = desk.storage.transact(lambda: _begin(desk, ticket_id, admission))
    desk.checkpoint("after_serving")
    order = order_of(desk, ticket.booking(serving))
    try:
        claim = desk.scheduling.claim_time(serving.appointment_id, ticket.guest, _wish(ticket, serving))
    except Unavailable:
        # Nobody knows whether the time was claimed: the same ticket served again takes up the same attempt.
        raise
    except Refusal:
        desk.storage.transact(lambda: _abandon(desk, serving.appointment_id))
        raise
    desk.checkpoint("after_serving_claim")
    finish = partial(_finish, desk, ticket_id, order, claim)
    return trying_numbers(lambda draw: idempotency.run(desk.call, lambda: desk.storage.transact(lambda: finish(draw))))


def _begin(desk: Desk, ticket_id: str, admission: Admission) -> tuple[Ticket, Serving]:
    """The visit to be, written down with an attempt of its own; the one begun before where it is the same."""
    ticket = theirs(desk.storage.queue.lock(ticket_id), desk.actor)
    ticket.require_servable(ticket.parts_of(desk.actor))
    wanted = _wanted(desk, ticket, admission)
    begun = ticket.serving
    if begun is not None and desk.storage.attempts.lock(begun.appointment_id).state == OPEN:
        if _is_same(begun, wanted, admission, desk.now):
            return ticket, begun
        desk.storage.attempts.abandon(begun.appointment_id)
    desk.storage.attempts.reserve(wanted.appointment_id)
    ticket = replace(ticket, serving=wanted)
    desk.storage.queue.save(ticket)
    return ticket, wanted


def _wanted(desk: Desk, ticket: Ticket, admission: Admission) -> Serving:
    treatment_id = admission.treatment_id or ticket.treatment_id
    if treatment_id is None:
        raise TreatmentNotChosen(fields={"treatment_id": ["Missing data for required field."]})
    technician_id = admission.technician_id or ticket.technician_id
    return Serving(new_id(), treatment_id, technician_id, admission.starts_at or next_mark(desk.now))


def _is_same(known: Serving, wanted: Serving, admission: Admission, now: datetime) -> bool:
    what = (known.treatment_id, known.technician_id) == (wanted.treatment_id, wanted.technician_id)
    when = known.starts_at == admission.starts_at if admission.starts_at else known.starts_at > now - STILL_NOW
    return what and when


def _wish(ticket: Ticket, serving: Serving) -> Wish:
    what = (ticket.store_id, serving.treatment_id, serving.starts_at, serving.technician_id)
    is_guest = ticket.customer_id is None
    return Wish(*what, place="store", address=None, party_size=ticket.party_size, for_guest=is_guest, walk_in=True)


def _abandon(desk: Desk, appointment_id: str) -> None:
    if desk.storage.attempts.lock(appointment_id).state == OPEN:
        desk.storage.attempts.abandon(appointment_id)


def _finish(desk: Desk, ticket_id: str, order: Order, claim: Claim, draw: int) -> Answer:
    storage = desk.storage
    ticket = storage.queue.lock(ticket_id)
    by = ticket.parts_of(desk.actor)
    ticket.require_servable(by)
    if ticket.serving is None or ticket.serving.appointment_id != claim.id:
        raise AttemptAbandoned
    if storage.attempts.lock(claim.id).state != OPEN:
        raise AttemptAbandoned
    appointment = write_down(desk, order, order.appointment(claim.id, claim), draw, ADMIT)
    served = ticket.served(by, ticket.serving)
    save_ticket(storage, served, desk.now)
    return {**desk.as_ticket(see_taken(desk, served)), "appointment": appointment}
