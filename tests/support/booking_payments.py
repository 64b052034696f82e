"""Payments held in memory, and a provider that can be away, lose its answers, and shows its books."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.booking.domain.payment import machine
from services.booking.domain.payment.events import PaymentFact
from services.booking.domain.payment.payment import Answer, Payment
from shared.call import IdempotencyKey


def a_payment(**changes: Any) -> Payment:
    """Created for `apt-1`, thirty per cent of its price."""
    defaults = {
        "id": "pay-1",
        "appointment_id": "apt-1",
        "customer_id": "cus-1",
        "store_id": "sto-1",
        "provider": "sandbox",
        "amount_fen": 6540,
    }
    return Payment(**{**defaults, **changes})


@dataclass
class InMemoryPayments:
    rows: dict[str, Payment] = field(default_factory=dict)
    keys: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    events: list[PaymentFact] = field(default_factory=list)

    def of_key(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Payment | None:
        at = (account_id, key.path, key.key)
        mine = (row for row in self.rows.values() if row.appointment_id == appointment_id)
        return next((row for row in mine if self.keys.get(row.id) == at), None)

    def get(self, payment_id: str) -> Payment:
        return self.rows[payment_id]

    def standing(self, appointment_ids: Collection[str]) -> Mapping[str, Payment]:
        found = [row for row in self.rows.values() if row.appointment_id in appointment_ids]
        found.sort(key=lambda row: row.state in machine.RECEIVED)
        return {row.appointment_id: row for row in found}

    def open(self, payment: Payment, account_id: str, key: IdempotencyKey) -> None:
        assert payment.id not in self.rows
        self.rows[payment.id] = replace(payment, body_hash=key.body_hash, is_leased=True)
        self.keys[payment.id] = (account_id, key.path, key.key)

    def save(self, payment: Payment, facts: Sequence[PaymentFact], now: datetime) -> None:
        assert payment.revision == self.rows[payment.id].revision + 1
        assert now
        self.rows[payment.id] = replace(payment, is_leased=False)
        self.events.extend(facts)

    def keep_answer(self, payment_id: str, answer: Answer) -> None:
        self._set(payment_id, answer=answer)

    def renew(self, payment_id: str) -> None:
        self._set(payment_id, is_leased=True)

    def release(self, payment_id: str) -> None:
        self._set(payment_id, is_leased=False)

    def take_under_way(self) -> Payment | None:
        waiting = (row for row in self.rows.values() if row.state in machine.UNDER_WAY and not row.is_leased)
        first = next(waiting, None)
        if first is not None:
            self.renew(first.id)
        return first

    def forget_old_keys(self) -> int:
        return 0

    def _set(self, payment_id: str, **values: Any) -> None:
        self.rows[payment_id] = replace(self.rows[payment_id], **values)


@dataclass
class BooksOfProvider:
    """The sandbox's behaviour with its books in sight. `refusal` is raised by the next call, `lost` after it has taken
    effect; `meanwhile` happens once, while the next answer is on its way.
    """

    outcomes: dict[str, str] = field(default_factory=dict)
    charged_fen: dict[str, int] = field(default_factory=dict)
    refunded_fen: dict[str, int] = field(default_factory=dict)
    refusal: Exception | None = None
    lost: Exception | None = None
    meanwhile: Callable[[], object] = lambda: None

    def of(self, name: str) -> "BooksOfProvider":
        assert name == "sandbox"
        return self

    def charge(self, payment: Payment) -> str:
        wanted = {"settle": machine.SETTLED, "fail": machine.FAILED}[payment.asked.get("outcome") or "settle"]
        return self._end(lambda: self._booked(payment, wanted))

    def conclude(self, payment: Payment) -> str:
        return self._end(lambda: self._booked(payment, machine.FAILED))

    def refund(self, payment: Payment) -> None:
        def back() -> str:
            assert self.charged_fen[payment.id] >= payment.refund_fen
            assert self.refunded_fen.setdefault(payment.id, payment.refund_fen) == payment.refund_fen
            return machine.REFUNDED

        self._end(back)

    @property
    def kept_fen(self) -> int:
        return sum(self.charged_fen.values()) - sum(self.refunded_fen.values())

    def _booked(self, payment: Payment, outcome: str) -> str:
        known = self.outcomes.setdefault(payment.id, outcome)
        if known == machine.SETTLED:
            assert self.charged_fen.setdefault(payment.id, payment.amount_fen) == payment.amount_fen
        return known

    def _end(self, effect: Callable[[], str]) -> str:
        refusal, self.refusal = self.refusal, None
        if refusal is not None:
            raise refusal
        outcome = effect()
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        lost, self.lost = self.lost, None
        if lost is not None:
            raise lost
        return outcome
