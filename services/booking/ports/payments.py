"""What the use cases need of payments: booking's own books, and those who carry the money."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.booking.domain.payment.events import PaymentFact
from services.booking.domain.payment.payment import Answer, Payment
from shared.call import IdempotencyKey


class Payments(Protocol):
    """Payments. Those of one appointment are written under the lock of its row."""

    def of_key(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Payment | None:
        """The payment asked for under the key."""
        ...

    def get(self, payment_id: str) -> Payment: ...

    def standing(self, appointment_ids: Collection[str]) -> Mapping[str, Payment]:
        """Of each appointment the payment that counts: the one whose money came in, or else the newest."""
        ...

    def open(self, payment: Payment, account_id: str, key: IdempotencyKey) -> None:
        """Write it down, leased to the caller."""
        ...

    def save(self, payment: Payment, facts: Sequence[PaymentFact], now: datetime) -> None:
        """The payment after a step, with what it announces; nobody works on it any more."""
        ...

    def keep_answer(self, payment_id: str, answer: Answer) -> None: ...

    def renew(self, payment_id: str) -> None: ...

    def release(self, payment_id: str) -> None: ...

    def take_under_way(self) -> Payment | None:
        """One that waits for its provider's word and whose lease has ended, now leased to the caller."""
        ...

    def forget_old_keys(self) -> int:
        """Drop keys and answers kept long enough; says how many. The payment itself stays."""
        ...


class PaymentProvider(Protocol):
    """Who carries the money. Every method is idempotent by the payment's id, may raise Unavailable (and then nobody
    knows whether it took effect), and is called outside of transactions.
    """

    def charge(self, payment: Payment) -> str:
        """Take the amount: `settled` or `failed`, the same word however often it is asked."""
        ...

    def conclude(self, payment: Payment) -> str:
        """What became of it; a payment never heard of is closed, and fails for ever."""
        ...

    def refund(self, payment: Payment) -> None:
        """Give `refund_fen` back."""
        ...


class Providers(Protocol):
    """Those who carry money here."""

    def of(self, name: str) -> PaymentProvider:
        """Raises ProviderNotOffered."""
        ...
