"""Events that could not be handled: kept with the reason, read and sent again by `mingyitang dlq`.

On RabbitMQ a quorum queue per service; in the embedded profile a table (`shared.bus.dead_letter_table`), so that
another process can read it. The functions at the end take the URL of either: `amqp://…` or `sqlite:///…`.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from kombu.exceptions import ChannelError

from shared.bus.connection import body_of, connect
from shared.bus.publisher import ConfirmedPublisher, Post, Publisher
from shared.bus.topology import dead_letter_queue_name, retry_exchange_name
from shared.ids import new_id

if TYPE_CHECKING:
    from shared.bus.dead_letter_table import DeadLetterTable

REASON, ATTEMPTS, HANDLER_QUEUE, FAILED_AT = "reason", "attempts", "handler-queue", "failed-at"
LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class Failure:
    """Why a handler gave an event up."""

    service: str
    handler_queue: str
    reason: str
    attempts: int


@dataclass(frozen=True)
class DeadLetter:
    """An event given up. `body` is the event as it came, which may be no JSON at all."""

    id: str
    service: str
    handler_queue: str
    reason: str
    attempts: int
    failed_at: str
    body: str

    def event(self) -> dict[str, Any] | None:
        """The event's envelope, if the body is readable."""
        try:
            envelope = json.loads(self.body)
        except ValueError:
            return None
        return envelope if isinstance(envelope, dict) else None


class DeadLetters(Protocol):
    """Where a service's handlers put what they give up."""

    def add(self, failure: Failure, body: bytes) -> None:
        """Returns once the letter is safe."""


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
        with connect(self._url, "dead letters") as connection:
            return [letter for letter, _ in self._taken(connection)]

    def replay(self, letter_ids: Collection[str]) -> int:
        """Put the letters back into their handlers' queues, as if they had never failed; returns how many."""
        publisher = ConfirmedPublisher(self._url, "dead letters")
        replayed = 0
        with connect(self._url, "dead letters") as connection:
            for letter, message in self._taken(connection):
                if letter.id in letter_ids:
                    exchange = retry_exchange_name(letter.service)
                    publisher.publish([Post(exchange, letter.handler_queue, body_of(message), mandatory=True)])
                    message.ack()
                    replayed += 1
        publisher.close()
        return replayed

    def _taken(self, connection: Any) -> Iterator[tuple[DeadLetter, Any]]:
        for service in self._services:
            channel = connection.channel()
            with suppress(ChannelError):  # a service that never ran has no queue
                while (raw := channel.basic_get(dead_letter_queue_name(service))) is not None:
                    message = channel.message_to_python(raw)
                    yield _letter(service, message), message
                channel.close()


def list_dead_letters(url: str, services: Sequence[str] = ()) -> list[DeadLetter]:
    """All dead letters, oldest first within a service; `services` none means all there are in this checkout."""
    return _reader(url, services).all()


def show_dead_letter(url: str, letter_id: str, services: Sequence[str] = ()) -> DeadLetter | None:
    return next((letter for letter in list_dead_letters(url, services) if letter.id == letter_id), None)


def replay_dead_letters(url: str, letter_ids: Collection[str], services: Sequence[str] = ()) -> int:
    """Send these dead letters to their handlers again; returns how many there were."""
    return _reader(url, services).replay(letter_ids)


def _reader(url: str, services: Sequence[str]) -> "DeadLetterReader | DeadLetterTable":
    if url.startswith("sqlite"):
        from shared.bus.dead_letter_table import DeadLetterTable  # noqa: PLC0415 - only where there is SQLAlchemy

        return DeadLetterTable(url)
    return DeadLetterReader(url, services or known_services())


def known_services() -> list[str]:
    """The services of this checkout, which are the folders of `services`."""
    folder = Path(__file__).parents[2] / "services"
    return sorted(service.parent.name for service in folder.glob("*/service.py"))


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
