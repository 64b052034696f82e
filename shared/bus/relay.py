"""The relay: publishes what lies in the outbox, in every process whose service has one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

import eventlet
from eventlet.event import Event as Signal

from shared.bus import metrics
from shared.bus.publisher import NotPublished, Post, Publisher, Refused
from shared.bus.wire import dumps, events_exchange_name
from shared.events import Event
from shared.ids import new_id
from shared.logs import logger
from shared.pauses import pauses

log = logger(__name__)

POLL_SECONDS = 1.0


class Waiting(Protocol):
    """Where events wait to be published: `shared.outbox.Outbox`, or `shared.outbox_documents.DocumentOutbox`."""

    producer: str

    def lease(self, relay: str) -> list[Event]: ...

    def lease_refused(self, relay: str) -> tuple[Event, int] | None: ...

    def mark_published(self, event_ids: list[str]) -> None: ...

    def give_back(self, event_ids: list[str]) -> None: ...

    def set_aside(self, event_id: str, times: int) -> None: ...

    def published_within(self, age: timedelta) -> list[Event]:
        """What was published lately, where that is kept."""
        ...


class Relay:
    """Woken after each commit that added events, and every second in case a wake-up was lost with a process.

    Rows are leased, so any number of relays share an outbox. An event nobody has asked for yet is published all the
    same, and gone: `mingyitang republish` rebuilds what a new service needs.
    """

    def __init__(self, outbox: Waiting, publisher: Publisher, spawn: Callable[..., object] = eventlet.spawn) -> None:
        self._outbox = outbox
        self._publisher = publisher
        self._name = f"relay-{new_id()}"
        self._woken = Signal()
        self._told_to_stop, self._ended = Signal(), Signal()
        spawn(self._run)

    def wake(self) -> None:
        """There is something to publish."""
        if not self._woken.ready():
            self._woken.send(None)

    def stop(self) -> None:
        """Publish what is there, if the broker takes it, and end."""
        if not self._told_to_stop.ready():
            self._told_to_stop.send(True)
        self.wake()
        self._ended.wait()

    def publish_waiting(self) -> None:
        """Publish everything that waits; raises NotPublished when the broker is away."""
        while events := self._outbox.lease(self._name):
            self._publish(events)
        while refused := self._outbox.lease_refused(self._name):
            event, times = refused
            self._publish([event], times)

    def _publish(self, events: list[Event], refused_before: int = 0) -> None:
        """Publish them together; where the broker refuses, each by itself, so that one holds none of the others up."""
        try:
            self._publisher.publish([post_of(event) for event in events])
        except Refused as refusal:
            if len(events) == 1:
                self._set_aside(events[0], refused_before + 1, refusal)
                return
        except NotPublished:
            self._outbox.give_back([event.id for event in events])
            raise
        else:
            self._outbox.mark_published([event.id for event in events])
            metrics.outbox_published_total.labels(self._outbox.producer).inc(len(events))
            return
        for event in events:
            self._publish([event])

    def _set_aside(self, event: Event, times: int, refusal: Refused) -> None:
        log.error("the broker refuses an event", id=event.id, type=event.type, times=times, reason=str(refusal))
        metrics.outbox_refused_total.labels(self._outbox.producer).inc()
        self._outbox.set_aside(event.id, times)

    def _run(self) -> None:
        waiting = pauses()
        while not self._told_to_stop.ready():
            if self._try_to_publish():
                waiting = pauses()
                self._woken.wait(timeout=POLL_SECONDS)
            else:
                self._told_to_stop.wait(timeout=next(waiting))
            self._woken = Signal() if self._woken.ready() else self._woken
        self._try_to_publish()
        self._ended.send(None)

    def _try_to_publish(self) -> bool:
        """Whether all went well; broker or database may be away, then the rows wait."""
        try:
            self.publish_waiting()
        except Exception as error:  # noqa: BLE001 - whatever it was, the rows are still there to be tried again
            log.warning("events wait in the outbox", error=repr(error))
            return False
        return True


def post_of(event: Event) -> Post:
    """An event as it travels; what it is mandatory for nobody knows."""
    return Post(events_exchange_name(event.producer), event.type, dumps(event.to_wire()), message_id=event.id)
