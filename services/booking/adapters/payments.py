"""Payments in SQL, with their events. Leases use the database's clock."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from services.booking.adapters.tables import payments
from services.booking.domain.life.change import LEASE
from services.booking.domain.payment.events import PaymentFact
from services.booking.domain.payment.machine import RECEIVED, UNDER_WAY
from services.booking.domain.payment.payment import Answer, Payment
from shared.call import Call, IdempotencyKey
from shared.db import Database, utc_now
from shared.idempotency import KEPT_FOR
from shared.outbox import Outbox

SAME = (
    *("id", "appointment_id", "customer_id", "store_id", "kind", "provider"),
    *("state", "revision", "amount_fen", "refund_fen"),
)


class SqlPayments:
    """The payments of booking's database; the events they tell belong to `call`."""

    def __init__(self, database: Database, outbox: Outbox, call: Call) -> None:
        self.database = database
        self.outbox = outbox
        self.call = call

    def of_key(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Payment | None:
        found = self._where(
            payments.c.appointment_id == appointment_id,
            payments.c.account_id == account_id,
            payments.c.path == key.path,
            payments.c.key == key.key,
            payments.c.expires_at > utc_now(),
        )
        return found[-1] if found else None

    def get(self, payment_id: str) -> Payment:
        (found,) = self._where(payments.c.id == payment_id)
        return found

    def standing(self, appointment_ids: Collection[str]) -> Mapping[str, Payment]:
        if not appointment_ids:
            return {}
        found = self._where(payments.c.appointment_id.in_(sorted(appointment_ids)))
        found.sort(key=lambda payment: (payment.state in RECEIVED, payment.id))
        return {payment.appointment_id: payment for payment in found}

    def open(self, payment: Payment, account_id: str, key: IdempotencyKey) -> None:
        now = self.database.now()
        named = {"account_id": account_id, "path": key.path, "key": key.key, "body_hash": key.body_hash}
        times = {"lease_until": now + LEASE, "expires_at": now + KEPT_FOR}
        with self.database.transaction() as connection:
            connection.execute(payments.insert(), {**_row(payment), **named, **times})

    def save(self, payment: Payment, facts: Sequence[PaymentFact], now: datetime) -> None:
        with self.database.transaction():
            self._set(payment.id, **_row(payment), lease_until=utc_now())
            self.outbox.add(facts, call=self.call, now=now)

    def keep_answer(self, payment_id: str, answer: Answer) -> None:
        self._set(payment_id, answer=json.dumps(answer, ensure_ascii=False))

    def renew(self, payment_id: str) -> None:
        self._set(payment_id, lease_until=self.database.now() + LEASE)

    def release(self, payment_id: str) -> None:
        self._set(payment_id, lease_until=utc_now())

    def take_under_way(self) -> Payment | None:
        waiting = select(payments.c.id).where(payments.c.state.in_(UNDER_WAY), payments.c.lease_until < utc_now())
        with self.database.transaction() as connection:
            first = waiting.order_by(payments.c.lease_until).limit(1).with_for_update()
            payment_id = connection.execute(first).scalar_one_or_none()
            if payment_id is None:
                return None
            self.renew(payment_id)
            return self.get(payment_id)

    def forget_old_keys(self) -> int:
        with self.database.transaction() as connection:
            is_old = (payments.c.expires_at < utc_now(), payments.c.key.is_not(None))
            return connection.execute(update(payments).where(*is_old).values(key=None, answer=None)).rowcount

    def _where(self, *which: ColumnElement[bool]) -> list[Payment]:
        is_leased = (payments.c.lease_until > utc_now()).label("is_leased")
        with self.database.reading() as connection:
            rows = connection.execute(select(payments, is_leased).where(*which).order_by(payments.c.id))
            return [_payment(row) for row in rows]

    def _set(self, payment_id: str, **values: object) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(payments).where(payments.c.id == payment_id).values(**values))


def _payment(row: Row[Any]) -> Payment:
    return Payment(
        **{name: getattr(row, name) for name in SAME},
        asked=json.loads(row.asked),
        body_hash=row.body_hash,
        answer=row.answer and json.loads(row.answer),
        is_leased=bool(row.is_leased),
    )


def _row(payment: Payment) -> dict[str, Any]:
    return {**{name: getattr(payment, name) for name in SAME}, "asked": json.dumps(payment.asked)}
