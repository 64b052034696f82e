"""A failing event waits and is tried again; the port, for RabbitMQ and for the embedded profile."""

from typing import Any, Protocol

import eventlet

from shared.bus.connection import connected
from shared.bus.publisher import NotPublished, Post, Publisher
from shared.bus.topology import declare_own, delay_queue

# How often the event has failed; on the message, so that every replica knows.
ATTEMPT_HEADER = "attempt"


class Retries(Protocol):
    """Brings a message back to its handler's queue later."""

    def later(self, handler_queue: str, body: bytes, attempt: int, seconds: float) -> None:
        """Returns once the message is safe with whoever brings it back, so that the first one may be acknowledged."""


class DelayQueues:
    """A queue for each handler and delay, whose messages RabbitMQ moves back when their time is over.

    They are made when an event first needs them: most handlers never fail, and each quorum queue costs the broker.
    """

    def __init__(self, url: str, publisher: Publisher, service: str) -> None:
        self._url, self._publisher, self._service = url, publisher, service
        self._declared: set[str] = set()

    def later(self, handler_queue: str, body: bytes, attempt: int, seconds: float) -> None:
        queue = delay_queue(handler_queue, self._service, seconds)
        if queue.name not in self._declared:
            with connected(self._url, f"{self._service} delay queues") as connection:
                declare_own(connection.channel(), queue)
            self._declared.add(queue.name)
        post = Post(queue.exchange.name, queue.name, body, headers=_headers(attempt), mandatory=True)
        try:
            self._publisher.publish([post])
        except NotPublished:
            self._declared.discard(queue.name)
            raise


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
