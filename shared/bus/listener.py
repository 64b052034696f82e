"""The connection on which a container consumes: requests, and events for each handler.

Nameko's own queue consumer cannot be stopped while the broker is away, and prefetches the same for everybody.
"""

from functools import partial
from typing import Any, Protocol

import eventlet
from eventlet.event import Event
from kombu import Consumer, Queue
from nameko.extensions import SharedExtension

from shared.bus.connection import connected, drain, setting_up
from shared.logs import logger
from shared.pauses import pauses

log = logger(__name__)

# Stopping is noticed after at most so long, and heartbeats are seen to this often.
ATTENTION_SECONDS = 0.2


class Consumption(Protocol):
    """A queue to consume from."""

    queue: Queue
    prefetch: int

    def declare(self, connection: Any, channel: Any) -> None:
        """Make sure on a fresh connection that the queue is there, and all that belongs to it."""

    def on_message(self, message: Any) -> None:
        """Take one message; runs in a greenlet of its own and must ack or requeue it."""


class Listener(SharedExtension):
    """Consumes everything its container wants, on one connection, and connects again whenever it is lost."""

    def __init__(self) -> None:
        self._consumptions: list[Consumption] = []
        self._thread: Any = None
        self._first_time = Event()
        self._ceased = Event()
        self._ceasing = self._closing = False
        self.is_consuming = False

    def is_serving(self) -> bool:
        """Whether everything there is to consume is being consumed."""
        return self.is_consuming or not self._consumptions

    def add(self, consumption: Consumption) -> None:
        """Consume this; to be called while the container sets up."""
        self._consumptions.append(consumption)

    def start(self) -> None:
        """Begin, and return once consuming (or once told to stop)."""
        if self._consumptions:
            self._thread = self.container.spawn_managed_thread(self._run)
            self._first_time.wait()

    def cease(self) -> None:
        """Take no more messages; the connection stays, so that what was taken can be answered."""
        self._ceasing = True
        if self._thread is not None:
            self._ceased.wait()

    def stop(self) -> None:
        """Nameko stops this after the last worker has finished."""
        self.cease()
        self._closing = True
        if self._thread is not None:
            self._thread.wait()

    def kill(self) -> None:
        self._ceasing = self._closing = True

    def _run(self) -> None:
        waiting = pauses()
        while not self._ceasing:
            try:
                with connected(self.container.config["AMQP_URI"], self.container.service_name) as connection:
                    self._consume(connection)
                    waiting = pauses()
            except Exception as error:  # noqa: BLE001 - whatever ends a connection, the answer is a new one
                waiting = pauses() if self.is_consuming else waiting
                self.is_consuming = False
                if not self._closing:
                    log.warning("lost the broker, connecting again", error=repr(error))
                    eventlet.sleep(next(waiting))
        self._say_ceased()

    def _consume(self, connection: Any) -> None:
        with setting_up():
            channel = connection.channel()
            for consumption in self._consumptions:
                consumption.declare(connection, channel)
            # Only now: who is answered by a service may rely on its handlers' queues being there.
            consumers = [self._consumer(channel, consumption) for consumption in self._consumptions]
        self.is_consuming = True
        if not self._first_time.ready():
            self._first_time.send(None)
        while not self._ceasing:
            drain(connection, ATTENTION_SECONDS)
        for consumer in consumers:
            consumer.cancel()
        self.is_consuming = False
        self._say_ceased()
        while not self._closing:
            drain(connection, ATTENTION_SECONDS)

    def _consumer(self, channel: Any, consumption: Consumption) -> Consumer:
        take = partial(self._take, consumption)
        consumer = Consumer(channel, queues=[consumption.queue], on_message=take, auto_declare=False)
        consumer.qos(prefetch_count=consumption.prefetch)
        consumer.consume()
        return consumer

    def _take(self, consumption: Consumption, message: Any) -> None:
        self.container.spawn_managed_thread(partial(consumption.on_message, message), identifier="message")

    def _say_ceased(self) -> None:
        for event in (self._first_time, self._ceased):
            if not event.ready():
                event.send(None)
