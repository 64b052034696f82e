"""Events for one process alone, in the embedded profile: what `gateway.feed.pika_feed` is over RabbitMQ.

The queue is exclusive in the sense that it has a name of its own, and goes with its consumer. It has no limit: whoever
publishes and whoever listens take turns in one thread, so nothing gathers.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import eventlet
from kombu import Consumer, Queue

from shared.bus import wire
from shared.bus.connection import body_of, connected, drain
from shared.bus.topology import events_exchange
from shared.events import Event
from shared.logs import logger
from shared.pauses import pauses

log = logger(__name__)

ATTENTION_SECONDS = 0.2


class InProcessFeed:
    """`topics`: service → the types of its events."""

    def __init__(self, url: str, topics: Mapping[str, Collection[str]]) -> None:
        self._url, self._topics = url, topics
        self._closing = False
        self._thread: Any = None

    def start(self, heard: Callable[[Event], None], missed: Callable[[], None]) -> None:
        self._thread = eventlet.spawn(self._run, heard, missed)

    def close(self) -> None:
        self._closing = True
        if self._thread is not None:
            self._thread.wait()

    def _run(self, heard: Callable[[Event], None], missed: Callable[[], None]) -> None:
        waiting = pauses()
        while not self._closing:
            try:
                with connected(self._url, "feed") as connection:
                    self._listen(connection, heard, missed)
            except Exception:
                log.exception("the feed failed, and begins anew")
                eventlet.sleep(next(waiting))

    def _listen(self, connection: Any, heard: Callable[[Event], None], missed: Callable[[], None]) -> None:
        channel = connection.channel()
        queue = Queue(wire.new_reply_address("gateway-feed"), auto_delete=True, durable=False).bind(channel)
        queue.queue_declare()
        for service, types in self._topics.items():
            exchange = events_exchange(service).bind(channel)
            exchange.declare()
            for event_type in types:
                queue.bind_to(exchange, event_type)
        missed()  # everything before now; what comes from now on lies in the queue
        consumer = Consumer(channel, queues=[queue], on_message=lambda message: _hear(message, heard), no_ack=True)
        consumer.consume()
        while not self._closing:
            drain(connection, ATTENTION_SECONDS)
        consumer.cancel()


def _hear(message: Any, heard: Callable[[Event], None]) -> None:
    """An event that cannot be read is its handlers' matter: this queue is for news only."""
    try:
        heard(Event.from_wire(body_of(message).decode()))
    except (ValueError, TypeError, KeyError) as error:
        log.error("an event is malformed", error=repr(error))  # noqa: TRY400
