"""The facts booking announces of payments; `revision` is the payment's own."""

from dataclasses import dataclass

from services.booking.domain.payment.payment import Payment
from shared.events import Fact


@dataclass(frozen=True, kw_only=True)
class PaymentFact(Fact):
    """What every event of a payment carries. `amount_fen` is what this event speaks of: paid, or given back."""

    payment_id: str
    revision: int
    appointment_id: str
    customer_id: str
    store_id: str
    amount_fen: int
    provider: str
    kind: str


class PaymentSettled(PaymentFact):
    """The money came in."""


class PaymentFailed(PaymentFact):
    """It did not, and never will under this payment; another may be tried."""


class PaymentRefunded(PaymentFact):
    """The provider gave `amount_fen` back; what is left of the payment was due as a fee."""


def fact_of(payment: Payment) -> PaymentFact:
    """What the payment's present state announces; only the three states there is an event for are asked."""
    kind = {"settled": PaymentSettled, "failed": PaymentFailed, "refunded": PaymentRefunded}[payment.state]
    return kind(
        payment_id=payment.id,
        revision=payment.revision,
        appointment_id=payment.appointment_id,
        customer_id=payment.customer_id,
        store_id=payment.store_id,
        amount_fen=payment.refund_fen if payment.state == "refunded" else payment.amount_fen,
        provider=payment.provider,
        kind=payment.kind,
    )
