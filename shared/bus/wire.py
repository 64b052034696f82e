"""What an RPC looks like on the wire, and nothing of Nameko, kombu or eventlet: the gateway imports only this.

Request: exchange `nameko-rpc` (topic, durable), routing key `<service>.<method>`, JSON body
`{"args": [request], "kwargs": {}}`, properties `reply_to` (the routing key of the caller's reply queue, which is bound
to the same exchange), `correlation_id`, `expiration` (milliseconds, as a string), `delivery_mode` 1, and one header,
`call`: the `shared.call.Call` as JSON. Publish it `mandatory`: a returned message means that nobody serves.

Reply: routing key = the request's `reply_to`, same `correlation_id`, body `{"result": {...} | null, "error": null}`
or `{"result": null, "error": {...}}`. An error holds `refusal` (`shared.errors.Refusal.to_wire`), beside it the four
fields a stock Nameko client expects (`exc_type`, `exc_path`, `exc_args`, `value`): any Nameko tool can read it.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import orjson

from shared.call import Call
from shared.errors import KINDS, Invalid, Refusal, Unavailable
from shared.ids import new_id

Json = dict[str, Any]

RPC_EXCHANGE: Final = "nameko-rpc"
EXCHANGE_TYPE: Final = "topic"
CONTENT_TYPE: Final = "application/json"
CONTENT_ENCODING: Final = "utf-8"
TRANSIENT: Final = 1
PLAIN_VALUES_ONLY: Final = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
CALL_HEADER: Final = "call"
DEFAULT_TIMEOUT_SECONDS: Final = 8.0

SERVICE_UNAVAILABLE: Final = "service_unavailable"
DEADLINE_EXCEEDED: Final = "deadline_exceeded"
INTERNAL_ERROR: Final = "internal_error"


def request_queue(service: str) -> str:
    """The queue from which all replicas of a service take requests."""
    return f"rpc-{service}"


def routing_key(service: str, method: str) -> str:
    return f"{service}.{method}"


def events_exchange_name(service: str) -> str:
    """The exchange on which a service announces what happened; routing key: the event's type."""
    return f"{service}.events"


def new_reply_address(caller: str) -> str:
    """A name for a caller's exclusive reply queue, and the routing key it is bound with.

    The prefix lets RabbitMQ's topic permissions tell replies, which every service may send, from requests.
    """
    return f"rpc.reply-{caller}-{new_id()}"


def dumps(value: Any) -> bytes:
    """JSON of plain values; TypeError for others, such as instants, whose form is for their owner to choose."""
    try:
        return orjson.dumps(value, option=PLAIN_VALUES_ONLY)
    except TypeError:
        # Integers beyond 64 bits are plain as well: whether they make sense is for the one who is asked to say.
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def request_body(request: Mapping[str, Any]) -> bytes:
    return dumps({"args": [request], "kwargs": {}})


def headers_of(call: Call) -> dict[str, str]:
    return {CALL_HEADER: json.dumps(call.to_wire(), separators=(",", ":"))}


def expiration_of(call: Call) -> str | None:
    """The message property that makes the broker drop a request nobody took in time; None without a deadline."""
    left = call.seconds_left()
    return None if left is None else str(max(1, round(left * 1000)))


def call_from(headers: Mapping[str, Any]) -> Call:
    """The call a message's headers tell of; its remaining time counts from now. Raises Invalid when they are broken."""
    text = headers.get(CALL_HEADER)
    if text is None:
        return Call()
    try:
        return Call.from_wire(json.loads(text))
    except (ValueError, TypeError, AttributeError) as error:
        raise Invalid(f"the header {CALL_HEADER!r} is no call: {error}", code="malformed_request") from error


def request_from(body: bytes | str) -> Json:
    """The request in a message's body; raises Invalid `malformed_request`."""
    try:
        parsed = orjson.loads(body)
        args, kwargs = parsed["args"], parsed.get("kwargs") or {}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid(f"the body is no request: {error!r}", code="malformed_request") from error
    if kwargs or len(args) > 1 or (args and not isinstance(args[0], dict)):
        raise Invalid("a request is one JSON object", code="malformed_request")
    return args[0] if args else {}


def result_body(result: Mapping[str, Any]) -> bytes:
    return dumps({"result": result, "error": None})


def refusal_body(refusal: Refusal) -> bytes:
    kind = KINDS.get(refusal.kind, Unavailable)
    error = {
        "exc_type": kind.__name__,
        "exc_path": f"{kind.__module__}.{kind.__name__}",
        "exc_args": [refusal.code, refusal.detail],
        "value": refusal.detail,
        "refusal": refusal.to_wire(),
    }
    return dumps({"result": None, "error": error})


def result_from(body: bytes | str) -> Json:
    """The answer in a reply's body, or the refusal in it raised."""
    try:
        reply = orjson.loads(body)
        result, error = reply["result"], reply["error"]
    except (ValueError, TypeError, KeyError) as broken:
        raise Unavailable(f"the reply is not readable: {broken!r}", code=INTERNAL_ERROR) from broken
    if error is None:
        return result if isinstance(result, dict) else {}
    wire = error.get("refusal")
    if wire is None:
        raise Unavailable(f"{error.get('exc_type')}: {error.get('value')}", code=INTERNAL_ERROR)
    raise Refusal.from_wire(wire)


def nobody_serves(service: str) -> Unavailable:
    """What a caller is told when its request came back, or when the connection it waited on is lost."""
    return Unavailable(f"nobody serves {service!r} at present", code=SERVICE_UNAVAILABLE, params={"service": service})


def too_late(service: str, method: str) -> Unavailable:
    return Unavailable(
        f"{service}.{method} did not answer in time", code=DEADLINE_EXCEEDED, params={"service": service}
    )
