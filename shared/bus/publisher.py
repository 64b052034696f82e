"""Publishing what must not be lost: persistent, and only done when the broker has confirmed it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from eventlet.semaphore import Semaphore
from kombu import Exchange
from kombu.exceptions import ChannelError

from shared.bus.connection import BROKER_ERRORS, connect, hang_up, is_in_memory
from shared.bus.wire import CONTENT_ENCODING, CONTENT_TYPE
from shared.ids import new_id

PERSISTENT = 2
CONFIRM_TIMEOUT_SECONDS = 10.0


class NotPublished(Exception):
    """The broker is away, refused a message or did not confirm it in time. It may have got it all the same."""


class Refused(NotPublished):
    """The broker is there, and did not take one message at least; of the others it may have taken some."""


@dataclass(frozen=True)
class Post:
    """One message. A mandatory one that no queue is bound for counts as not published."""

    exchange: str
    routing_key: str
    body: bytes
    message_id: str = field(default_factory=new_id)
    headers: dict[str, Any] = field(default_factory=dict)
    mandatory: bool = False

    def on(self, channel: Any) -> None:
        """Send it on that channel."""
        message = channel.prepare_message(
            self.body,
            content_type=CONTENT_TYPE,
            content_encoding=CONTENT_ENCODING,
            headers=self.headers,
            properties={"delivery_mode": PERSISTENT, "message_id": self.message_id},
        )
        channel.basic_publish(message, exchange=self.exchange, routing_key=self.routing_key, mandatory=self.mandatory)


class Publisher(Protocol):
    """Publishes, and returns when the broker has taken everything; raises NotPublished, or Refused, which is one."""

    def publish(self, posts: Sequence[Post]) -> None: ...

    def close(self) -> None: ...


def publisher_to(url: str, name: str, exchanges: Sequence[Exchange] = ()) -> Publisher:
    """A publisher that makes sure of these exchanges, its own, before it publishes."""
    return InMemoryPublisher(url, exchanges) if is_in_memory(url) else ConfirmedPublisher(url, name, exchanges)


class InMemoryPublisher:
    """Publishes to the in-memory broker, which has a message as soon as it is put."""

    def __init__(self, url: str, exchanges: Sequence[Exchange] = ()) -> None:
        self._connection = connect(url, "publisher")
        self._channel = self._connection.channel()
        for exchange in exchanges:
            exchange.bind(self._channel).declare()

    def publish(self, posts: Sequence[Post]) -> None:
        try:
            for post in posts:
                post.on(self._channel)
        except BROKER_ERRORS as error:
            raise _not_published(error) from error

    def close(self) -> None:
        self._connection.close()


class ConfirmedPublisher:
    """Publishes to RabbitMQ, a batch at a time, and waits for all of the batch's confirmations at once.

    Safe for many greenlets: they take turns, because only one may read the connection. Connects when needed. No
    heartbeats: nobody reads between batches; a connection that died meanwhile is noticed, and opened again, at use.
    """

    def __init__(self, url: str, name: str, exchanges: Sequence[Exchange] = ()) -> None:
        self._url, self._name, self._exchanges = url, name, exchanges
        self._turn = Semaphore(1)
        self._connection: Any = None
        self._channel: Any = None
        self._sent = 0
        self._unconfirmed: set[int] = set()
        self._refused: list[str] = []

    def publish(self, posts: Sequence[Post]) -> None:
        with self._turn:
            if self._connection is not None:
                try:
                    self._publish(posts)
                except BROKER_ERRORS:
                    self._disconnect()
                else:
                    return
            try:
                self._connect()
                self._publish(posts)
            except BROKER_ERRORS as error:
                self._disconnect()
                raise _not_published(error) from error

    def close(self) -> None:
        with self._turn:
            self._disconnect()

    def _connect(self) -> None:
        self._connection = connect(self._url, f"{self._name} publisher", heartbeat=0)
        self._channel = self._connection.channel()
        self._sent, self._unconfirmed = 0, set()
        for exchange in self._exchanges:
            exchange.bind(self._channel).declare()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            hang_up(connection)

    def _publish(self, posts: Sequence[Post]) -> None:
        self._refused = []
        for post in posts:
            self._sent += 1
            self._unconfirmed.add(self._sent)
            post.on(self._channel)
        while self._unconfirmed:
            self._connection.drain_events(timeout=CONFIRM_TIMEOUT_SECONDS)
        if self._refused:
            raise Refused("; ".join(self._refused))

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp calls it so
        self._unconfirmed -= {
            tag for tag in self._unconfirmed if tag == delivery_tag or (multiple and tag < delivery_tag)
        }

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:  # noqa: FBT001 - see above
        self._on_ack(delivery_tag, multiple)
        self._refused.append("the broker refused a message")

    def _on_return(self, error: Exception, exchange: str, routing_key: str, message: object) -> None:  # noqa: ARG002
        self._refused.append(f"nothing is bound to {exchange!r} for {routing_key!r}: {error}")


def _not_published(error: BaseException) -> NotPublished:
    """The broker answers what it does not want by closing the channel."""
    return Refused(repr(error)) if isinstance(error, ChannelError) else NotPublished(repr(error))
