"""What still lies in the queues. Only looked at: nothing is taken, nothing is made."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from deploy.ledger.events import Handler
from deploy.ledger.findings import Finding
from shared.bus.connection import BROKER_ERRORS, connected
from shared.bus.topology import Delays, delay_queue_name


def check_queues(amqp_url: str, handlers: Iterable[Handler], delays: Delays) -> Iterator[Finding]:
    """Messages that wait for a handler, or for their next try with it. Dead letters are told by `mingyitang dlq`."""
    for queue, count in depths(amqp_url, _queues(handlers, delays)).items():
        if count:
            yield Finding("message_in_queue", queue, f"{count} wait")


def depths(amqp_url: str, queues: Iterable[str]) -> dict[str, int]:
    """How many messages lie ready in each of the queues that there are."""
    found: dict[str, int] = {}
    with connected(amqp_url, "ledger") as connection:
        for queue in queues:
            with _channel(connection) as channel:
                found[queue] = channel.queue_declare(queue, passive=True).message_count
    return found


def _queues(handlers: Iterable[Handler], delays: Delays) -> Iterator[str]:
    for handler in handlers:
        yield handler.queue
        yield from (delay_queue_name(handler.queue, seconds) for seconds in delays)


@contextmanager
def _channel(connection: Any) -> Iterator[Any]:
    """A channel to ask one question on: the broker closes it when the queue is not there."""
    channel = connection.channel()
    try:
        yield channel
        channel.close()
    except BROKER_ERRORS:
        if not connection.connected:
            raise
