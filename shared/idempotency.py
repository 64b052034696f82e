"""Idempotency keys: the same key gives the same answer, and the effect happens once.

The key's row is written in the transaction of the effect, in the service that owns the effect. Only answers are kept,
never refusals: a refused request may be tried again with the same key and the same body. Answers tell of people, so
they are sealed.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Index, MetaData, Table, delete, select, update
from sqlalchemy.exc import IntegrityError

from shared.call import Call, IdempotencyKey
from shared.db import TABLE_OPTIONS, Ascii, Database, UtcDateTime, later, utc_after, utc_now
from shared.encrypted import Encrypted
from shared.errors import Conflict, Invalid

KEPT_FOR = timedelta(hours=24)

Answer = dict[str, Any]


class KeyReused(Invalid):
    """The idempotency key was used before with another body."""

    code = "idempotency_key_reused"


class KeyInProgress(Conflict):
    """The first request with this idempotency key is still running."""

    code = "idempotency_key_in_progress"


class KeyMissing(Invalid):
    """This action needs an Idempotency-Key."""

    code = "idempotency_key_missing"


class _KeyTakenError(Exception):
    """Somebody else has this key; the transaction has nothing to do."""


class Keys(Protocol):
    """What `idempotent` entrypoints need: the real table, or the fake in `shared.testing`."""

    def run(self, call: Call, work: Callable[[], Answer]) -> Answer: ...

    def find(self, call: Call, key: IdempotencyKey) -> Answer | None: ...


def idempotency_keys_table(metadata: MetaData) -> Table:
    return Table(
        "idempotency_keys",
        metadata,
        Column("account_id", Ascii(60), primary_key=True),
        Column("path", Ascii(160), primary_key=True),
        Column("key", Ascii(120), primary_key=True),
        Column("body_hash", Ascii(64), nullable=False),
        Column("answer", Encrypted("idempotency_keys.answer", long=True)),
        Column("expires_at", UtcDateTime, nullable=False),
        Index("ix_idempotency_keys_expires_at", "expires_at"),
        **TABLE_OPTIONS,
    )


_keys = idempotency_keys_table(MetaData())


class IdempotencyKeys:
    """The keys of one service's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def run(self, call: Call, work: Callable[[], Answer]) -> Answer:
        """`work`'s answer, or the first answer given under the call's key; without a key simply `work`.

        Work and key are one transaction, so `work` must call no other service. The key is taken before the work
        begins: a second request at the same moment waits for the first one's end, and then finds its answer (or does
        the work itself, if the first was refused).
        """
        key = call.idempotency
        if key is None:
            return work()
        known = self.find(call, key)
        if known is not None:
            return known
        try:
            return self.database.transact(lambda _: self._first(call, key, work))
        except _KeyTakenError:
            known = self.find(call, key)
            if known is None:
                raise KeyInProgress from None
            return known

    def find(self, call: Call, key: IdempotencyKey) -> Answer | None:
        """The answer kept under this key, if any; raises KeyReused when it was given for another body."""
        with self.database.reading() as connection:
            kept = select(_keys).where(*_is(call, key), _keys.c.expires_at >= utc_now())
            row = connection.execute(kept).one_or_none()
            if row is None or row.answer is None:
                return None
        if row.body_hash != key.body_hash:
            raise KeyReused
        return dict(json.loads(row.answer))

    def prune(self) -> int:
        with self.database.transaction() as connection:
            return connection.execute(delete(_keys).where(_keys.c.expires_at < utc_now())).rowcount

    def _first(self, call: Call, key: IdempotencyKey, work: Callable[[], Answer]) -> Answer:
        with self.database.transaction() as connection:
            self._take(connection, call, key)
            answer = work()
            kept = json.dumps(answer, ensure_ascii=False)
            later(connection, update(_keys).where(*_is(call, key)).values(answer=kept))
        return answer

    def _take(self, connection: Connection, call: Call, key: IdempotencyKey) -> None:
        later(connection, delete(_keys).where(*_is(call, key), _keys.c.expires_at < utc_now()))
        row = {"path": key.path, "key": key.key, "body_hash": key.body_hash, "expires_at": utc_after(KEPT_FOR)}
        try:
            connection.execute(_keys.insert().values(account_id=str(call.actor), **row))
        except IntegrityError as error:
            raise _KeyTakenError from error


def _is(call: Call, key: IdempotencyKey) -> tuple[Any, ...]:
    return _keys.c.account_id == str(call.actor), _keys.c.path == key.path, _keys.c.key == key.key
