"""The messages we owe, in SQL. Leases use the database's clock, due moments the business's."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from services.notification.adapters.tables import deliveries, messages, reminder_plans
from services.notification.domain.addresses import Address
from services.notification.domain.appointments import REMINDERS
from services.notification.domain.channels import Channel
from services.notification.domain.messages import Message, Outcome, Result
from shared.db import Database
from shared.ids import new_id

WAITING, SENT, FAILED, DROPPED, EXPIRED = "waiting", "sent", "failed", "dropped", "expired"
LEASE = timedelta(seconds=30)
BATCH = 50


class SqlMessages:
    """See `ports.Messages`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, message: Message) -> None:
        with self.database.transaction() as connection:
            if connection.execute(select(messages.c.id).where(messages.c.id == message.id)).one_or_none() is None:
                connection.execute(messages.insert().values(_row(message)))

    def plan_reminders(self, appointment_id: str, revision: int, reminders: Sequence[Message]) -> None:
        with self.database.transaction() as connection:
            if not self._is_newest(connection, appointment_id, revision):
                return
            connection.execute(
                update(messages)
                .where(
                    messages.c.appointment_id == appointment_id,
                    messages.c.status == WAITING,
                    messages.c.template.in_(REMINDERS),
                )
                .values(**_finished(DROPPED, self.database.now()))
            )
            for reminder in reminders:
                self.add(reminder)

    def lease(self, now: datetime, only: Sequence[str] | None = None) -> list[Message]:
        # A look first: most of the time nothing is due, and looking takes no lock.
        found = self._look(now, only)
        return self.database.transact(lambda connection: self._take(connection, found, now)) if found else []

    def settle(self, result: Result, now: datetime) -> None:
        self.database.transact(lambda connection: self._settle(connection, result, now))

    def expire(self, message: Message) -> None:
        with self.database.transaction() as connection:
            self._finish(connection, message, EXPIRED)

    def when_committed(self, then: Callable[[], None]) -> None:
        self.database.after_commit(then)

    def prune(self, before: datetime) -> int:
        with self.database.transaction() as connection:
            old = delete(messages).where(messages.c.finished_at < before)
            return sum(
                connection.execute(statement).rowcount
                for statement in (old, delete(deliveries).where(deliveries.c.at < before))
            )

    def _look(self, now: datetime, only: Sequence[str] | None) -> Sequence[str]:
        with self.database.reading() as connection:
            due = self._due(now, self.database.now())
            wanted = due if only is None else due & messages.c.id.in_(only)
            oldest = select(messages.c.id).where(wanted).order_by(messages.c.due_at).limit(BATCH)
            return connection.execute(oldest).scalars().all()

    @staticmethod
    def _due(now: datetime, lease_now: datetime) -> ColumnElement[bool]:
        is_free = or_(messages.c.lease_until.is_(None), messages.c.lease_until < lease_now)
        return (messages.c.status == WAITING) & (messages.c.due_at <= now) & is_free

    def _take(self, connection: Connection, found: Sequence[str], now: datetime) -> list[Message]:
        """Lease those that are still free: between the look and now another replica may have taken some."""
        token, lease_now = new_id(), self.database.now()
        connection.execute(
            update(messages)
            .where(messages.c.id.in_(found), self._due(now, lease_now))
            .values(lease=token, lease_until=lease_now + LEASE, attempts=messages.c.attempts + 1)
        )
        taken = connection.execute(select(messages).where(messages.c.lease == token).order_by(messages.c.due_at))
        return [_message(row) for row in taken]

    def _settle(self, connection: Connection, result: Result, now: datetime) -> None:
        for outcome in result.outcomes:
            _log(connection, outcome, now)
        if result.retry_at is None:
            self._finish(connection, result.message, SENT if result.is_sent else FAILED)
        else:
            connection.execute(
                update(messages)
                .where(messages.c.id == result.message.id)
                .values(due_at=result.retry_at, lease=None, lease_until=None)
            )

    def _finish(self, connection: Connection, message: Message, status: str) -> None:
        values = _finished(status, self.database.now())
        connection.execute(update(messages).where(messages.c.id == message.id).values(**values))

    def _is_newest(self, connection: Connection, appointment_id: str, revision: int) -> bool:
        """Take the plan's row for this revision; False when a revision as new or newer stands there."""
        plan = reminder_plans.c.appointment_id == appointment_id
        known = connection.execute(select(reminder_plans.c.revision).where(plan).with_for_update()).scalar_one_or_none()
        if known is None:
            try:
                connection.execute(reminder_plans.insert().values(appointment_id=appointment_id, revision=revision))
            except IntegrityError:  # another replica was first; its row is there now
                return self._is_newest(connection, appointment_id, revision)
            return True
        if known >= revision:
            return False
        connection.execute(update(reminder_plans).where(plan).values(revision=revision))
        return True


def _finished(status: str, at: datetime) -> dict[str, Any]:
    """The words of a finished message live on only where they were delivered to."""
    return {"status": status, "content": None, "lease": None, "lease_until": None, "finished_at": at}


def _log(connection: Connection, outcome: Outcome, now: datetime) -> None:
    delivery, message = outcome.delivery, outcome.delivery.message
    status = FAILED if outcome.failure else SENT
    values = {"status": status, "attempts": message.attempts, "failure": outcome.failure and outcome.failure[:200]}
    tried = update(deliveries).where(deliveries.c.delivery_id == delivery.id)
    if connection.execute(tried.where(deliveries.c.status != SENT).values(**values, at=now)).rowcount:
        return
    if connection.execute(select(deliveries.c.id).where(deliveries.c.delivery_id == delivery.id)).one_or_none():
        return
    connection.execute(
        deliveries.insert().values(
            id=new_id(),
            delivery_id=delivery.id,
            message_id=message.id,
            template=message.template,
            channel=delivery.address.channel,
            recipient=delivery.address.to,
            language=delivery.language,
            appointment_id=message.appointment_id,
            store_id=message.store_id,
            zone=message.zone,
            at=now,
            **values,
        )
    )


def _row(message: Message) -> dict[str, Any]:
    to = [[address.channel, address.to] for address in message.to]
    content = {"facts": dict(message.facts), "to": to, "language": message.language}
    return {
        "id": message.id,
        "template": message.template,
        "status": WAITING,
        "due_at": message.due_at,
        "expires_at": message.expires_at,
        "account_id": message.account_id,
        "appointment_id": message.appointment_id,
        "store_id": message.store_id,
        "zone": message.zone,
        "content": json.dumps(content, ensure_ascii=False),
        "attempts": 0,
    }


def _message(row: Row[Any]) -> Message:
    content = json.loads(row.content)
    return Message(
        id=row.id,
        template=row.template,
        facts=content["facts"],
        due_at=row.due_at,
        account_id=row.account_id,
        to=tuple(Address(Channel(channel), to) for channel, to in content["to"]),
        language=content["language"],
        expires_at=row.expires_at,
        appointment_id=row.appointment_id,
        store_id=row.store_id,
        zone=row.zone,
        attempts=row.attempts,
    )
