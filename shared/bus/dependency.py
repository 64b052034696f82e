"""Dependencies: what a service's class declares and each of its workers gets."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from nameko.extensions import DependencyProvider

from shared.actor import Actor
from shared.bus.context import call_of
from shared.bus.process import ProcessExtension
from shared.bus.resources import Resources
from shared.call import Call
from shared.clock import SystemClock

if TYPE_CHECKING:
    from shared.idempotency import IdempotencyKeys as Keys
    from shared.inbox import Inbox as TheInbox


class Dependency(DependencyProvider):
    """Base of a service's adapters: `provide` gives each worker its object.

    `start` runs once before the first worker, `stop` once after the last.
    """

    shared = ProcessExtension()

    def provide(self, resources: Resources, call: Call) -> Any:
        """The object to inject into a worker that works on `call`."""
        raise NotImplementedError

    def start(self, resources: Resources) -> None:
        """What must happen before the first worker: indexes, caches."""

    def bind(self, container: Any, attr_name: str) -> Any:
        """Nameko starts extensions all at once and without arguments: our `start` is called in its `setup` instead."""
        bound = super().bind(container, attr_name)
        bound.start = lambda: None
        return bound

    def setup(self) -> None:
        type(self).start(self, self.shared.process.resources)

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self.provide(self.shared.process.resources, call_of(worker_ctx))


class CurrentCall(Dependency):
    """The call being worked on: actor, request id, language, deadline, idempotency key."""

    def provide(self, resources: Resources, call: Call) -> Call:  # noqa: ARG002
        return call


class CurrentActor(Dependency):
    """Who asks."""

    def provide(self, resources: Resources, call: Call) -> Actor:  # noqa: ARG002
        return call.actor


class Clock(Dependency):
    """Business time, shifted by the setting `clock_offset_seconds` in the demonstration profile."""

    def provide(self, resources: Resources, call: Call) -> SystemClock:  # noqa: ARG002
        return SystemClock(timedelta(seconds=float(resources.settings.get("clock_offset_seconds", 0))))


class Inbox(Dependency):
    """Which events were taken already; `once` needs it under the name `inbox`."""

    def provide(self, resources: Resources, call: Call) -> "TheInbox":  # noqa: ARG002
        from shared.inbox import Inbox as TheInbox  # noqa: PLC0415 - a service without SQL carries no SQLAlchemy

        return TheInbox(resources.database)


class IdempotencyKeys(Dependency):
    """Answers already given; `idempotent` needs it under the name `idempotency`."""

    def provide(self, resources: Resources, call: Call) -> "Keys":  # noqa: ARG002
        from shared.idempotency import IdempotencyKeys as Keys  # noqa: PLC0415 - see Inbox

        return Keys(resources.database)
