"""What customers are owed beside what was carried to them."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from deploy.ledger.findings import Finding, Grace
from deploy.stores import metadata_of
from shared.db import Database

WAITING, SENT, FAILED = "waiting", "sent", "failed"


def check_messages(notification: Database, business_now: datetime, grace: Grace) -> Iterator[Finding]:
    """Every message that is due is sent, and each of its deliveries was carried once."""
    tables = metadata_of("notification").tables
    message, delivery = tables["messages"].c, tables["deliveries"].c
    columns = (message.id, message.template, message.status, message.attempts, message.due_at)
    with notification.reading() as connection:
        messages = connection.execute(select(*columns)).all()
        delivered = connection.execute(select(delivery.message_id, delivery.delivery_id, delivery.status)).all()
        carried = Counter(
            row.delivery_id
            for name in ("notifications", "sent_items")
            for row in connection.execute(select(tables[name].c.delivery_id))
        )
    overdue = business_now - (grace.settled or timedelta(0))
    ways = Counter(row.message_id for row in delivered if row.status == SENT)
    for message_row in messages:
        yield from _of_message(message_row, ways[message_row.id], overdue)
    for row in delivered:
        if row.status == SENT and carried[row.delivery_id] != 1:
            yield Finding("message_not_carried_once", row.message_id, f"carried {carried[row.delivery_id]} times")


def _of_message(row: Any, ways: int, overdue: datetime) -> Iterator[Finding]:
    if row.status == SENT and not ways:
        yield Finding("message_not_carried_once", row.id, f"{row.template} counts as sent, and no delivery says so")
    if row.status == FAILED:
        yield Finding("message_given_up", row.id, f"{row.template} after {row.attempts} tries")
    if row.status == WAITING and row.due_at <= overdue:
        yield Finding("message_overdue", row.id, f"{row.template} has waited since {row.due_at.isoformat()}")
