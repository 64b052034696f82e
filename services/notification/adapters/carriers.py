"""The ways out. Until a provider is signed up, SMS, e-mail and WeChat end in a table that shows what they would carry.

A provider's adapter takes the place of `SqlOutboxCarrier` for its channel, is not in the house, and passes the
delivery's id on as the provider's own idempotency key.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from services.notification.adapters.tables import notifications, sent_items
from services.notification.domain.channels import OPTIONAL, Channel
from services.notification.domain.events import NotificationCreated
from services.notification.domain.messages import Delivery
from services.notification.ports import Carrier
from shared.crypto import keyring
from shared.db import Database
from shared.events import Fact
from shared.ids import new_id
from shared.inserting import insert_missing, insert_missing_later

Announce = Callable[[Fact, datetime], object]


class SqlInAppCarrier:
    """Into the list of the reader's own pages, which those that are open are told of."""

    is_in_house = True

    def __init__(self, database: Database, announce: Announce) -> None:
        self.database = database
        self._announce = announce

    def carry(self, delivery: Delivery, now: datetime) -> None:
        message = delivery.message
        kept = {"id": new_id(), "account_id": delivery.address.to, "appointment_id": message.appointment_id}
        row = {**kept, "template": message.template, **_words(delivery, now)}
        with self.database.transaction() as connection:
            if message.attempts <= 1:
                insert_missing_later(connection, notifications, [row])
            elif not insert_missing(connection, notifications, [row]):
                return  # an earlier try has put it there, and announced it
            self._announce(
                NotificationCreated(
                    notification_id=row["id"],
                    account_id=row["account_id"],
                    kind=message.template,
                    appointment_id=message.appointment_id,
                ),
                now,
            )


class SqlOutboxCarrier:
    """Into the table of what would have left the house."""

    is_in_house = True

    def __init__(self, database: Database) -> None:
        self.database = database

    def carry(self, delivery: Delivery, now: datetime) -> None:
        row = {
            "channel": delivery.address.channel,
            "recipient": delivery.address.to,
            "recipient_index": keyring().index(delivery.address.to),
            **_words(delivery, now),
        }
        _insert_once(self.database, sent_items, row)


def carriers(database: Database, announce: Announce) -> Mapping[Channel, Carrier]:
    """`announce` tells the others of a fact, once the transaction has committed."""
    outbox = SqlOutboxCarrier(database)
    return {Channel.IN_APP: SqlInAppCarrier(database, announce), **dict.fromkeys(OPTIONAL, outbox)}


def _words(delivery: Delivery, now: datetime) -> dict[str, Any]:
    return {
        "delivery_id": delivery.id,
        "subject": delivery.text.subject,
        "text": delivery.text.body,
        "zone": delivery.message.zone,
        "sent_at": now,
    }


def _insert_once(database: Database, table: Table, row: dict[str, Any]) -> None:
    """The unique delivery id makes the second try of a delivery find the first one's row."""
    with database.transaction() as connection:
        insert_missing_later(connection, table, [row])
