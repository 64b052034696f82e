"""What was written to somebody, in SQL."""

from sqlalchemy import delete, select, update

from services.notification.adapters.messages import DROPPED, FORGOTTEN, SENT, WAITING
from services.notification.adapters.tables import deliveries, messages, notifications, preferences, sent_items
from shared.db import Database, utc_now


class SqlTraces:
    """See `ports.Traces`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def forget(self, account_id: str) -> None:
        theirs = messages.c.account_id == account_id
        carried = select(deliveries.c.delivery_id).where(
            deliveries.c.message_id.in_(select(messages.c.id).where(theirs))
        )
        dropped = {"status": DROPPED, "content": None, "finished_at": utc_now()}
        with self.database.transaction() as connection:
            delivered = list(connection.execute(carried).scalars())
            connection.execute(delete(sent_items).where(sent_items.c.delivery_id.in_(delivered)))
            connection.execute(delete(deliveries).where(deliveries.c.delivery_id.in_(delivered)))
            connection.execute(update(messages).where(theirs, messages.c.status == WAITING).values(**dropped))
            connection.execute(update(messages).where(theirs, messages.c.status == SENT).values(status=FORGOTTEN))
            connection.execute(delete(notifications).where(notifications.c.account_id == account_id))
            connection.execute(delete(preferences).where(preferences.c.account_id == account_id))
