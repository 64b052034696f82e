"""How long the bus's tables keep what they hold."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import inspect

from shared.db import Database
from shared.idempotency import IdempotencyKeys
from shared.inbox import RETENTION, Inbox
from shared.outbox import Outbox

# An embedded process sends again, when it starts, what was published within the retention: the inboxes must know it
# still when it arrives.
INBOX_KEPT_LONGER = timedelta(days=1)


def prune(database: Database) -> dict[str, int]:
    """Forget published events, taken events and kept answers whose time is over: how many rows of each table."""
    pruning: dict[str, Callable[[], int]] = {
        "outbox": lambda: Outbox(database, "").prune(RETENTION),
        "inbox": lambda: Inbox(database).prune(RETENTION + INBOX_KEPT_LONGER),
        "idempotency_keys": lambda: IdempotencyKeys(database).prune(),
    }
    present = set(inspect(database.engine).get_table_names())
    return {table: work() for table, work in pruning.items() if table in present}
