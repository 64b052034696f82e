"""What people look at afterwards: their notifications, the delivery log, what was sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select, update

from services.notification.adapters.tables import deliveries, notifications, sent_items
from services.notification.domain.addresses import masked
from services.notification.domain.channels import Channel
from services.notification.domain.errors import NotificationNotFound
from services.notification.domain.views import LoggedDelivery, Notification, SentItem
from services.notification.ports import LogSearch
from shared.crypto import keyring
from shared.db import Database

MOST_SENT_ITEMS = 100


class SqlNotifications:
    """See `ports.Notifications`. Ids sort by the time they were made, so the cursor is an id."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, account_id: str, *, unread: bool, cursor: str | None, limit: int) -> list[Notification]:
        mine: list[ColumnElement[bool]] = [notifications.c.account_id == account_id]
        if unread:
            mine.append(notifications.c.read_at.is_(None))
        if cursor:
            mine.append(notifications.c.id < cursor)
        query = select(notifications).where(*mine).order_by(notifications.c.id.desc()).limit(limit)
        with self.database.reading() as connection:
            return [_notification(row) for row in connection.execute(query)]

    def mark_read(self, account_id: str, notification_id: str, now: datetime) -> Notification:
        it = (notifications.c.id == notification_id) & (notifications.c.account_id == account_id)
        with self.database.transaction() as connection:
            connection.execute(update(notifications).where(it, notifications.c.read_at.is_(None)).values(read_at=now))
            row = connection.execute(select(notifications).where(it)).one_or_none()
        if row is None:
            raise NotificationNotFound
        return _notification(row)

    def mark_all_read(self, account_id: str, up_to: str | None, now: datetime) -> None:
        unread = (notifications.c.account_id == account_id) & notifications.c.read_at.is_(None)
        if up_to is not None:
            unread &= notifications.c.id <= up_to
        with self.database.transaction() as connection:
            connection.execute(update(notifications).where(unread).values(read_at=now))

    def count_unread(self, account_id: str) -> int:
        mine = (notifications.c.account_id == account_id, notifications.c.read_at.is_(None))
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).where(*mine)).scalar_one()


class SqlDeliveryLog:
    """See `ports.DeliveryLog`. Here too the cursor is an id."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, search: LogSearch, *, cursor: str | None, limit: int) -> list[LoggedDelivery]:
        wanted = _conditions(search)
        if cursor:
            wanted.append(deliveries.c.id < cursor)
        query = select(deliveries).where(*wanted).order_by(deliveries.c.id.desc()).limit(limit)
        with self.database.reading() as connection:
            return [_logged(row) for row in connection.execute(query)]


class SqlSentItems:
    """See `ports.SentItems`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, address: str) -> list[SentItem]:
        query = (
            select(sent_items)
            .where(sent_items.c.recipient_index == keyring().index(address))
            .order_by(sent_items.c.sent_at.desc(), sent_items.c.delivery_id.desc())
            .limit(MOST_SENT_ITEMS)
        )
        with self.database.reading() as connection:
            return [
                SentItem(Channel(row.channel), row.recipient, row.subject, row.text, row.sent_at, row.zone)
                for row in connection.execute(query)
            ]

    def prune(self, before: datetime) -> int:
        with self.database.transaction() as connection:
            return connection.execute(delete(sent_items).where(sent_items.c.sent_at < before)).rowcount


def _conditions(search: LogSearch) -> list[ColumnElement[bool]]:
    """Lines of the stores that have every value that is named."""
    in_scope = [] if search.stores is None else [deliveries.c.store_id.in_(sorted(search.stores))]
    named = {name: value for name, value in vars(search).items() if name != "stores" and value is not None}
    return [*in_scope, *(deliveries.c[name] == value for name, value in named.items())]


def _notification(row: Row[Any]) -> Notification:
    return Notification(
        row.id, row.template, row.subject, row.text, row.appointment_id, row.sent_at, row.read_at, row.zone
    )


def _logged(row: Row[Any]) -> LoggedDelivery:
    return LoggedDelivery(
        id=row.id,
        template=row.template,
        channel=row.channel,
        to=row.recipient if row.channel == Channel.IN_APP else masked(row.recipient),
        language=row.language,
        status=row.status,
        attempts=row.attempts,
        failure=row.failure,
        appointment_id=row.appointment_id,
        store_id=row.store_id,
        at=row.at,
        zone=row.zone,
    )
