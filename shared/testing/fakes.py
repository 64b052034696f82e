"""Fakes of the shared ports."""

from collections.abc import Callable
from typing import Any

from shared.call import Call, IdempotencyKey
from shared.errors import Unavailable
from shared.events import Event
from shared.idempotency import Answer, KeyReused


class InMemoryInbox:
    """Remembers which handler took which event."""

    def __init__(self) -> None:
        self.taken: set[tuple[str, str]] = set()

    def once(self, handler: str, event: Event, effect: Callable[[], None]) -> bool:
        if (handler, event.id) in self.taken:
            return False
        effect()
        self.taken.add((handler, event.id))
        return True


class InMemoryKeys:
    """Keeps the answers given under idempotency keys."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str, str], tuple[str, Answer]] = {}

    def run(self, call: Call, work: Callable[[], Answer]) -> Answer:
        if call.idempotency is None:
            return work()
        known = self.find(call, call.idempotency)
        if known is not None:
            return known
        answer = work()
        self.answers[_place(call, call.idempotency)] = (call.idempotency.body_hash, answer)
        return answer

    def find(self, call: Call, key: IdempotencyKey) -> Answer | None:
        body_hash, answer = self.answers.get(_place(call, key), (key.body_hash, None))
        if body_hash != key.body_hash:
            raise KeyReused
        return answer


def _place(call: Call, key: IdempotencyKey) -> tuple[str, str, str]:
    return str(call.actor), key.path, key.key


class InMemoryRpc:
    """Another service, played by functions: `InMemoryRpc({"claim_time": lambda request: {...}})`."""

    def __init__(self, methods: dict[str, Callable[[dict[str, Any]], Any]]) -> None:
        self.methods = methods
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def call(self, method: str, request: dict[str, Any], timeout: float | None = None) -> dict[str, Any]:  # noqa: ARG002
        self.calls.append((method, request))
        if method not in self.methods:
            raise Unavailable(f"nobody answers {method}", code="service_unavailable")
        return self.methods[method](request) or {}
