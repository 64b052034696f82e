"""A payment: an amount, who carries it, and what has become of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from services.booking.domain.payment import machine
from services.booking.domain.payment.machine import CREATED, FAILED, SETTLED
from shared.idempotency import KeyReused

DEPOSIT = "deposit"

Answer = dict[str, Any]


@dataclass(frozen=True)
class Payment:
    """Its id is the provider's idempotency key: asked twice, the provider takes or returns the money once.

    `asked` is what the request says to this provider alone. `refund_fen` is what is, or will be, given back of
    `amount_fen`. `is_leased`: a process works on it. `answer` is what was answered under its idempotency key.
    """

    id: str
    appointment_id: str
    customer_id: str
    store_id: str
    provider: str
    amount_fen: int
    kind: str = DEPOSIT
    asked: Mapping[str, Any] = field(default_factory=dict)
    state: str = CREATED
    revision: int = 1
    refund_fen: int = 0
    body_hash: str | None = None
    answer: Answer | None = None
    is_leased: bool = True

    @property
    def paid_fen(self) -> int:
        """What came in, given back or not."""
        return self.amount_fen if self.state in machine.RECEIVED else 0

    @property
    def refunded_fen(self) -> int:
        """What the provider has given back."""
        return self.refund_fen if self.state == machine.REFUNDED else 0

    def step(self, action: str, **changes: Any) -> Self:
        """The payment after the action, one revision on; raises IllegalTransition."""
        return replace(self, state=machine.after(self.state, action), revision=self.revision + 1, **changes)

    def concluded(self, outcome: str) -> Self:
        """The payment once the provider's word (`settled` or `failed`) is known."""
        return self.step({SETTLED: "settle", FAILED: "fail"}[outcome])

    def check_body(self, body_hash: str) -> None:
        """A key belongs to one body, whatever became of it."""
        if self.body_hash != body_hash:
            raise KeyReused
