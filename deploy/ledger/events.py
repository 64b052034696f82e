"""Every event beside the inboxes of all who must hear it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from deploy import installation, stores
from deploy.ledger.findings import Finding, Grace
from shared.bus.events import EventHandler
from shared.bus.serving import service_class
from shared.bus.topology import handler_queue_name
from shared.db import Database
from shared.migrations import keeps_documents


@dataclass(frozen=True)
class Handler:
    """One that listens: `method` of `service` to `event_type` of `source`."""

    service: str
    method: str
    source: str
    event_type: str

    @property
    def queue(self) -> str:
        return handler_queue_name(self.source, self.event_type, self.service, self.method)


@dataclass(frozen=True)
class Announced:
    """An event as it lies in its producer's outbox."""

    id: str
    type: str
    is_published: bool


def handlers() -> list[Handler]:
    """All there are in the code, by the services' own declarations."""
    return [
        Handler(name, method, entrypoint.source, entrypoint.event_type)
        for name in installation.services()
        for method, declared in vars(service_class(name)).items()
        for entrypoint in getattr(declared, "nameko_entrypoints", ())
        if isinstance(entrypoint, EventHandler)
    ]


def check_events(
    databases: Mapping[str, Database], set_aside: Collection[tuple[str, str]], grace: Grace
) -> Iterator[Finding]:
    """Published, and taken by each handler once. `set_aside`: (handler's queue, event id) of the dead letters."""
    announced = {name: announced_by(database) for name, database in databases.items() if stores.has_outbox(name)}
    for name, events in announced.items():
        yield from _unpublished(name, events.values(), grace)
    for service, taken in _taken(databases).items():
        for handler in handlers():
            if handler.service == service and handler.source in announced:
                events = announced[handler.source]
                yield from _of_handler(handler, events, taken[handler.method], set_aside, grace)


def announced_by(database: Database) -> dict[str, Announced]:
    table = stores.metadata_of("booking").tables["outbox"].c  # every service's has this shape
    with database.reading() as connection:
        rows = connection.execute(select(table.id, table.type, table.published_at))
        return {row.id: Announced(row.id, row.type, row.published_at is not None) for row in rows}


def _taken(databases: Mapping[str, Database]) -> dict[str, dict[str, set[str]]]:
    """Service → handler → the events in its inbox."""
    inbox = stores.metadata_of("booking").tables["inbox"].c
    taken: dict[str, dict[str, set[str]]] = {}
    for service, database in databases.items():
        if keeps_documents(service) or "inbox" not in stores.metadata_of(service).tables:
            continue
        taken[service] = defaultdict(set)
        with database.reading() as connection:
            for row in connection.execute(select(inbox.handler, inbox.event_id)):
                taken[service][row.handler].add(row.event_id)
    return taken


def _unpublished(service: str, events: Collection[Announced], grace: Grace) -> Iterator[Finding]:
    for event in events:
        if not event.is_published and grace.is_settled(event.id):
            yield Finding("event_unpublished", event.id, f"{event.type} of {service} waits in the outbox")


def _of_handler(
    handler: Handler,
    events: Mapping[str, Announced],
    taken: Collection[str],
    set_aside: Collection[tuple[str, str]],
    grace: Grace,
) -> Iterator[Finding]:
    who = f"{handler.service}.{handler.method}"
    for event in events.values():
        is_due = event.type == handler.event_type and event.is_published and grace.judges(event.id)
        if is_due and event.id not in taken and (handler.queue, event.id) not in set_aside:
            yield Finding("event_not_taken", event.id, f"{event.type} of {handler.source} never reached {who}")
    for event_id in set(taken) - set(events):
        if grace.judges(event_id):
            yield Finding("event_from_nowhere", event_id, f"{who} has taken it, and {handler.source} never wrote it")
