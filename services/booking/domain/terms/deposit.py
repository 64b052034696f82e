"""The deposit a visit waits for, as it was judged when it was booked."""

from dataclasses import dataclass
from typing import Self

from services.booking.domain.terms.rules import Rules
from shared.money import percent_of


@dataclass(frozen=True)
class Deposit:
    """`percent` of the price, asked of a customer with so many `no_shows` within the rules' memory."""

    amount_fen: int
    percent: int
    no_shows: int = 0

    @classmethod
    def asked(cls, rules: Rules, price_fen: int, no_shows: int) -> Self | None:
        """None where the rules ask for nothing, or for nothing of so small a price."""
        percent = rules.deposit_percent_after(no_shows)
        amount = percent_of(price_fen, percent)
        return cls(amount, percent, no_shows) if amount > 0 else None

    def to_give_back(self, paid_fen: int, fee_fen: int) -> int:
        """What of the payment is the customer's once the visit has ended with that fee."""
        return max(0, paid_fen - fee_fen)
