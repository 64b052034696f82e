"""One process's connection to RabbitMQ: the I/O thread, the reply queue, and who waits for what.

Only the I/O thread touches pika. Callers put a `Waiting` into `_outgoing` and wake it; from then on the waiting one is
either answered, sent back by the broker (nobody serves), or failed when the connection drops. Whoever is put in while
the connection is going down is failed by the caller itself, which looks again after putting it in.
"""

import random
import threading
from collections import deque
from queue import Empty, SimpleQueue
from typing import Any

import pika
from pika.adapters.select_connection import IOLoop, SelectConnection
from pika.channel import Channel

from shared.bus import wire
from shared.call import Call
from shared.errors import Unavailable
from shared.ids import new_id
from shared.logs import logger

log = logger(__name__)

FIRST_CONNECTION_SECONDS = 3.0
RECONNECTION_GRACE_SECONDS = 0.05
SOCKET_TIMEOUT_SECONDS, STACK_TIMEOUT_SECONDS = 2.0, 4.0
HEARTBEAT_SECONDS = 20
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 5.0


class Waiting:
    """A request under way and the place where its caller waits."""

    __slots__ = ("_arrived", "body", "call", "correlation_id", "method", "service")

    def __init__(self, service: str, method: str, body: bytes, call: Call) -> None:
        self.service = service
        self.method = method
        self.body = body
        self.call = call
        self.correlation_id = new_id()
        self._arrived: SimpleQueue[bytes | Unavailable] = SimpleQueue()

    def arrive(self, reply: bytes | Unavailable) -> None:
        self._arrived.put(reply)

    def reply(self, timeout: float) -> bytes:
        """The reply's body; raises Unavailable when the request failed or time is up."""
        try:
            reply = self._arrived.get(timeout=timeout)
        except Empty:
            raise wire.too_late(self.service, self.method) from None
        if isinstance(reply, Unavailable):
            raise reply
        return reply


class Link:
    """Connects in a thread of its own, and again with growing pauses until it is closed."""

    def __init__(self, url: str, caller: str) -> None:
        self._parameters = _parameters(url, caller)
        self._caller = caller
        self._reply_address = ""
        self._connection: SelectConnection | None = None
        self._channel: Channel | None = None
        self._outgoing: deque[Waiting] = deque()
        self._pending: dict[str, Waiting] = {}
        self._connected = threading.Event()
        self._tried = threading.Event()
        self._closing = threading.Event()
        self._pause = FIRST_PAUSE_SECONDS
        self._thread = threading.Thread(target=self._run, name="gateway-rpc", daemon=True)
        self._thread.start()

    def send(self, waiting: Waiting) -> None:
        """Hand the request to the I/O thread; without a connection it fails now, not at its deadline."""
        if not self._connected.is_set():
            self._wait_for_connection(waiting)
        self._outgoing.append(waiting)
        self._wake(self._flush)
        if not self._connected.is_set():
            self._fail_outgoing()

    def forget(self, waiting: Waiting) -> None:
        """Nobody waits any more: a late reply finds no one and is dropped."""
        self._pending.pop(waiting.correlation_id, None)

    def close(self) -> None:
        self._closing.set()
        self._wake(self._close_connection)
        self._thread.join(STACK_TIMEOUT_SECONDS)

    # In the callers' threads.

    def _wait_for_connection(self, waiting: Waiting) -> None:
        """The first call of a process waits until connecting has succeeded or failed; later ones only a moment."""
        left = waiting.call.seconds_left()
        self._tried.wait(FIRST_CONNECTION_SECONDS if left is None else min(FIRST_CONNECTION_SECONDS, left))
        if not self._connected.wait(RECONNECTION_GRACE_SECONDS):
            raise wire.nobody_serves(waiting.service)

    def _wake(self, callback: Any) -> None:
        connection = self._connection
        if connection is not None:
            connection.ioloop.add_callback_threadsafe(callback)

    def _fail_outgoing(self) -> None:
        while self._outgoing:
            try:
                waiting = self._outgoing.popleft()
            except IndexError:
                return
            waiting.arrive(wire.nobody_serves(waiting.service))

    # In the I/O thread.

    def _run(self) -> None:
        while not self._closing.is_set():
            self._connect_until_lost()
            if not self._closing.wait(self._pause * random.uniform(0.5, 1.0)):  # noqa: S311 - jitter, not a secret
                self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    def _connect_until_lost(self) -> None:
        # An event loop of its own: the default one is shared by the whole process.
        loop = IOLoop()
        try:
            self._connection = SelectConnection(
                self._parameters,
                on_open_callback=self._on_connection_open,
                on_open_error_callback=self._on_lost,
                on_close_callback=self._on_lost,
                custom_ioloop=loop,
            )
            loop.start()
        except Exception:
            log.exception("the connection to the bus failed")
        finally:
            self._lost()
            loop.close()

    def _on_connection_open(self, connection: SelectConnection) -> None:
        connection.channel(on_open_callback=self._on_channel_open)

    def _on_channel_open(self, channel: Channel) -> None:
        """Declare and consume in one go: the broker answers in order, and the last answer means that all is ready."""
        self._channel = channel
        self._reply_address = address = wire.new_reply_address(self._caller)
        channel.add_on_close_callback(self._on_channel_closed)
        channel.add_on_return_callback(self._on_returned)
        channel.exchange_declare(wire.RPC_EXCHANGE, wire.EXCHANGE_TYPE, durable=True, callback=_nothing)
        channel.queue_declare(address, exclusive=True, auto_delete=True, callback=_nothing)
        channel.queue_bind(address, wire.RPC_EXCHANGE, address, callback=_nothing)
        channel.basic_consume(address, self._on_reply, auto_ack=True, exclusive=True, callback=self._on_ready)

    def _on_ready(self, _frame: object) -> None:
        self._pause = FIRST_PAUSE_SECONDS
        self._tried.set()
        self._connected.set()
        log.info("connected to the bus", reply_address=self._reply_address)

    def _flush(self) -> None:
        while self._outgoing:
            try:
                waiting = self._outgoing.popleft()
            except IndexError:
                return
            self._publish(waiting)

    def _publish(self, waiting: Waiting) -> None:
        if (waiting.call.seconds_left() or 0.0) <= 0:
            return  # its caller has gone already
        channel = self._channel
        if channel is None or not channel.is_open:
            waiting.arrive(wire.nobody_serves(waiting.service))
            return
        self._pending[waiting.correlation_id] = waiting
        channel.basic_publish(
            wire.RPC_EXCHANGE,
            wire.routing_key(waiting.service, waiting.method),
            waiting.body,
            pika.BasicProperties(
                content_type=wire.CONTENT_TYPE,
                content_encoding=wire.CONTENT_ENCODING,
                headers=wire.headers_of(waiting.call),
                delivery_mode=wire.TRANSIENT,
                correlation_id=waiting.correlation_id,
                reply_to=self._reply_address,
                expiration=wire.expiration_of(waiting.call),
            ),
            mandatory=True,
        )

    def _on_reply(self, _channel: Channel, _method: Any, properties: pika.BasicProperties, body: bytes) -> None:
        waiting = self._pending.pop(properties.correlation_id or "", None)
        if waiting is not None:
            waiting.arrive(body)

    def _on_returned(self, _channel: Channel, _method: Any, properties: pika.BasicProperties, _body: bytes) -> None:
        waiting = self._pending.pop(properties.correlation_id or "", None)
        if waiting is not None:
            waiting.arrive(wire.nobody_serves(waiting.service))

    def _on_channel_closed(self, _channel: Channel, reason: Exception) -> None:
        if not self._closing.is_set():
            log.error("the broker closed our channel", reason=str(reason))
        self._close_connection()

    def _on_lost(self, connection: SelectConnection, reason: Any) -> None:
        if not self._closing.is_set():
            log.warning("no connection to the bus", reason=str(reason) or type(reason).__name__)
        connection.ioloop.stop()

    def _lost(self) -> None:
        """Tell everybody who waits; whoever is put in from now on sees that there is no connection."""
        self._connected.clear()
        self._tried.set()
        self._connection = self._channel = None
        self._fail_outgoing()
        while self._pending:
            _, waiting = self._pending.popitem()
            waiting.arrive(wire.nobody_serves(waiting.service))

    def _close_connection(self) -> None:
        connection = self._connection
        if connection is not None and not (connection.is_closing or connection.is_closed):
            connection.close()


def _parameters(url: str, caller: str) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.socket_timeout = SOCKET_TIMEOUT_SECONDS
    parameters.stack_timeout = STACK_TIMEOUT_SECONDS
    parameters.heartbeat = HEARTBEAT_SECONDS
    parameters.client_properties = {"connection_name": caller}
    return parameters


def _nothing(_frame: object) -> None:
    """Sent without waiting; a refusal closes the channel, which is told there."""
