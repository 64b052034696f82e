"""A fee judged once more, from the rule rows the appointment names and the history, as if it had never been judged.

For a dispute: what was agreed, which rows said so, when it ended and by whom, and the arithmetic. It agrees, or what is
kept was changed afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.booking.domain.catalogue import Store, Treatment
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import FOR_THE_STORE, POLICY, PRICE, Entry
from services.booking.domain.life.transitions import PENDING
from services.booking.domain.payment.payment import Payment
from services.booking.domain.terms.deposit import Deposit
from services.booking.domain.terms.rules import Policy, Rules
from shared.effective import Dated

CUSTOMER, SHOP, SYSTEM = "customer", "store", "system"
CANCELLED, NO_SHOW = ("cancel", "cancel-late"), "no-show"


@dataclass(frozen=True)
class Terms:
    """What rule rows say: `missing` are those the version names and nobody has any more."""

    version: str
    rows: tuple[Dated, ...]

    @property
    def rules(self) -> Rules:
        return Rules.of({name: value for row in self.rows for name, value in row.values.items()}, self.version)

    @property
    def missing(self) -> tuple[str, ...]:
        known = {row.id for row in self.rows}
        return tuple(one for one in self.version.split("+") if one and one not in known)


@dataclass(frozen=True)
class Ending:
    """How a visit ended that did not take place. `status_before` is what it was until then."""

    action: str
    at: datetime
    by: str
    status_before: str


@dataclass(frozen=True)
class Replay:
    """`agreed` are the terms of the end, `booked` those of the booking, which alone judge the deposit."""

    appointment: Appointment
    agreed: Terms
    booked: Terms
    booked_at: datetime
    booked_price_fen: int
    ending: Ending | None
    payment: Payment | None

    @property
    def policy(self) -> Policy:
        return self.agreed.rules.policy

    @property
    def free_until(self) -> datetime:
        return self.policy.free_until(self.appointment.starts_at)

    @property
    def late_by(self) -> timedelta | None:
        """How long after the last free moment it was called off; None where that makes no difference."""
        ending = self.ending
        if ending is None or ending.action not in CANCELLED or ending.by != CUSTOMER or ending.status_before in PENDING:
            return None
        return ending.at - self.free_until if ending.at > self.free_until else None

    @property
    def deposit(self) -> Deposit | None:
        kept = self.appointment.deposit
        return Deposit.asked(self.booked.rules, self.booked_price_fen, kept.no_shows if kept else 0)

    @property
    def fee_fen(self) -> int:
        if self.late_by is not None:
            return self.policy.late_fee(self.appointment.price_fen)
        is_missed = self.ending is not None and self.ending.action == NO_SHOW
        return self.deposit.amount_fen if is_missed and self.deposit else 0

    @property
    def paid_fen(self) -> int:
        return self.payment.paid_fen if self.payment else 0

    @property
    def refund_fen(self) -> int:
        """What of the payment is the customer's."""
        return max(0, self.paid_fen - self.fee_fen) if self.ending else 0

    @property
    def disagreements(self) -> tuple[str, ...]:
        """What is kept and comes out otherwise now."""
        kept = self.appointment
        return tuple(
            name
            for name, is_same in {
                "rules": not self.agreed.missing and not self.booked.missing,
                "policy": self.policy == kept.policy,
                "deposit": self.deposit == kept.deposit,
                "fee": self.fee_fen == kept.fee_fen,
                "refund": self.refund_fen == (self.payment.refund_fen if self.payment else 0),
            }.items()
            if not is_same
        )


@dataclass(frozen=True)
class Dispute:
    """The replay, with the store and the treatment it is about."""

    replay: Replay
    store: Store
    treatment: Treatment


def replayed(
    appointment: Appointment, history: Sequence[Entry], rows: Mapping[str, Dated], payment: Payment | None
) -> Replay:
    """`rows` are all rule rows by id."""
    at_booking = _as_booked(appointment, history)
    return Replay(
        appointment,
        _terms(appointment.policy.version, rows),
        _terms(at_booking.policy.version, rows),
        history[0].at,
        at_booking.price_fen,
        _ending(appointment, history),
        payment,
    )


def _terms(version: str, rows: Mapping[str, Dated]) -> Terms:
    return Terms(version, tuple(rows[one] for one in version.split("+") if one in rows))


def _as_booked(appointment: Appointment, history: Sequence[Entry]) -> Appointment:
    """Price and policy as they were when it was booked: every change taken back."""
    for entry in reversed(history):
        before: dict[str, Any] = {name: pair[0] for name, pair in entry.changes.items()}
        appointment = replace(
            appointment,
            price_fen=before.get(PRICE, appointment.price_fen),
            policy=Policy(**before[POLICY]) if POLICY in before else appointment.policy,
        )
    return appointment


def _ending(appointment: Appointment, history: Sequence[Entry]) -> Ending | None:
    if not appointment.has_ended:
        return None
    *earlier, last = history
    by = SHOP if FOR_THE_STORE in last.changes else _part_of(last.actor, appointment)
    return Ending(last.action, last.at, by, earlier[-1].status)


def _part_of(actor: str, appointment: Appointment) -> str:
    if actor.startswith("system:"):
        return SYSTEM
    return CUSTOMER if actor == appointment.customer_id else SHOP
