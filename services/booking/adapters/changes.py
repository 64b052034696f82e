"""Changes in SQL. Leases use the database's clock."""

import json
from datetime import timedelta
from typing import Any

import eventlet
from sqlalchemy import ColumnElement, Row, Select, delete, select, update

from services.booking.adapters import extras
from services.booking.adapters.tables import changes
from services.booking.domain.life.change import APPLIED, FAILED, LEASE, OPEN, Answer, Change, Target
from services.booking.domain.terms.rules import Policy
from shared.call import IdempotencyKey
from shared.db import Database, later, utc_after, utc_now
from shared.idempotency import KEPT_FOR

LOOKS, SECONDS_BETWEEN_LOOKS = 40, 0.05
"""A change takes tenths of a second; who waits for it gives up after two."""
SAME = ("id", "appointment_id", "actor", "price_fen", "expected_revision", "reason", "override_reason", "state")


JUST_BEFORE = timedelta(milliseconds=1)
"""A lease given back is over, even on a clock that counts in milliseconds."""
FEW_HAVE = ("extension_minutes", "proposal_id", "proposed_by")


class SqlChanges:
    """The changes of booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of_key(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Change | None:
        return self._one(
            changes.c.appointment_id == appointment_id,
            changes.c.account_id == account_id,
            changes.c.path == key.path,
            changes.c.key == key.key,
            changes.c.expires_at > utc_now(),
        )

    def find(self, change_id: str) -> Change | None:
        return self._one(changes.c.id == change_id)

    def open_of(self, appointment_id: str) -> Change | None:
        return self._one(changes.c.appointment_id == appointment_id, changes.c.state == OPEN)

    def wait_until_settled(self, appointment_id: str) -> bool:
        for _ in range(LOOKS):
            change = self.open_of(appointment_id)
            if change is None:
                return True
            if not change.is_leased:
                return False
            eventlet.sleep(SECONDS_BETWEEN_LOOKS)
        return False

    def open(self, change: Change, account_id: str, key: IdempotencyKey | None) -> None:
        named = key and {"account_id": account_id, "path": key.path, "key": key.key, "body_hash": key.body_hash}
        with self.database.transaction() as connection:
            new = changes.insert().values(lease_until=utc_after(LEASE), expires_at=utc_after(KEPT_FOR))
            later(connection, new, {**_row(change), **(named or {})})

    def renew(self, change_id: str) -> None:
        self._set(change_id, lease_until=utc_after(LEASE))

    def release(self, change_id: str) -> None:
        self._set(change_id, lease_until=utc_after(-JUST_BEFORE))

    def settle(self, change_id: str, state: str, answer: Answer | None = None) -> None:
        kept = {} if answer is None else {"answer": json.dumps(answer, ensure_ascii=False)}
        self._set(change_id, state=state, **kept)

    def take_left_open(self) -> Change | None:
        left = select(changes.c.id).where(changes.c.state == OPEN, changes.c.lease_until < utc_now())
        with self.database.transaction() as connection:
            change_id = connection.execute(
                left.order_by(changes.c.lease_until).limit(1).with_for_update()
            ).scalar_one_or_none()
            if change_id is None:
                return None
            self.renew(change_id)
            return self.find(change_id)

    def forget_old_keys(self) -> int:
        """An applied change stays: it tells which policy judged it."""
        with self.database.transaction() as connection:
            is_old = changes.c.expires_at < utc_now()
            connection.execute(delete(changes).where(is_old, changes.c.state == FAILED))
            return connection.execute(
                update(changes)
                .where(is_old, changes.c.state == APPLIED, changes.c.key.is_not(None))
                .values(key=None, answer=None)
            ).rowcount

    def _one(self, *which: ColumnElement[bool]) -> Change | None:
        is_leased = (changes.c.lease_until > utc_now()).label("is_leased")
        wanted: Select[Any] = select(changes, is_leased).where(*which).order_by(changes.c.id.desc()).limit(1)
        with self.database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
            return None if row is None else _change(row)

    def _set(self, change_id: str, **values: object) -> None:
        with self.database.transaction() as connection:
            later(connection, update(changes).where(changes.c.id == change_id).values(**values))


def _change(row: Row[Any]) -> Change:
    more = extras.read(row.extras)
    addons = more.pop("addons", ())
    return Change(
        **{name: getattr(row, name) for name in SAME},
        target=Target(row.starts_at, row.technician_id, row.technician_requested, row.treatment_id, addons),
        policy=Policy(row.policy_version, row.free_cancel_hours, row.late_cancel_fee_percent),
        body_hash=row.body_hash,
        answer=row.answer and json.loads(row.answer),
        is_leased=bool(row.is_leased),
        **more,
    )


def _row(change: Change) -> dict[str, Any]:
    target = {**vars(change.target)}
    more = {"addons": target.pop("addons"), **{name: getattr(change, name) for name in FEW_HAVE}}
    return {
        **{name: getattr(change, name) for name in SAME},
        **target,
        "extras": extras.written(more),
        "policy_version": change.policy.version,
        "free_cancel_hours": change.policy.free_cancel_hours,
        "late_cancel_fee_percent": change.policy.late_cancel_fee_percent,
    }
