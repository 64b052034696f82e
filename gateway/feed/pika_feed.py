"""Listening to RabbitMQ in a thread of its own, on a connection of its own: calls do not wait for it.

Two exclusive queues, which the broker removes with the connection. The first is bound to what is listened to, is acked
as it is heard, and holds `MOST_WAITING` events: beyond that the broker takes out the oldest and puts it into the
second. So a process that cannot keep up learns that it has missed something, and neither the broker's memory nor any
publisher suffers.
"""

import threading
from collections.abc import Collection, Mapping
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from pika.exceptions import AMQPError, ChannelClosedByBroker

from gateway.feed.port import Heard, Missed
from shared.bus import wire
from shared.events import Event
from shared.ids import new_id
from shared.logs import logger
from shared.pauses import pauses

log = logger(__name__)

MOST_WAITING = 10_000
PREFETCH = 500
SOCKET_TIMEOUT_SECONDS, STACK_TIMEOUT_SECONDS = 2.0, 4.0
HEARTBEAT_SECONDS = 20
CLOSING_SECONDS = 2.0
THE_EXCHANGE_IS_MISSING = 404

Topics = Mapping[str, Collection[str]]


class PikaFeed:
    """`topics`: service → the types of its events. Safe to make before a fork, and to be started after it."""

    def __init__(self, url: str, topics: Topics, *, caller: str = "gateway", most_waiting: int = MOST_WAITING) -> None:
        self._parameters = _parameters(url, caller)
        self._topics, self._caller, self._most_waiting = topics, caller, most_waiting
        self._connection: BlockingConnection | None = None
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()

    def start(self, heard: Heard, missed: Missed) -> None:
        self._thread = threading.Thread(target=self._run, args=(heard, missed), name="gateway-feed", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        connection, thread = self._connection, self._thread
        if connection is not None and connection.is_open:
            connection.add_callback_threadsafe(lambda: _hang_up(connection))
        if thread is not None and thread is not threading.current_thread():
            thread.join(CLOSING_SECONDS)

    def _run(self, heard: Heard, missed: Missed) -> None:
        waiting = pauses()
        while not self._closing.is_set():
            try:
                self._connection = BlockingConnection(self._parameters)
                channel = self._listen(self._connection, heard, missed)
                waiting = pauses()
                channel.start_consuming()
            except (AMQPError, OSError) as error:
                self._tell_of(error)
            except Exception:
                log.exception("the feed failed, and begins anew")
            finally:
                _hang_up(self._connection)
            self._closing.wait(next(waiting))

    def _tell_of(self, error: Exception) -> None:
        if not self._closing.is_set():
            log.warning("the feed has no connection to the bus", error=repr(error))

    def _listen(self, connection: BlockingConnection, heard: Heard, missed: Missed) -> BlockingChannel:
        for service in self._topics:
            _make_sure_of(connection, wire.events_exchange_name(service))
        channel = connection.channel()
        channel.basic_qos(prefetch_count=PREFETCH)
        name, overflow = self._declare(channel)
        for service, types in self._topics.items():
            for event_type in types:
                channel.queue_bind(name, wire.events_exchange_name(service), event_type)
        missed()  # everything before now; what comes from now on lies in the queue
        channel.basic_consume(name, lambda _c, how, _p, body: _hear(channel, how, body, heard), exclusive=True)
        channel.basic_consume(overflow, lambda *_: missed(), auto_ack=True, exclusive=True)
        log.info("listening to the services' events", queue=name)
        return channel

    def _declare(self, channel: BlockingChannel) -> tuple[str, str]:
        """The queue of events and the one for what it had no room for, which keeps one message: one says it all."""
        name = wire.new_reply_address(f"{self._caller}-feed")
        overflow = f"{name}-{new_id()}"
        full = {"x-dead-letter-exchange": wire.RPC_EXCHANGE, "x-dead-letter-routing-key": overflow}
        channel.exchange_declare(wire.RPC_EXCHANGE, wire.EXCHANGE_TYPE, durable=True)
        channel.queue_declare(overflow, exclusive=True, auto_delete=True, arguments={"x-max-length": 1})
        channel.queue_bind(overflow, wire.RPC_EXCHANGE, overflow)
        limited = {"x-max-length": self._most_waiting, "x-overflow": "drop-head", **full}
        channel.queue_declare(name, exclusive=True, auto_delete=True, arguments=limited)
        return name, overflow


def _hear(channel: BlockingChannel, how: Any, body: bytes, heard: Heard) -> None:
    """An event that cannot be read is another process's matter: this queue is for news only."""
    try:
        heard(Event.from_wire(body.decode()))
    except (ValueError, TypeError, KeyError) as error:
        log.error("an event is malformed", error=repr(error))  # noqa: TRY400
    channel.basic_ack(how.delivery_tag)


def _make_sure_of(connection: BlockingConnection, exchange: str) -> None:
    """A service's exchange is there once it has announced anything; before that we make it, where we may."""
    probe = connection.channel()
    try:
        probe.exchange_declare(exchange, passive=True)
        probe.close()
    except ChannelClosedByBroker as closed:
        if closed.reply_code != THE_EXCHANGE_IS_MISSING:
            raise
        making = connection.channel()
        making.exchange_declare(exchange, wire.EXCHANGE_TYPE, durable=True)
        making.close()


def _hang_up(connection: BlockingConnection | None) -> None:
    if connection is not None and connection.is_open:
        try:
            connection.close()
        except (AMQPError, OSError) as error:
            log.info("the feed's connection was gone already", error=repr(error))


def _parameters(url: str, caller: str) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.socket_timeout = SOCKET_TIMEOUT_SECONDS
    parameters.stack_timeout = STACK_TIMEOUT_SECONDS
    parameters.blocked_connection_timeout = None
    parameters.heartbeat = HEARTBEAT_SECONDS
    parameters.client_properties = {"connection_name": f"{caller} feed"}
    return parameters
