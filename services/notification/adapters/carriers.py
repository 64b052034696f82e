"""The ways out. Until a provider is signed up, SMS, e-mail and WeChat end in a table that shows what they would carry.

A provider's adapter takes the place of `SqlOutboxCarrier` for its channel, is not in the house, and passes the
delivery's id on as the provider's own idempotency key.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from services.notification.adapters.tables import notifications, sent_items
from services.notification.domain.channels import OPTIONAL, Channel
from services.notification.domain.messages import Delivery
from services.notification.ports import Carrier
from shared.crypto import keyring
from shared.db import Database
from shared.ids import new_id
from shared.inserting import insert_missing_later


class SqlInAppCarrier:
    """Into the list of the reader's own pages."""

    is_in_house = True

    def __init__(self, database: Database) -> None:
        self.database = database

    def carry(self, delivery: Delivery, now: datetime) -> None:
        row = {
            "id": new_id(),
            "account_id": delivery.address.to,
            "template": delivery.message.template,
            "appointment_id": delivery.message.appointment_id,
            **_words(delivery, now),
        }
        _insert_once(self.database, notifications, row)


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


def carriers(database: Database) -> Mapping[Channel, Carrier]:
    outbox = SqlOutboxCarrier(database)
    return {Channel.IN_APP: SqlInAppCarrier(database), **dict.fromkeys(OPTIONAL, outbox)}


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
