"""The bus: Nameko, behind the names a service needs.

| to find | look in |
|---|---|
| **what a service's class declares** | |
| `@rpc`, `@idempotent` | `rpc_entrypoint` |
| `@event_handler`, `@once` | `events`, and for failing ones `retry` (again later) and `dead_letters` (given up) |
| `@every` | `timer` |
| `answer(…)`, `take(…)`, `sweep(…)`: entrypoints a line each | `concise` |
| dependencies: `CurrentCall`, `Clock`, `Inbox` …, and what they are made of | `dependency`, `resources` |
| calling another service | `client`, over the process's one `caller` |
| **how it runs** | |
| a process from start to exit; `python -m shared.bus.runner` | `serving`, `runner` |
| all services in one process | `embedded` |
| one service: its workers, and the call each works on | `container`, `context` |
| what a process has once | `process`: `relay` (publishes the outbox), `publisher`, `caller`, `housekeeping` |
| `/healthz`, `/readyz`, `/metrics` | `health`, `metrics` |
| **what is on the broker** | |
| the form of a request and its reply; all the gateway needs | `wire` |
| names and kinds of exchanges and queues | `topology` |
| connections, and who may read one; what consumes | `connection`, `listener` |
| the broker inside the process | `memory_transport` |

Imported lazily (PEP 562), because `shared.bus.wire` must be importable where neither Nameko nor eventlet may be: in the
gateway, whose threads are real.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.bus.client import ServiceClient
    from shared.bus.concise import answer, declared, sweep, take
    from shared.bus.dependency import Clock, CurrentActor, CurrentCall, Dependency, IdempotencyKeys, Inbox
    from shared.bus.events import event_handler, once
    from shared.bus.resources import Resources
    from shared.bus.rpc_entrypoint import idempotent, rpc
    from shared.bus.timer import every

__all__ = [
    "Clock",
    "CurrentActor",
    "CurrentCall",
    "Dependency",
    "IdempotencyKeys",
    "Inbox",
    "Resources",
    "ServiceClient",
    "answer",
    "declared",
    "event_handler",
    "every",
    "idempotent",
    "once",
    "rpc",
    "sweep",
    "take",
]

_HOMES = {
    "Clock": "dependency",
    "CurrentActor": "dependency",
    "CurrentCall": "dependency",
    "Dependency": "dependency",
    "IdempotencyKeys": "dependency",
    "Inbox": "dependency",
    "Resources": "resources",
    "ServiceClient": "client",
    "answer": "concise",
    "declared": "concise",
    "event_handler": "events",
    "every": "timer",
    "idempotent": "rpc_entrypoint",
    "once": "events",
    "rpc": "rpc_entrypoint",  # a module named `rpc` would hide the function
    "sweep": "concise",
    "take": "concise",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
