"""The bus of the embedded profile: kombu's `memory://` transport, made safe for many services in one process.

Stock it hangs or loses messages here: messages' `properties` lack `content_type`; it polls once a second; prefetch
counts per channel, so nested calls under load wait for one another for good; a message nobody is bound for vanishes
without a word; one message object lands in several queues with one delivery tag. `Channel` mends these. `Transport`
wakes consumers when a message arrives, so that nothing polls at all.

A broker is named by the URL's host: `memory://embedded`. It lives as long as the process.
"""

import time
from collections import defaultdict, deque
from queue import Empty
from typing import Any, Final

from eventlet.event import Event
from kombu.exceptions import ChannelError
from kombu.transport import virtual
from kombu.utils.uuid import uuid

SCHEME: Final = "memory"


class Unroutable(ChannelError):
    """A mandatory message found no queue bound for it."""


class Broker:
    """The queues of one in-memory broker, and the connections that wait for messages."""

    def __init__(self) -> None:
        self.state = virtual.BrokerState()
        self.queues: dict[str, deque[Any]] = defaultdict(deque)
        self.auto_delete: set[str] = set()
        self.transports: list[Transport] = []

    def put(self, queue: str, message: Any) -> None:
        self.queues[queue].append(message)
        for transport in self.transports:
            if transport.consumes(queue):
                transport.wake()

    def is_consumed(self, queue: str) -> bool:
        return any(transport.consumes(queue) for transport in self.transports)


_brokers: dict[str, Broker] = defaultdict(Broker)


class Channel(virtual.Channel):
    """The one safe channel."""

    do_restore = False
    supports_fanout = False
    body_encoding = None

    def prepare_message(self, body: Any, **how: Any) -> Any:
        """As AMQP does it: the content type is among the properties, where Nameko's responder looks for it."""
        message = super().prepare_message(body, **how)
        message["properties"].update(content_type=how.get("content_type"), content_encoding=how.get("content_encoding"))
        return message

    def basic_publish(
        self, message: Any, exchange: str = "", routing_key: str = "", *, mandatory: bool = False, **_: Any
    ) -> None:
        if mandatory and not self._lookup(exchange, routing_key):
            raise Unroutable(f"NO_ROUTE: nothing is bound to {exchange!r} for {routing_key!r}")
        super().basic_publish(message, exchange, routing_key)

    def basic_qos(self, *_: Any, **__: Any) -> None:
        """Prefetch would count per channel here, and lock nested calls up; the worker pool bounds the work."""

    def basic_cancel(self, consumer_tag: str) -> None:
        queue = self._tag_to_queue.get(consumer_tag)
        super().basic_cancel(consumer_tag)
        if queue in self.broker.auto_delete and not self.broker.is_consumed(queue):
            self.queue_delete(queue)

    def queue_delete(self, queue: str, **_: Any) -> None:
        """Unbind as well, which stock forgets: a call to a service that has gone must come back."""
        for binding in list(self.state.queue_bindings(queue)):
            self.queue_unbind(queue, binding.exchange, binding.routing_key)
        self.broker.queues.pop(queue, None)
        self.broker.auto_delete.discard(queue)

    @property
    def broker(self) -> Broker:
        broker: Broker = self.connection.broker
        return broker

    def _new_queue(self, queue: str, *, auto_delete: bool = False, **_: Any) -> None:
        self.broker.queues[queue]  # a defaultdict makes it
        if auto_delete:
            self.broker.auto_delete.add(queue)

    def _has_queue(self, queue: str, **_: Any) -> bool:
        return queue in self.broker.queues

    def _put(self, queue: str, message: Any, **_: Any) -> None:
        """Each queue gets a message of its own: stock shares one, and its delivery tag, between queues."""
        properties = message["properties"]
        own = {
            **properties,
            "delivery_tag": uuid(),
            "delivery_info": {**properties["delivery_info"], "queue": queue},
        }
        self.broker.put(queue, {**message, "properties": own})

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002
        try:
            return self.broker.queues[queue].popleft()
        except IndexError:
            raise Empty from None

    def _size(self, queue: str) -> int:
        return len(self.broker.queues[queue])

    def _purge(self, queue: str) -> int:
        size = self._size(queue)
        self.broker.queues[queue].clear()
        return size

    def _delete(self, queue: str, *_: Any, **__: Any) -> None:
        self.broker.queues.pop(queue, None)

    def _restore(self, message: Any) -> None:
        """Back into the queue it came from, not through the exchange to every handler again."""
        self._put(message.delivery_info["queue"], message.serializable())


class Transport(virtual.Transport):
    """Connections to an in-memory broker; must be used from greenlets of one thread."""

    Channel = Channel
    driver_type = driver_name = SCHEME

    def __init__(self, client: Any, **options: Any) -> None:
        super().__init__(client, **options)
        self.broker = _brokers[client.hostname or ""]
        self.state = self.broker.state
        self._arrival: Event | None = None

    def driver_version(self) -> str:
        return "1"

    def consumes(self, queue: str) -> bool:
        return queue in self._callbacks

    def wake(self) -> None:
        arrival, self._arrival = self._arrival, None
        if arrival is not None:
            arrival.send(None)

    def establish_connection(self) -> Any:
        self.broker.transports.append(self)
        return super().establish_connection()

    def close_connection(self, connection: Any) -> None:
        super().close_connection(connection)
        if self in self.broker.transports:
            self.broker.transports.remove(self)
        self.wake()

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:  # noqa: ARG002
        """Deliver one message, sleeping until there is one; TimeoutError after `timeout` seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                self.cycle.get(self._deliver)
            except Empty:
                left = None if until is None else until - time.monotonic()
                if left is not None and left <= 0:
                    raise TimeoutError from None
                self._arrival = self._arrival or Event()
                self._arrival.wait(left)
            else:
                return
