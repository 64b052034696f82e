"""The outbox of a service that keeps documents: events lie in the document whose change they tell, until published.

There is no transaction, so a document and its events are written in one operation: `pending(events)` gives the fields
to write, `unsent(document)` those of before, to be carried over where a document is replaced. An event may be published
again after a crash, or when a document is replaced while it is being published: it has the same id then.

Leases are by the machines' clocks, because not every server of the wire protocol has one to ask. Should two replicas'
clocks differ by more than a lease, both publish the same event.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shared.events import Event

LEASE_MS = 30_000
LONGEST_PAUSE_MS = 600_000
BATCH = 50
EVENTS, FREE_AT, FREE = "outbox", "outbox_free_at", 0
INDEX = [(FREE_AT, 1)]
"""To be made sparse: only documents with something to publish have the field."""

Document = Mapping[str, Any]


def pending(events: Sequence[Event], before: Sequence[Document] = ()) -> dict[str, Any]:
    """The fields of a document that has these events to publish, after those of before."""
    waiting = [*before, *(event.to_wire() for event in events)]
    return {EVENTS: waiting, FREE_AT: FREE} if waiting else {}


def unsent(document: Document) -> list[Document]:
    return list(document.get(EVENTS, ()))


class DocumentOutbox:
    """What `shared.bus.relay` publishes of one collection; `collection` is pymongo's.

    A lease is the very number a document's `outbox_free_at` is set to: whoever finds it changed has lost the document,
    to a lease after theirs or to a change of the document, and leaves it as it is.
    """

    def __init__(self, collection: Any, producer: str) -> None:
        self._documents = collection
        self.producer = producer
        self._held: dict[str, _Held] = {}

    def lease(self, relay: str, *, limit: int = BATCH) -> list[Event]:  # noqa: ARG002 - a lease needs no name here
        """Events that nobody else is publishing; empty when there is nothing to do."""
        now = _now_ms()
        found = self._documents.find({FREE_AT: {"$lt": now}}).limit(limit)
        return [event for document in found for event in self._taken(document, now + LEASE_MS)]

    def lease_refused(self, relay: str) -> None:
        """What the broker refused comes again by `lease`, after its pause."""

    def mark_published(self, event_ids: Iterable[str]) -> None:
        for held in self._give_up(event_ids):
            rest = [event for event in held.events if event["id"] not in held.named]
            done = {"$set": {EVENTS: rest, FREE_AT: FREE}} if rest else {"$unset": {EVENTS: "", FREE_AT: ""}}
            self._documents.update_one(held.condition, done)

    def give_back(self, event_ids: Iterable[str]) -> None:
        """End the lease of events that could not be published, so that the next try need not wait for it."""
        for held in self._give_up(event_ids):
            self._documents.update_one(held.condition, {"$set": {FREE_AT: FREE}})

    def set_aside(self, event_id: str, times: int) -> None:
        """The broker has refused it: it waits, and with it what else its document has to tell."""
        free_at = _now_ms() + min(1000 * 2 ** min(times, 10), LONGEST_PAUSE_MS)
        for held in self._give_up([event_id]):
            self._documents.update_one(held.condition, {"$set": {FREE_AT: free_at}})

    def published_within(self, age: timedelta) -> list[Event]:  # noqa: ARG002 - nothing is kept
        """What is published is gone from its document."""
        return []

    def _taken(self, document: Document, lease: int) -> list[Event]:
        free = {"_id": document["_id"], FREE_AT: document[FREE_AT]}
        if not self._documents.update_one(free, {"$set": {FREE_AT: lease}}).matched_count:
            return []
        held = _Held({"_id": document["_id"], FREE_AT: lease}, unsent(document))
        self._held.update(dict.fromkeys((event["id"] for event in held.events), held))
        return [Event.from_wire(event) for event in held.events]

    def _give_up(self, event_ids: Iterable[str]) -> list["_Held"]:
        """The documents these events lie in, which are held no more; each knows which of its events were named."""
        found: list[_Held] = []
        for event_id in event_ids:
            held = self._held.pop(event_id, None)
            if held is not None:
                held.named.add(event_id)
                found.append(held) if held not in found else None
        return found


@dataclass(eq=False)
class _Held:
    """A leased document: what it is found by while it is ours, and the events it had."""

    condition: dict[str, Any]
    events: list[Document]
    named: set[str] = field(default_factory=set)


def _now_ms() -> int:
    """Whole numbers, since a lease is found again by the very number, and not every server keeps a fraction whole."""
    return round(time.time() * 1000)
