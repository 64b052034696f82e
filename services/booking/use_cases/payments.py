"""Paying: a payment is written down, then its provider is asked, then one transaction holds what became of it.

Nobody but the provider knows whether money moved. Its answer and the sweep's question both end in `_conclude`, and the
payment's id is the provider's idempotency key; so a crash at any point neither loses money nor takes it twice.
What comes in for a visit that does not wait for it any more is given back.
"""

from datetime import datetime
from functools import partial
from typing import Any

from services.booking.domain.errors import PaymentInProgress
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import PENDING_PAYMENT
from services.booking.domain.payment.events import fact_of
from services.booking.domain.payment.machine import CREATED, REFUNDING, SETTLED
from services.booking.domain.payment.payment import Answer, Payment
from services.booking.ports import Providers, Storage
from services.booking.use_cases.desk import Desk, required_key
from services.booking.use_cases.steps import SYSTEM, give_back, lock_visible, record_step, require_allowed
from shared.errors import Unavailable
from shared.idempotency import KeyInProgress
from shared.ids import new_id

BATCH = 50


def pay_appointment(desk: Desk, providers: Providers, appointment_id: str, provider: str, **asked: Any) -> Answer:
    """Pay the deposit: the appointment once the provider has spoken, whether it settled or failed.

    Raises IllegalTransition where nothing is to be paid (any more), PaymentInProgress beside another payment,
    ProviderNotOffered.
    """
    required_key(desk.call)
    carrier = providers.of(provider)
    payment = desk.storage.transact(lambda: _open(desk, appointment_id, provider, asked))
    if payment.answer is not None:
        return payment.answer
    desk.checkpoint("after_payment")
    try:
        outcome = carrier.charge(payment)
    except Unavailable:
        # Nobody knows whether the money moved: the payment stays, for a retry or for the sweep.
        desk.storage.transact(lambda: desk.storage.payments.release(payment.id))
        raise
    desk.checkpoint("after_charge")
    return desk.storage.transact(lambda: _conclude_and_answer(desk, payment, outcome))


def settle_payments(storage: Storage, providers: Providers, *, now: datetime) -> int:
    """Ask the providers what became of payments left open, and have them give back what is due; says how many.

    Each is leased when its turn comes: one whose provider is away ends this run, and the next begins with others.
    """
    for settled in range(BATCH):
        payment = storage.transact(storage.payments.take_under_way)
        if payment is None:
            return settled
        carrier = providers.of(payment.provider)
        if payment.state == REFUNDING:
            carrier.refund(payment)
            storage.transact(partial(_refunded, storage, payment, now))
        else:
            storage.transact(partial(_conclude, storage, payment, carrier.conclude(payment), now))
    return BATCH


def _open(desk: Desk, appointment_id: str, provider: str, asked: dict[str, Any]) -> Payment:
    """A new payment, or the one that the same key began before; one is under way at a time."""
    storage, key = desk.storage, required_key(desk.call)
    appointment = lock_visible(storage, desk.call, appointment_id)
    known = storage.payments.of_key(appointment_id, str(desk.actor), key)
    if known is not None:
        known.check_body(key.body_hash)
        return _taken_up(storage, known)
    last = storage.payments.standing([appointment_id]).get(appointment_id)
    if last is not None and last.state == CREATED:
        raise PaymentInProgress
    require_allowed(appointment, "pay", desk.call, desk.now)
    payment = _due(appointment, provider, asked)
    storage.payments.open(payment, str(desk.actor), key)
    return payment


def _due(appointment: Appointment, provider: str, asked: dict[str, Any]) -> Payment:
    return Payment(
        new_id(),
        appointment.id,
        appointment.customer_id,
        appointment.store_id,
        provider,
        appointment.deposit.amount_fen if appointment.deposit else 0,
        asked=asked,
    )


def _taken_up(storage: Storage, payment: Payment) -> Payment:
    if payment.state == CREATED:
        if payment.is_leased:
            raise KeyInProgress
        storage.payments.renew(payment.id)
    return payment


def _conclude_and_answer(desk: Desk, payment: Payment, outcome: str) -> Answer:
    answer = desk.answer(_conclude(desk.storage, payment, outcome, desk.now))
    desk.storage.payments.keep_answer(payment.id, answer)
    return answer


def _conclude(storage: Storage, payment: Payment, outcome: str, now: datetime) -> Appointment:
    """The provider has spoken: once, however often it is heard."""
    appointment = storage.appointments.lock(payment.appointment_id)
    payment = storage.payments.get(payment.id)
    if payment.state != CREATED:
        return appointment
    payment = payment.concluded(outcome)
    storage.payments.save(payment, [fact_of(payment)], now)
    if payment.state != SETTLED:
        return appointment
    if appointment.status != PENDING_PAYMENT:
        give_back(storage, payment, payment.amount_fen, now)
        return appointment
    return _go_on(storage, appointment, now)


def _go_on(storage: Storage, appointment: Appointment, now: datetime) -> Appointment:
    """What follows upon the payment, by the rules the visit was booked under."""
    action, after = appointment.paid(storage.catalogue.rules_of(appointment.policy.version), now)
    record_step(storage, appointment, after, action=action, actor=SYSTEM, now=now)
    return after


def _refunded(storage: Storage, payment: Payment, now: datetime) -> None:
    storage.appointments.lock(payment.appointment_id)
    payment = storage.payments.get(payment.id)
    if payment.state == REFUNDING:
        done = payment.step("refund")
        storage.payments.save(done, [fact_of(done)], now)
