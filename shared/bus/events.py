"""The event handler entrypoint: each event at least once, a failing one again later, in the end a dead letter.

Stock handlers lose a failing event or spin on it. Here its copy waits in a delay queue, confirmed before the original
is acknowledged, and the neighbours go on meanwhile.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar

import eventlet
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint

from shared.bus import metrics, topology
from shared.bus.connection import BROKER_ERRORS, body_of
from shared.bus.container import ExcInfo
from shared.bus.context import background_call, context_data
from shared.bus.dead_letters.letter import Failure
from shared.bus.listener import Listener
from shared.bus.process import ProcessExtension
from shared.bus.retry import ATTEMPT_HEADER
from shared.events import Event
from shared.logs import logger, tells_each
from shared.outage import is_outage

log = logger(__name__)

Handler = TypeVar("Handler", bound=Callable[..., Any])

# A handler may keep this part of the workers busy; the rest is left for requests and other handlers.
SHARE_OF_WORKERS = 4
PAUSE_BEFORE_RETURNING_SECONDS = 1.0


class EventHandler(Entrypoint):
    """One method that handles one type of event of one service."""

    listener = Listener()
    shared = ProcessExtension()

    def __init__(self, source: str, event_type: str) -> None:
        self.source, self.event_type = source, event_type
        super().__init__()

    def setup(self) -> None:
        self.service = self.container.service_name
        settings = self.shared.process.resources.settings
        limit = int(settings.get("delivery_limit", topology.HANDLER_DELIVERY_LIMIT))
        self.queue = topology.handler_queue(self.source, self.event_type, self.service, self.method_name, limit)
        self.prefetch = max(1, self.container.max_workers // SHARE_OF_WORKERS)
        self.delays = topology.delays_of(settings)
        self.listener.add(self)

    def stop(self) -> None:
        self.listener.cease()

    def declare(self, connection: Any, channel: Any) -> None:
        topology.declare_handler(connection, channel, self.source, self.queue, self.service)

    def on_message(self, message: Any) -> None:
        try:
            event = Event.from_wire(body_of(message).decode())
        except (ValueError, TypeError, KeyError) as error:
            log.error("an event is malformed", handler=self.method_name, error=repr(error))  # noqa: TRY400
            self._put_aside(message, partial(self._bury, message, error))
            return
        call = background_call(self.service, event.correlation_id)
        try:
            self.container.spawn_worker(
                self, (event,), {}, context_data=context_data(call), handle_result=partial(self._finish, message)
            )
        except ContainerBeingKilled:
            message.requeue()

    def _finish(self, message: Any, _worker: Any, result: Any, exc_info: ExcInfo) -> tuple[Any, ExcInfo]:
        if exc_info is None:
            self._count(metrics.HANDLED)
            if tells_each():
                log.info("handled", source=self.source, event_type=self.event_type)
            _settle(message.ack)
        else:
            self._log_failure(message, exc_info)
            self._put_aside(message, partial(self._retry_or_bury, message, exc_info[1]))
        return result, exc_info

    def _log_failure(self, message: Any, exc_info: ExcInfo) -> None:
        """Where it happened matters when the fault is ours; of an outage there are as many lines as events."""
        if is_outage(exc_info[1]):
            log.warning("an event waits for a store that is away", handler=self.method_name, error=repr(exc_info[1]))
        else:
            log.warning("a handler failed", attempt=_attempts(message) + 1, exc_info=exc_info)

    def _retry_or_bury(self, message: Any, error: BaseException) -> None:
        attempts = _attempts(message)
        if is_outage(error):
            # No fault of the event, and no try of it: it comes again for as long as the store is away.
            self._try_later(message, attempts, self.delays[len(self.delays) // 2])
        elif attempts < len(self.delays):
            self._try_later(message, attempts + 1, self.delays[attempts])
        else:
            self._bury(message, error)

    def _try_later(self, message: Any, attempts: int, seconds: float) -> None:
        self.shared.process.retries.later(self.queue.name, body_of(message), attempts, seconds)
        self._count(metrics.RETRIED)

    def _bury(self, message: Any, error: BaseException) -> None:
        reason = f"{type(error).__name__}: {error}"
        failure = Failure(self.service, self.queue.name, reason, attempts=_attempts(message) + 1)
        self.shared.process.dead_letters.add(failure, body_of(message))
        self._count(metrics.DEAD)

    def _put_aside(self, message: Any, act: Callable[[], None]) -> None:
        """The copy first, then the acknowledgement; where no copy can be made, the original comes back."""
        try:
            act()
        except Exception:
            log.exception("a failing event could not be put aside; it comes back")
            self._count(metrics.RETURNED)
            eventlet.sleep(PAUSE_BEFORE_RETURNING_SECONDS)
            _settle(message.requeue)
        else:
            _settle(message.ack)

    def _count(self, outcome: str) -> None:
        metrics.events_total.labels(self.service, self.method_name, outcome).inc()


def event_handler(source_service: str, event_type: str) -> Callable[[Handler], Handler]:
    """Handle each event of that type of that service, at least once; with `once`, exactly once in effect."""
    registering: Callable[[Handler], Handler] = EventHandler.decorator(source_service, event_type)
    return registering


def once(handler: Handler) -> Handler:
    """Take each event once: its inbox row and its effect are one transaction, which the storages join."""

    @wraps(handler)
    def taking(self: Any, event: Event) -> None:
        self.inbox.once(handler.__name__, event, lambda: handler(self, event))

    return taking  # type: ignore[return-value]


def _attempts(message: Any) -> int:
    return int(message.headers.get(ATTEMPT_HEADER, 0))


def _settle(act: Callable[[], None]) -> None:
    """Acknowledge or return a message; where the connection is gone, the broker has it back already."""
    try:
        act()
    except BROKER_ERRORS as error:
        log.info("an event comes again, its connection is gone", error=repr(error))
