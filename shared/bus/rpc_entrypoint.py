"""The RPC entrypoint. The wire form is told, and coded, in `shared.bus.wire`.

Requests come from a queue that goes with its last consumer; replies are neither persisted nor confirmed. The reply and
then the acknowledgement travel on one channel, in this order: if either is lost, so is the connection, and the request
comes again, to us or to another replica. That is why every writing RPC is idempotent by an id.
"""

import time
from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any, TypeVar

from marshmallow import ValidationError
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension

from shared.bus import metrics, topology, wire
from shared.bus.connection import BROKER_ERRORS
from shared.bus.container import ExcInfo, Overdue
from shared.bus.context import context_data
from shared.bus.listener import Listener
from shared.bus.wire import Json
from shared.errors import Invalid, Refusal, Unavailable
from shared.logs import logger, tells_each
from shared.outage import is_outage

log = logger(__name__)

Method = TypeVar("Method", bound=Callable[..., Any])
FINDINGS_OF_THE_WHOLE = "_schema"


class Requests(SharedExtension):
    """Takes the container's requests and hands each to the entrypoint of its method."""

    listener = Listener()

    def __init__(self) -> None:
        self._entrypoints: dict[str, Rpc] = {}

    def serve(self, entrypoint: "Rpc") -> None:
        """Serve this method; to be called while the container sets up."""
        if not self._entrypoints:
            self.queue = topology.requests(self.container.service_name)
            self.prefetch = self.container.max_workers
            self.listener.add(self)
        self._entrypoints[entrypoint.method_name] = entrypoint

    def declare(self, connection: Any, channel: Any) -> None:
        topology.declare_foreign(connection, channel, topology.rpc_exchange)
        topology.declare_own(channel, self.queue)

    def on_message(self, message: Any) -> None:
        method = message.delivery_info["routing_key"].rpartition(".")[2]
        try:
            self._entrypoint(method).take(message)
        except Refusal as refusal:
            answer(message, wire.refusal_body(refusal))

    def _entrypoint(self, method: str) -> "Rpc":
        if method not in self._entrypoints:
            raise Unavailable(f"{self.container.service_name} has no method {method!r}", code="unknown_method")
        return self._entrypoints[method]


class Rpc(Entrypoint):
    """One method that can be called."""

    requests = Requests()

    def setup(self) -> None:
        self.requests.serve(self)

    def stop(self) -> None:
        self.requests.listener.cease()

    def take(self, message: Any) -> None:
        """Give the request to a worker, when one is free; raises Invalid when it is malformed."""
        call = wire.call_from(message.headers)
        request = wire.request_from(message.body)
        finish = partial(self._finish, message, time.monotonic())
        try:
            self.container.spawn_worker(self, (request,), {}, context_data=context_data(call), handle_result=finish)
        except ContainerBeingKilled:
            message.requeue()

    def _finish(
        self, message: Any, received_at: float, _worker: Any, result: Any, exc_info: ExcInfo
    ) -> tuple[Any, ExcInfo]:
        body, outcome = self._answer_to(result, exc_info)
        answer(message, body)
        took = time.monotonic() - received_at
        metrics.rpc_seconds.labels(self.container.service_name, self.method_name, outcome).observe(took)
        if tells_each():
            log.info("answered", outcome=outcome, ms=round(took * 1000, 1))
        return result, exc_info

    def _answer_to(self, result: Any, exc_info: ExcInfo) -> tuple[bytes | None, str]:
        error = exc_info and exc_info[1]
        if isinstance(error, Overdue):
            return None, metrics.OVERDUE
        if error is None:
            try:
                return wire.result_body({} if result is None else _object(result)), metrics.OK
            except (TypeError, ValueError) as unserializable:
                error = unserializable
        refusal = refusal_of(error)
        if refusal is None and is_outage(error):
            log.warning("a store is away", method=self.method_name, error=repr(error))
            refusal = wire.nobody_serves(self.container.service_name)
        if refusal is None:
            log.error("an error inside a method", method=self.method_name, exc_info=error)
            refusal = Unavailable("an error inside the service; its log tells which", code=wire.INTERNAL_ERROR)
        return wire.refusal_body(refusal), refusal.kind if refusal.code != wire.INTERNAL_ERROR else metrics.FAILED


def rpc(method: Method) -> Method:
    """Let other services and the gateway call this method: one JSON object in, one out (None is `{}`)."""
    registered: Method = Rpc.decorator(method)
    return registered


def idempotent(method: Method) -> Method:
    """Answer the same key with the same answer: work and key are one transaction, so call no other service in it."""

    @wraps(method)
    def once_per_key(self: Any, request: Json) -> Json:
        answer: Json = self.idempotency.run(self.call, lambda: method(self, request))
        return answer

    return once_per_key  # type: ignore[return-value]


def answer(message: Any, body: bytes | None) -> None:
    """Reply (None: there is nobody left to tell) and acknowledge."""
    reply_to = message.properties.get("reply_to")
    try:
        if body is not None and reply_to:
            reply = message.channel.prepare_message(
                body,
                content_type=wire.CONTENT_TYPE,
                content_encoding=wire.CONTENT_ENCODING,
                properties={
                    "correlation_id": message.properties.get("correlation_id"),
                    "delivery_mode": wire.TRANSIENT,
                },
            )
            message.channel.basic_publish(reply, exchange=wire.RPC_EXCHANGE, routing_key=reply_to)
        message.ack()
    except BROKER_ERRORS as error:
        log.info("the reply was lost with the connection; the request comes again", error=repr(error))


def _object(result: Any) -> Mapping[str, Any]:
    if not isinstance(result, Mapping):
        raise TypeError(f"a method answers with one JSON object, not with {type(result).__name__}")
    return result


def refusal_of(error: BaseException) -> Refusal | None:
    """The refusal an exception stands for, None for a fault of the program."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ValidationError):
        return Invalid("the request is not as it should be", fields=flattened(_messages_of(error)))
    return None


def _messages_of(error: ValidationError) -> Mapping[Any, Any]:
    messages = error.messages
    return messages if isinstance(messages, Mapping) else {FINDINGS_OF_THE_WHOLE: messages}


def flattened(messages: Mapping[Any, Any], prefix: str = "") -> dict[str, list[str]]:
    """Nested messages of marshmallow, by path: `{"contact": {"phone": ["…"]}}` → `{"contact.phone": ["…"]}`."""
    fields: dict[str, list[str]] = {}
    for name, found in messages.items():
        path = prefix if prefix and name == FINDINGS_OF_THE_WHOLE else f"{prefix}.{name}".lstrip(".")
        if isinstance(found, Mapping):
            fields.update(flattened(found, path))
        else:
            fields[path] = [str(text) for text in (found if isinstance(found, list) else [found])]
    return fields
