"""Builders: a sound example of a thing, with what a test cares about changed."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared.actor import CUSTOMER, PLATFORM_ADMIN, RECEPTIONIST, STORE_MANAGER, TECHNICIAN, Actor
from shared.call import Call, IdempotencyKey
from shared.events import Event
from shared.ids import new_id

# A Wednesday morning in Shanghai, 10:00.
NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parent.parent / "contracts" / "samples"


def a_customer(account_id: str = "cus-1", **changes: Any) -> Actor:
    return Actor(account_id=account_id, **{"name": "林晓月", "roles": frozenset({CUSTOMER}), **changes})


def a_technician(technician_id: str = "tec-1", **changes: Any) -> Actor:
    defaults = {"name": "王建国", "roles": frozenset({TECHNICIAN}), "technician_id": technician_id}
    return Actor(account_id=f"acc-{technician_id}", **{**defaults, **changes})


def a_receptionist(*stores: str, **changes: Any) -> Actor:
    return _staff("acc-reception", RECEPTIONIST, stores, changes)


def a_manager(*stores: str, **changes: Any) -> Actor:
    return _staff("acc-manager", STORE_MANAGER, stores, changes)


def an_admin(**changes: Any) -> Actor:
    return _staff("acc-admin", PLATFORM_ADMIN, (), changes)


def _staff(account_id: str, role: str, stores: tuple[str, ...], changes: dict[str, Any]) -> Actor:
    return Actor(**{"account_id": account_id, "roles": frozenset({role}), "stores": frozenset(stores), **changes})


def a_call(
    actor: Actor | None = None, *, key: str | None = None, body: Any = None, path: str = "POST /test", **changes: Any
) -> Call:
    """A call by a customer; with `key`, one that carries an idempotency key for `body`."""
    idempotency = IdempotencyKey(key, path, body_hash(body)) if key else None
    return Call(**{"actor": actor or a_customer(), "idempotency": idempotency, **changes})


def body_hash(body: Any) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def an_event(type_: str, data: dict[str, Any], **changes: Any) -> Event:
    defaults = {
        "id": new_id(),
        "version": 1,
        "occurred_at": NOW,
        "producer": "test",
        "correlation_id": "req-1",
    }
    return Event(type=type_, data=data, **{**defaults, **changes})


def sample(service: str, type_: str, version: int = 1) -> Event:
    """The committed example of an event version, as it would arrive."""
    return Event.from_wire((SAMPLES / service / f"{type_}.v{version}.json").read_text())
