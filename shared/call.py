"""What travels with a call beside its arguments: who asks, under which request id, until when, under which key."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from shared.actor import ANONYMOUS, Actor
from shared.ids import new_id

DEFAULT_LANGUAGE = "zh-CN"


@dataclass(frozen=True)
class IdempotencyKey:
    """The key a client gave for one action: unique per account and path; `body_hash` tells a reused key."""

    key: str
    path: str
    body_hash: str


@dataclass(frozen=True)
class Call:
    """The context of one call. `deadline` is this process's `time.monotonic()` value, or None for background work.

    On the wire the deadline travels as the milliseconds that are left, counted from receipt: clocks differ.
    """

    actor: Actor = ANONYMOUS
    request_id: str = field(default_factory=new_id)
    language: str = DEFAULT_LANGUAGE
    deadline: float | None = None
    idempotency: IdempotencyKey | None = None

    def seconds_left(self) -> float | None:
        return None if self.deadline is None else self.deadline - time.monotonic()

    def within(self, seconds: float) -> Self:
        """The same call with at most `seconds` to live."""
        until = time.monotonic() + seconds
        return replace(self, deadline=until if self.deadline is None else min(until, self.deadline))

    def to_wire(self) -> dict[str, Any]:
        left = self.seconds_left()
        key = self.idempotency
        return {
            "actor": self.actor.to_wire(),
            "request_id": self.request_id,
            "language": self.language,
            "remaining_ms": None if left is None else max(0, round(left * 1000)),
            "idempotency": key and {"key": key.key, "path": key.path, "body_hash": key.body_hash},
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        remaining = wire.get("remaining_ms")
        key = wire.get("idempotency")
        return cls(
            actor=Actor.from_wire(wire.get("actor") or {}),
            request_id=wire.get("request_id") or new_id(),
            language=wire.get("language") or DEFAULT_LANGUAGE,
            deadline=None if remaining is None else time.monotonic() + remaining / 1000,
            idempotency=IdempotencyKey(**key) if key else None,
        )
