"""The messages we owe, in SQL. Leases use the database's clock, due moments the business's."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, or_, select, update

from services.notification.adapters.tables import deliveries, messages, reminder_plans
from services.notification.domain.addresses import Address
from services.notification.domain.appointments import REMINDERS
from services.notification.domain.channels import Channel
from services.notification.domain.messages import Message, Outcome, Result
from shared.db import Database, later, utc_after, utc_now
from shared.ids import new_id
from shared.inserting import insert_ignoring, insert_missing, insert_missing_later

WAITING, SENT, FAILED, DROPPED, EXPIRED = "waiting", "sent", "failed", "dropped", "expired"
# It was sent, and where to is erased with the person it was for.
FORGOTTEN = "forgotten"
LEASE = timedelta(seconds=30)
BATCH = 50


class SqlMessages:
    """See `ports.Messages`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, message: Message) -> None:
        with self.database.transaction() as connection:
            insert_missing_later(connection, messages, [_row(message)])

    def add_leased(self, message: Message) -> Message:
        with self.database.transaction() as connection:
            owed = insert_ignoring(connection, messages).values(lease=new_id(), lease_until=utc_after(LEASE))
            later(connection, owed, {**_row(message), "attempts": 1})
        return replace(message, attempts=1)

    def plan_reminders(self, appointment_id: str, revision: int, reminders: Sequence[Message]) -> None:
        with self.database.transaction() as connection:
            if self._is_newest(connection, appointment_id, revision):
                insert_missing_later(connection, messages, [_row(reminder) for reminder in reminders])

    def lease(self, now: datetime) -> list[Message]:
        # A look first: most of the time nothing is due, and looking takes no lock.
        found = self._look(now)
        return self.database.transact(lambda connection: self._take(connection, found, now)) if found else []

    def together(self, work: Callable[[], None]) -> None:
        self.database.transact(lambda _: work())

    def settle(self, result: Result, now: datetime) -> None:
        with self.database.transaction() as connection:
            _log(connection, result.outcomes, now)
            if result.retry_at is None:
                _finish(connection, result.message, _end_of(result))
            else:
                mine = update(messages).where(messages.c.id == result.message.id)
                later(connection, mine.values(due_at=result.retry_at, lease=None, lease_until=None))

    def expire(self, message: Message) -> None:
        with self.database.transaction() as connection:
            _finish(connection, message, EXPIRED)

    def when_committed(self, then: Callable[[], None]) -> None:
        self.database.after_commit(then)

    def prune(self, before: datetime) -> int:
        with self.database.transaction() as connection:
            old = delete(messages).where(messages.c.finished_at < before)
            return sum(
                connection.execute(statement).rowcount
                for statement in (old, delete(deliveries).where(deliveries.c.at < before))
            )

    def _look(self, now: datetime) -> Sequence[str]:
        with self.database.reading() as connection:
            oldest = select(messages.c.id).where(_is_due(now)).order_by(messages.c.due_at).limit(BATCH)
            return connection.execute(oldest).scalars().all()

    def _take(self, connection: Connection, found: Sequence[str], now: datetime) -> list[Message]:
        """Lease those that are still free: between the look and now another replica may have taken some."""
        token = new_id()
        free = update(messages).where(messages.c.id.in_(found), _is_due(now))
        attempts = messages.c.attempts + 1
        later(connection, free.values(lease=token, lease_until=utc_after(LEASE), attempts=attempts))
        taken = connection.execute(select(messages).where(messages.c.lease == token).order_by(messages.c.due_at))
        return [_message(row) for row in taken]

    def _is_newest(self, connection: Connection, appointment_id: str, revision: int) -> bool:
        """Take the plan's row for this revision, and drop the reminders of an older one.

        False when a revision as new or newer stands there.
        """
        row = {"appointment_id": appointment_id, "revision": revision}
        if insert_missing(connection, reminder_plans, [row]):
            return True
        older = reminder_plans.c.appointment_id == appointment_id, reminder_plans.c.revision < revision
        if not connection.execute(update(reminder_plans).where(*older).values(revision=revision)).rowcount:
            return False
        waiting = messages.c.appointment_id == appointment_id, messages.c.status == WAITING
        reminders = update(messages).where(*waiting, messages.c.template.in_(REMINDERS))
        later(connection, reminders.values(**_finished(DROPPED)))
        return True


def _is_due(now: datetime) -> ColumnElement[bool]:
    is_free = or_(messages.c.lease_until.is_(None), messages.c.lease_until < utc_now())
    return (messages.c.status == WAITING) & (messages.c.due_at <= now) & is_free


def _end_of(result: Result) -> str:
    """Of a message without another try; one whose reader wants none of its kind went nowhere, and was not sent."""
    if not result.is_sent:
        return FAILED
    return SENT if result.outcomes else DROPPED


def _finish(connection: Connection, message: Message, status: str) -> None:
    later(connection, update(messages).where(messages.c.id == message.id).values(**_finished(status)))


def _finished(status: str) -> dict[str, Any]:
    """The words of a finished message live on only where they were delivered to."""
    return {"status": status, "content": None, "lease": None, "lease_until": None, "finished_at": utc_now()}


def _log(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    """A line for each delivery, which the first try writes and later ones change, until it was sent."""
    for outcome in outcomes:
        if outcome.delivery.message.attempts > 1:
            mine = update(deliveries).where(deliveries.c.delivery_id == outcome.delivery.id)
            later(connection, mine.where(deliveries.c.status != SENT).values(**_tried(outcome), at=now))
    insert_missing_later(connection, deliveries, [_line(outcome, now) for outcome in outcomes])


def _tried(outcome: Outcome) -> dict[str, Any]:
    return {
        "status": FAILED if outcome.failure else SENT,
        "attempts": outcome.delivery.message.attempts,
        "failure": outcome.failure and outcome.failure[:200],
    }


def _line(outcome: Outcome, now: datetime) -> dict[str, Any]:
    delivery, message = outcome.delivery, outcome.delivery.message
    return {
        "id": new_id(),
        "delivery_id": delivery.id,
        "message_id": message.id,
        "template": message.template,
        "channel": delivery.address.channel,
        "recipient": delivery.address.to,
        "language": delivery.language,
        "appointment_id": message.appointment_id,
        "store_id": message.store_id,
        "zone": message.zone,
        "at": now,
        **_tried(outcome),
    }


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
