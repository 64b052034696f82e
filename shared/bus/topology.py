"""Names and kinds of everything we declare on the broker.

A handler's method name is part of its queue's name: renaming a handler leaves the old queue behind, filling up.

Written for RabbitMQ 3.10 (which the tests run on) and 4. What was only read about 4, in its release notes and queue
documentation, not tried: quorum queues have a delivery limit of 20 by default, where ours say theirs; up to 4.2 every
return counts towards it, `basic.get` and a closed channel included, from 4.3 only failed deliveries; 4.3 refuses queues
that are neither durable nor exclusive, which none of ours is (requests: durable, though they go with their last
consumer; replies: exclusive).

Nothing is published through the default exchange, because its permission cannot be told apart by queue: a service that
may use it may write into every other service's queues.
"""

from collections.abc import Sequence
from typing import Any, Final

from kombu import Exchange, Queue
from kombu.exceptions import ChannelError

from shared.bus.wire import EXCHANGE_TYPE, RPC_EXCHANGE, events_exchange_name, request_queue, routing_key

REQUEST_QUEUE_EXPIRES_MS: Final = 10_000
DEFAULT_DELAYS: Final = (0.5, 1.5, 4.0, 15.0, 60.0)

# A message that ends the process which handles it comes back; after so many times it goes to the dead letters, and with
# it perhaps a neighbour that was being handled each time. RabbitMQ refuses to change it for a queue that is there.
HANDLER_DELIVERY_LIMIT: Final = 20
# Reading dead letters returns them to their queue, which counts as a delivery. -1 would mean the same to RabbitMQ 4
# alone.
NO_DELIVERY_LIMIT: Final = 1_000_000_000

_QUORUM = {"x-queue-type": "quorum"}
# The source keeps a message until its target has confirmed it; at-least-once needs reject-publish.
_KEEP_UNTIL_CONFIRMED = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}

Delays = Sequence[float]

rpc_exchange = Exchange(RPC_EXCHANGE, type=EXCHANGE_TYPE, durable=True)


def retry_exchange_name(service: str) -> str:
    return f"{service}.retry"


def dead_letter_queue_name(service: str) -> str:
    return f"{service}.dead-letters"


def handler_queue_name(source: str, event_type: str, service: str, method: str) -> str:
    """The name stock Nameko gives it, so that its tools find their way."""
    return f"evt-{source}-{event_type}--{service}.{method}"


def delay_queue_name(handler_queue: str, seconds: float) -> str:
    return f"{handler_queue}.delay-{round(seconds * 1000)}"


def events_exchange(service: str) -> Exchange:
    """Where a service publishes its events; routing key: the event's type."""
    return Exchange(events_exchange_name(service), type="topic", durable=True)


def retry_exchange(service: str) -> Exchange:
    """A service's own post: into its delay queues, back into its handlers' queues, into its dead letters."""
    return Exchange(retry_exchange_name(service), type="direct", durable=True)


def requests(service: str) -> Queue:
    """Requests are transient and the queue goes with its last consumer, so that a call nobody serves comes back."""
    return Queue(
        request_queue(service),
        exchange=rpc_exchange,
        routing_key=routing_key(service, "*"),
        durable=True,
        auto_delete=True,
        queue_arguments={"x-expires": REQUEST_QUEUE_EXPIRES_MS},
    )


def handler_queue(
    source: str, event_type: str, service: str, method: str, delivery_limit: int = HANDLER_DELIVERY_LIMIT
) -> Queue:
    return Queue(
        handler_queue_name(source, event_type, service, method),
        exchange=events_exchange(source),
        routing_key=event_type,
        durable=True,
        queue_arguments={
            **_QUORUM,
            **_KEEP_UNTIL_CONFIRMED,
            "x-delivery-limit": delivery_limit,
            **_dead_letters_to(service, dead_letter_queue_name(service)),
        },
    )


def delay_queue(handler_queue: str, service: str, seconds: float) -> Queue:
    """A queue whose messages go back to the handler's queue after `seconds`; nobody consumes it."""
    name = delay_queue_name(handler_queue, seconds)
    arguments = {
        **_QUORUM,
        **_KEEP_UNTIL_CONFIRMED,
        **_dead_letters_to(service, handler_queue),
        "x-message-ttl": round(seconds * 1000),
    }
    return _own_queue(name, service, arguments)


def dead_letter_queue(service: str) -> Queue:
    return _own_queue(dead_letter_queue_name(service), service, {**_QUORUM, "x-delivery-limit": NO_DELIVERY_LIMIT})


def declare_handler(connection: Any, channel: Any, source: str, handler: Queue, service: str) -> None:
    """Declare what a handler needs from the start; its delay queues are made when an event first fails."""
    declare_foreign(connection, channel, events_exchange(source))
    retry_exchange(service).bind(channel).declare()
    declare_own(channel, dead_letter_queue(service))
    declare_own(channel, handler)
    handler.bind(channel).bind_to(retry_exchange_name(service), routing_key=handler.name)


def delays_of(settings: Any) -> Delays:
    """How long a failing event waits before each further try, in seconds (setting `retry_delays`, "0.5,1.5,4")."""
    given = settings.get("retry_delays")
    return tuple(float(part) for part in str(given).split(",")) if given else DEFAULT_DELAYS


def declare_foreign(connection: Any, channel: Any, exchange: Exchange) -> None:
    """Make sure of an exchange that is not ours: we may look at it, and make it only where nobody has yet."""
    probe = connection.channel()
    try:
        probe.exchange_declare(exchange=exchange.name, type=exchange.type, passive=True)
        probe.close()
    except ChannelError:
        exchange.bind(channel).declare()


def declare_own(channel: Any, queue: Queue) -> None:
    """Declare a queue and bind it; its exchange is there already."""
    bound = queue.bind(channel)
    bound.queue_declare()
    bound.queue_bind()


def _own_queue(name: str, service: str, arguments: dict[str, Any]) -> Queue:
    exchange = retry_exchange(service)
    return Queue(name, exchange=exchange, routing_key=name, durable=True, queue_arguments=arguments)


def _dead_letters_to(service: str, queue: str) -> dict[str, str]:
    return {"x-dead-letter-exchange": retry_exchange_name(service), "x-dead-letter-routing-key": queue}
