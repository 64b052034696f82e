"""The relay: publishes what lies in the outbox, in every process whose service has one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import eventlet
from eventlet.event import Event as Signal

from shared.bus import metrics
from shared.bus.connection import pauses
from shared.bus.publisher import NotPublished, Post, Publisher
from shared.bus.topology import events_exchange_name
from shared.bus.wire import dumps
from shared.events import Event
from shared.ids import new_id
from shared.logs import logger

if TYPE_CHECKING:
    from shared.outbox import Outbox

log = logger(__name__)

POLL_SECONDS = 1.0


class Relay:
    """Woken after each commit that added events, and every second in case a wake-up was lost with a process.

    Rows are leased, so any number of relays share an outbox. An event nobody has asked for yet is published all the
    same, and gone: `mingyitang republish` rebuilds what a new service needs.
    """

    def __init__(self, outbox: "Outbox", publisher: Publisher, spawn: Callable[..., object] = eventlet.spawn) -> None:
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
            ids = [event.id for event in events]
            try:
                self._publisher.publish([post_of(event) for event in events])
            except NotPublished:
                self._outbox.give_back(ids)
                raise
            self._outbox.mark_published(ids)
            metrics.outbox_published_total.labels(self._outbox.producer).inc(len(ids))

    def _run(self) -> None:
        waiting = pauses()
        is_last = False
        while not is_last:
            is_last = self._told_to_stop.ready()
            try:
                self.publish_waiting()
            except Exception as error:  # noqa: BLE001 - broker or database are away: the rows wait, and so do we
                log.warning("events wait in the outbox", error=repr(error))
                self._told_to_stop.wait(timeout=next(waiting))
            else:
                waiting = pauses()
                self._wait_for_work()
        self._ended.send(None)

    def _wait_for_work(self) -> None:
        self._woken.wait(timeout=POLL_SECONDS)
        if self._woken.ready():
            self._woken = Signal()


def post_of(event: Event) -> Post:
    """An event as it travels; what it is mandatory for nobody knows."""
    return Post(events_exchange_name(event.producer), event.type, dumps(event.to_wire()), message_id=event.id)
