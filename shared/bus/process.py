"""What a service's process has once, whatever declares it: resources, calling connection, relay, publisher."""

from functools import cached_property
from typing import Any

from nameko.extensions import SharedExtension

from shared.bus.caller import RpcCaller
from shared.bus.connection import is_in_memory
from shared.bus.dead_letters.letter import DeadLetters
from shared.bus.dead_letters.queue import DeadLetterQueue
from shared.bus.housekeeping import Housekeeping
from shared.bus.publisher import Publisher, publisher_to
from shared.bus.relay import Relay
from shared.bus.resources import Resources
from shared.bus.retry import DelayQueues, Retries, SpawnAfter
from shared.bus.topology import events_exchange, retry_exchange

SETTINGS = "settings"


class Process:
    """Holds them, and opens each when it is first needed."""

    def __init__(self, service: str, settings: Any, url: str) -> None:
        self._service, self._url = service, url
        self._caller: RpcCaller | None = None
        self.relay: Relay | None = None
        self._housekeeping: Housekeeping | None = None
        self.resources = Resources(service, settings, caller=self.caller, on_outbox_added=self.wake_relay)

    def start_relay(self) -> None:
        """Publish from now on what the service's outbox holds, if it has one."""
        waiting = self.resources.relayed() if self.relay is None else None
        if waiting is not None:
            self.relay = Relay(waiting, self.publisher)

    def start_housekeeping(self) -> None:
        """Forget from now on what the bus's tables need no longer hold, if the service has a database."""
        if self._housekeeping is None and self.resources.settings.get("database_url"):
            from shared.retention import prune  # noqa: PLC0415 - a service without SQL carries no SQLAlchemy

            self._housekeeping = Housekeeping(lambda: prune(self.resources.database))

    def wake_relay(self) -> None:
        if self.relay is not None:
            self.relay.wake()

    def caller(self) -> RpcCaller:
        """The one connection on which this process calls other services."""
        if self._caller is None:
            self._caller = RpcCaller(self._url, self._service)
        return self._caller

    @cached_property
    def publisher(self) -> Publisher:
        own = [events_exchange(self._service), retry_exchange(self._service)]
        return publisher_to(self._url, self._service, own)

    @cached_property
    def retries(self) -> Retries:
        if is_in_memory(self._url):
            return SpawnAfter(self.publisher)
        return DelayQueues(self._url, self.publisher, self._service)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        if is_in_memory(self._url):
            from shared.bus.dead_letters.table import DeadLetterTable  # noqa: PLC0415 - only where there is SQLAlchemy

            return DeadLetterTable(self.resources.settings["dead_letters_url"])
        return DeadLetterQueue(self.publisher)

    def close(self) -> None:
        """Send what the last workers left in the outbox, then close everything."""
        if self._housekeeping is not None:
            self._housekeeping.stop()
        if self.relay is not None:
            self.relay.stop()
        if self._caller is not None:
            self._caller.stop()
        if "publisher" in self.__dict__:
            self.publisher.close()
        self.resources.close()


class ProcessExtension(SharedExtension):
    """Ties the `Process` to a container's life.

    It holds the process instead of being it, because Nameko looks at every attribute of an extension, which would open
    everything at once.
    """

    process: Process

    def bind(self, container: Any) -> Any:
        bound = super().bind(container)
        if not hasattr(bound, "process"):
            config = container.config
            bound.process = Process(container.service_name, config.get(SETTINGS, {}), config.get("AMQP_URI", ""))
        return bound

    def start(self) -> None:
        """In the embedded profile the relays wait until every service listens."""
        self.process.start_housekeeping()
        if not is_in_memory(self.container.config["AMQP_URI"]):
            self.process.start_relay()

    def stop(self) -> None:
        """Nameko stops this after the last worker."""
        self.process.close()
