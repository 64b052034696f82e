"""All of the check, in one list of findings."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from deploy.ledger.events import check_events, handlers
from deploy.ledger.findings import Finding, Grace
from deploy.ledger.messages import check_messages
from deploy.ledger.queues import check_queues
from deploy.ledger.told import check_told
from deploy.ledger.visits import check_visits
from services.scheduling.adapters.verification import verify_calendars
from shared.bus.dead_letters.letter import DeadLetter
from shared.bus.topology import DEFAULT_DELAYS, Delays
from shared.db import Database
from shared.inbox import RETENTION

# Outboxes forget after the retention, each process at its own hour; a day less, and none has forgotten yet.
MEMORY = RETENTION - timedelta(days=1)


@dataclass(frozen=True)
class Books:
    """What is laid side by side: the services' databases by name, the broker if there is one, and its dead letters.

    `clock_offset`: how far business time is from the machine's, in a demonstration.
    """

    databases: Mapping[str, Database]
    amqp_url: str | None = None
    dead_letters: Collection[DeadLetter] = ()
    clock_offset: timedelta = timedelta(0)
    retry_delays: Delays = DEFAULT_DELAYS


def verify(books: Books, settled: timedelta | None = None) -> list[Finding]:
    """Everything that does not add up, or only among what is older than `settled`; empty when all is well."""
    return list(_findings(books, Grace(datetime.now(UTC), settled, MEMORY)))


def _findings(books: Books, grace: Grace) -> Iterator[Finding]:
    databases = books.databases
    for wrong in verify_calendars(databases["scheduling"]):
        yield Finding("double_booked" if wrong.doubled_cells else "bits_differ", wrong.resource_id, str(wrong))
    yield from check_visits(databases["booking"], databases["scheduling"], grace)
    yield from check_told(databases["booking"], grace)
    yield from check_events(databases, _set_aside(books.dead_letters), grace)
    yield from check_messages(databases["notification"], grace.now + books.clock_offset, grace)
    if books.amqp_url is not None:
        yield from check_queues(books.amqp_url, handlers(), books.retry_delays)


def _set_aside(letters: Collection[DeadLetter]) -> set[tuple[str, str]]:
    """(Handler's queue, event id) of those that can be read."""
    read = ((letter.handler_queue, letter.event()) for letter in letters)
    return {(queue, str(event["id"])) for queue, event in read if event and "id" in event}
