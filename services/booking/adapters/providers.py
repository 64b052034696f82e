"""Who carries money here: for now the sandbox alone, and that only where nobody takes it for real.

A provider of the real world is one more class beside it: an adapter of its interface, whose idempotency key is the
payment's id.
"""

from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from services.booking.adapters.tables import sandbox_payments
from services.booking.domain.errors import ProviderNotOffered
from services.booking.domain.payment.machine import FAILED, SETTLED
from services.booking.domain.payment.payment import Payment
from services.booking.ports import PaymentProvider
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.db import Database

SANDBOX = "sandbox"
OUTCOMES = {"settle": SETTLED, "fail": FAILED}


class Sandbox:
    """Settles or fails as the payment asks (`outcome`), and keeps books of its own, as a provider would.

    They lie in booking's database for want of another, but every entry is a transaction of its own.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def charge(self, payment: Payment) -> str:
        return self._booked(payment, OUTCOMES[payment.asked.get("outcome") or "settle"])

    def conclude(self, payment: Payment) -> str:
        return self._booked(payment, FAILED)

    def refund(self, payment: Payment) -> None:
        it = (sandbox_payments.c.payment_id == payment.id, sandbox_payments.c.outcome == SETTLED)
        with self.database.transaction() as connection:
            connection.execute(update(sandbox_payments).where(*it).values(refunded_fen=payment.refund_fen))

    def _booked(self, payment: Payment, outcome: str) -> str:
        """The outcome in the books; `outcome` unless there is one already."""
        entry = {"payment_id": payment.id, "outcome": outcome, "amount_fen": payment.amount_fen, "refunded_fen": 0}
        with suppress(IntegrityError), self.database.transaction() as connection:
            connection.execute(sandbox_payments.insert(), entry)
        known = select(sandbox_payments.c.outcome).where(sandbox_payments.c.payment_id == payment.id)
        with self.database.reading() as connection:
            return str(connection.execute(known).scalar_one())


class KnownProviders:
    """Providers by name."""

    def __init__(self, providers: Mapping[str, PaymentProvider]) -> None:
        self.providers = providers

    def of(self, name: str) -> PaymentProvider:
        if name not in self.providers:
            raise ProviderNotOffered(fields={"provider": ["Not offered here."]})
        return self.providers[name]


class PaymentProviders(Dependency):
    """Injects the providers of this installation."""

    def provide(self, resources: Resources, call: Call) -> KnownProviders:  # noqa: ARG002 - the same for every call
        if resources.settings["profile"] == "production":
            return KnownProviders({})
        return KnownProviders({SANDBOX: Sandbox(resources.database)})
