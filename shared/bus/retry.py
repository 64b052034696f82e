"""A failing event waits and is tried again; the port, for RabbitMQ and for the embedded profile."""

from typing import Any, Protocol

import eventlet

from shared.bus.publisher import Post, Publisher
from shared.bus.topology import delay_queue_name, retry_exchange_name

# How often the event has failed; on the message, so that every replica knows.
ATTEMPT_HEADER = "attempt"


class Retries(Protocol):
    """Brings a message back to its handler's queue later."""

    def later(self, handler_queue: str, body: bytes, attempt: int, seconds: float) -> None:
        """Returns once the message is safe with whoever brings it back, so that the first one may be acknowledged."""


class DelayQueues:
    """A queue for each delay, whose messages RabbitMQ moves back when their time is over."""

    def __init__(self, publisher: Publisher, service: str) -> None:
        self._publisher = publisher
        self._exchange = retry_exchange_name(service)

    def later(self, handler_queue: str, body: bytes, attempt: int, seconds: float) -> None:
        queue = delay_queue_name(handler_queue, seconds)
        self._publisher.publish([Post(self._exchange, queue, body, headers=_headers(attempt), mandatory=True)])


class SpawnAfter:
    """A greenlet for each waiting event; what is lost with the process, the embedded relay sends again at start."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    def later(self, handler_queue: str, body: bytes, attempt: int, seconds: float) -> None:
        eventlet.spawn_after(
            seconds, self._publisher.publish, [Post("", handler_queue, body, headers=_headers(attempt))]
        )


def _headers(attempt: int) -> dict[str, Any]:
    return {ATTEMPT_HEADER: attempt}
