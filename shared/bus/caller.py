"""One connection for all calls of a process: requests go out on it, replies and returned requests come in."""

from typing import Any

import eventlet
from eventlet.event import Event

from shared.bus import wire
from shared.bus.connection import BROKER_ERRORS, connected, drain, setting_up
from shared.bus.memory_transport import Unroutable
from shared.bus.topology import declare_foreign, rpc_exchange
from shared.bus.wire import Json
from shared.call import Call
from shared.ids import new_id
from shared.logs import logger
from shared.pauses import pauses

log = logger(__name__)

ATTENTION_SECONDS = 0.2


class RpcCaller:
    """Calls services; safe for any number of greenlets.

    A call ends with the answer, a refusal, or Unavailable: at once when nobody serves, when the connection is lost or
    the broker is away, otherwise when the call's deadline has passed.
    """

    def __init__(self, url: str, name: str) -> None:
        self._url, self._name = url, name
        self._pending: dict[str, tuple[str, Event]] = {}
        self._channel: Any = None
        self._reply_address = ""
        self._tried_once = Event()
        self._stopping = False
        self._thread = eventlet.spawn(self._run)

    def call(self, service: str, method: str, request: Json, call: Call) -> Json:
        """The answer of `service.method`; `call` must have a deadline."""
        left = call.seconds_left()
        if left is None:
            raise AssertionError("a call to another service needs a deadline")
        if not self._tried_once.ready():
            self._tried_once.wait(timeout=left)
        if self._channel is None:
            raise wire.nobody_serves(service)
        correlation_id, reply = new_id(), Event()
        self._pending[correlation_id] = (service, reply)
        try:
            self._send(correlation_id, service, method, request, call)
            body = reply.wait(timeout=max(0.0, call.seconds_left() or 0.0))
        finally:
            self._pending.pop(correlation_id, None)
        if body is None:
            raise wire.too_late(service, method)
        return wire.result_from(body)

    def stop(self) -> None:
        """Close the connection; calls that still wait fail."""
        self._stopping = True
        self._thread.wait()

    def _send(self, correlation_id: str, service: str, method: str, request: Json, call: Call) -> None:
        properties = {
            "reply_to": self._reply_address,
            "correlation_id": correlation_id,
            "expiration": wire.expiration_of(call),
            "delivery_mode": wire.TRANSIENT,
        }
        channel = self._channel
        try:
            message = channel.prepare_message(
                wire.request_body(request),
                content_type=wire.CONTENT_TYPE,
                content_encoding=wire.CONTENT_ENCODING,
                headers=wire.headers_of(call),
                properties=properties,
            )
            key = wire.routing_key(service, method)
            channel.basic_publish(message, exchange=wire.RPC_EXCHANGE, routing_key=key, mandatory=True)
        except (Unroutable, *BROKER_ERRORS) as error:
            raise wire.nobody_serves(service) from error

    def _run(self) -> None:
        waiting = pauses()
        while not self._stopping:
            try:
                with connected(self._url, f"{self._name} caller") as connection:
                    self._listen(connection)
            except Exception as error:  # noqa: BLE001 - whatever ends a connection, the answer is a new one
                waiting = pauses() if self._channel is not None else waiting
                self._lose(error)
                eventlet.sleep(0 if self._stopping else next(waiting))

    def _listen(self, connection: Any) -> None:
        with setting_up():
            self._reply_address, self._channel = self._opened(connection)
        self._say_tried()
        while not self._stopping:
            drain(connection, ATTENTION_SECONDS)
        self._lose(None)

    def _opened(self, connection: Any) -> tuple[str, Any]:
        """A reply queue of our own, and the channel on which its replies and the returned requests come in."""
        channel = connection.channel()
        address = wire.new_reply_address(self._name)
        declare_foreign(connection, channel, rpc_exchange)
        channel.queue_declare(queue=address, exclusive=True, auto_delete=True, durable=False)
        channel.queue_bind(queue=address, exchange=wire.RPC_EXCHANGE, routing_key=address)
        channel.basic_consume(queue=address, no_ack=True, callback=self._on_reply, consumer_tag=address)
        if hasattr(channel, "events"):  # the in-memory channel raises at once what RabbitMQ would return
            channel.events["basic_return"].add(self._on_return)
        return address, channel

    def _lose(self, error: Exception | None) -> None:
        """Tell everybody who waits; their requests may or may not have been worked on."""
        if self._channel is not None and error is not None:
            log.warning("lost the broker, calls fail until it is back", error=repr(error))
        self._channel = None
        self._say_tried()
        pending, self._pending = self._pending, {}
        for service, reply in pending.values():
            reply.send_exception(wire.nobody_serves(service))

    def _say_tried(self) -> None:
        if not self._tried_once.ready():
            self._tried_once.send(None)

    def _on_reply(self, message: Any) -> None:
        _, reply = self._pending.pop(message.properties.get("correlation_id"), (None, None))
        if reply is not None:
            reply.send(message.body)

    def _on_return(self, error: Exception, exchange: str, routing_key: str, message: Any) -> None:  # noqa: ARG002
        service, reply = self._pending.pop(message.properties.get("correlation_id"), (None, None))
        if service is not None and reply is not None:
            reply.send_exception(wire.nobody_serves(service))
