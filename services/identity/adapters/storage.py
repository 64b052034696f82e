"""Identity's data as one thing: the tables, the outbox, the audit trail, and the transaction they share."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import delete, select

from services.identity.adapters.accounts import SqlAccounts
from services.identity.adapters.sign_ins import SqlCodes, SqlRegistrations, SqlSessions
from services.identity.adapters.tables import (
    audit_trail,
    one_time_codes,
    refresh_tokens,
    registrations,
    sessions,
    throttle,
)
from services.identity.adapters.throttle import SqlThrottle
from services.identity.ports import AuditEntry
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.db import Database, utc_after
from shared.events import Fact
from shared.ids import new_id
from shared.outbox import Outbox

T = TypeVar("T")

# What has run out is kept a day longer, so that a late try is told the truth: used, not unknown.
KEPT_AFTER_THE_END = timedelta(days=1)


class SqlStorage:
    """Everything identity keeps, on behalf of one call."""

    def __init__(self, database: Database, outbox: Outbox, call: Call) -> None:
        self.database = database
        self.outbox = outbox
        self.call = call
        self.accounts = SqlAccounts(database)
        self.codes = SqlCodes(database)
        self.sessions = SqlSessions(database)
        self.registrations = SqlRegistrations(database)
        self.throttle = SqlThrottle(database)

    def transact(self, work: Callable[[], T]) -> T:
        return self.database.transact(lambda _: work())

    def announce(self, fact: Fact, now: datetime) -> None:
        self.outbox.add([fact], call=self.call, now=now)

    def note(self, entry: AuditEntry) -> None:
        row = {**vars(entry), "id": new_id(), "detail": json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)}
        with self.database.transaction() as connection:
            connection.execute(audit_trail.insert(), row)

    def prune(self, now: datetime) -> int:
        """Sessions go once none of their tokens is left; accounts and the audit trail stay."""
        before = now - KEPT_AFTER_THE_END
        with_a_token = select(refresh_tokens.c.session_id)
        over = [
            delete(one_time_codes).where(one_time_codes.c.expires_at < before),
            delete(refresh_tokens).where(refresh_tokens.c.expires_at < before),
            delete(sessions).where(sessions.c.opened_at < before, sessions.c.id.not_in(with_a_token)),
            delete(registrations).where(registrations.c.expires_at < before),
            delete(throttle).where(throttle.c.used_until < utc_after(-KEPT_AFTER_THE_END)),
        ]
        with self.database.transaction() as connection:
            return sum(connection.execute(statement).rowcount for statement in over)


class IdentityStorage(Dependency):
    """Injects the storage for the call at hand."""

    def provide(self, resources: Resources, call: Call) -> SqlStorage:
        return SqlStorage(resources.database, resources.outbox, call)
