"""Calls to running services from the command line, as the system."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from gateway.rpc.pika_rpc import PikaRpc
from shared.actor import Actor
from shared.call import Call

SECONDS = 20.0

CallService = Callable[[str, str, dict[str, Any]], dict[str, Any]]


@contextmanager
def caller(amqp_url: str, name: str) -> Iterator[CallService]:
    """`call(service, method, request)` over the broker, as `system:<name>`."""
    with closing(PikaRpc(amqp_url, caller=name)) as rpc:
        yield lambda service, method, request: rpc.call(
            service, method, request, Call(actor=Actor.system(name)), SECONDS
        )
