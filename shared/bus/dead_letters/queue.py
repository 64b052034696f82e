"""Dead letters on RabbitMQ: a quorum queue for each service."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import Any

from kombu.exceptions import ChannelError

from shared.bus.connection import body_of, connected
from shared.bus.dead_letters.letter import LONGEST_REASON, DeadLetter, Failure
from shared.bus.publisher import ConfirmedPublisher, Post, Publisher
from shared.bus.topology import dead_letter_queue_name, retry_exchange_name
from shared.ids import new_id

REASON, ATTEMPTS, HANDLER_QUEUE, FAILED_AT = "reason", "attempts", "handler-queue", "failed-at"


class DeadLetterQueue:
    """A service's dead letters on RabbitMQ."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    def add(self, failure: Failure, body: bytes) -> None:
        headers = {
            REASON: failure.reason[:LONGEST_REASON],
            ATTEMPTS: failure.attempts,
            HANDLER_QUEUE: failure.handler_queue,
            FAILED_AT: datetime.now(UTC).isoformat(),
        }
        exchange, queue = retry_exchange_name(failure.service), dead_letter_queue_name(failure.service)
        self._publisher.publish([Post(exchange, queue, body, message_id=new_id(), headers=headers, mandatory=True)])


class DeadLetterReader:
    """Reads the dead letters of some services on RabbitMQ, and sends them again.

    Reading takes messages without acknowledging them; closing the channel puts them back in their places.
    """

    def __init__(self, url: str, services: Sequence[str]) -> None:
        self._url, self._services = url, services

    def all(self) -> list[DeadLetter]:
        with connected(self._url, "dead letters") as connection:
            return [letter for letter, _ in self._taken(connection)]

    def replay(self, letter_ids: Collection[str]) -> int:
        """Put the letters back into their handlers' queues, as if they had never failed; returns how many."""
        replayed = 0
        name = "dead letters"
        with closing(ConfirmedPublisher(self._url, name)) as publisher, connected(self._url, name) as connection:
            for letter, message in self._taken(connection):
                if letter.id in letter_ids:
                    exchange = retry_exchange_name(letter.service)
                    publisher.publish([Post(exchange, letter.handler_queue, body_of(message), mandatory=True)])
                    message.ack()
                    replayed += 1
        return replayed

    def _taken(self, connection: Any) -> Iterator[tuple[DeadLetter, Any]]:
        for service in self._services:
            channel = connection.channel()
            with suppress(ChannelError):  # a service that never ran has no queue
                while (raw := channel.basic_get(dead_letter_queue_name(service))) is not None:
                    message = channel.message_to_python(raw)
                    yield _letter(service, message), message
                channel.close()


def _letter(service: str, message: Any) -> DeadLetter:
    """What RabbitMQ itself gave up, because every delivery ended the process, says so in `x-death`."""
    headers = message.headers
    death = (headers.get("x-death") or [{}])[0]
    body = body_of(message).decode(errors="replace")
    return DeadLetter(
        id=str(message.properties.get("message_id") or new_id()),
        service=service,
        handler_queue=str(headers.get(HANDLER_QUEUE) or death.get("queue", "")),
        reason=str(headers.get(REASON) or death.get("reason", "unknown")),
        attempts=int(headers.get(ATTEMPTS) or death.get("count", 0)),
        failed_at=str(headers.get(FAILED_AT) or death.get("time", "")),
        body=body,
    )
