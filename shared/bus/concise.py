"""Entrypoints a line each, for a service with so many that methods would hide what they have in common."""

from collections.abc import Callable
from inspect import signature
from typing import Any, Protocol

from marshmallow import Schema

from shared.actor import Actor
from shared.bus.dependency import Clock
from shared.bus.events import event_handler
from shared.bus.rpc_entrypoint import idempotent, rpc
from shared.bus.wire import Json
from shared.events import Event


class Served(Protocol):
    """What such a service declares: the diary that its use cases work on, who asks, and what time it is."""

    diary: Any
    actor: Actor
    clock: Clock


def answer(
    shape: type[Schema], use_case: Callable[..., Any], view: Callable[..., Json], *echoed: str, once: bool = False
) -> Any:
    """An RPC. The use case is given the diary, of `actor` and `now` what it names, and what the shape loads.

    The view is given what comes of it, and the fields of the request that are `echoed`. With `once` the same
    idempotency key is given the first answer again.
    """
    named = signature(use_case).parameters.keys() & {"actor", "now"}

    def asked(self: Served, request: Json) -> Json:
        around = {"actor": self.actor, "now": self.clock.now()}
        given = use_case(self.diary, **{name: around[name] for name in named}, **shape().load(request))
        return view(given, *(request[name] for name in echoed))

    return rpc(idempotent(asked) if once else asked)


def take(source: str, event_type: str, use_case: Callable[..., None]) -> Any:
    """A handler: the use case takes the event once (`Diary.once`)."""
    named = signature(use_case).parameters.keys() & {"now"}

    @event_handler(source, event_type)
    def taken(self: Served, event: Event) -> None:
        use_case(self.diary, event, **({"now": self.clock.now()} if named else {}))

    return taken
