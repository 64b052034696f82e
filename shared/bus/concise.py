"""Entrypoints a line each, for a service with so many that methods would hide what they have in common."""

from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import Any

from marshmallow import Schema

from shared.bus.events import event_handler
from shared.bus.rpc_entrypoint import idempotent, rpc
from shared.bus.timer import every
from shared.bus.wire import Json
from shared.events import Event
from shared.shapes import the

Told = Callable[[Event], dict[str, Any]]


def answer(
    shape: type[Schema], use_case: Callable[..., Any], view: Callable[..., Json], *echoed: str, once: bool = False
) -> Any:
    """An RPC. The use case is given what the shape loads and, of what the service declares, what it names.

    `now` is the service's clock. The view is given what comes of it, and the fields of the request that are `echoed`.
    With `once` the same idempotency key is given the first answer again.
    """

    def asked(self: Any, request: Json) -> Json:
        given = use_case(**declared(self, use_case), **the(shape).load(request))
        return view(given, *(request[name] for name in echoed))

    return rpc(idempotent(asked) if once else asked)


def take(source: str, event_type: str, use_case: Callable[..., object], told: Told | None = None) -> Any:
    """A handler. The use case is given the `event`, or what `told` reads in it, and what it names of the service's.

    A service that declares an `inbox` takes each event once through it; the others' use cases see to that themselves.
    """

    @event_handler(source, event_type)
    def taken(self: Any, event: Event) -> None:
        subject = {"event": event} if told is None else told(event)

        def effect() -> None:
            use_case(**declared(self, use_case), **subject)

        inbox = getattr(self, "inbox", None)
        if inbox is None:
            effect()
        else:
            inbox.once(f"on_{event_type}", event, effect)

    return taken


def sweep(seconds: float, *use_cases: Callable[..., object]) -> Any:
    """A timer. The use cases run one after another, each given what it names of the service's; one that fails ends the
    run. The name that the service gives it is the one in logs and metrics.
    """

    @every(seconds=seconds)
    def swept(self: Any) -> None:
        for use_case in use_cases:
            use_case(**declared(self, use_case))

    return swept


def declared(service: Any, use_case: Callable[..., Any]) -> dict[str, Any]:
    """The arguments of the use case that are the service's to give."""
    named = [name for name in _parameters(use_case) if name == "now" or hasattr(type(service), name)]
    return {name: service.clock.now() if name == "now" else getattr(service, name) for name in named}


@cache
def _parameters(use_case: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(signature(use_case).parameters)
