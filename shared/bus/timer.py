"""The timer entrypoint."""

import random
from collections.abc import Callable
from typing import Any, TypeVar

from eventlet.event import Event
from nameko.extensions import Entrypoint

from shared.bus import metrics
from shared.bus.container import ExcInfo
from shared.bus.context import background_call, context_data
from shared.logs import logger

log = logger(__name__)

Work = TypeVar("Work", bound=Callable[..., Any])


class Every(Entrypoint):
    """Runs a method again and again, the next run `seconds` after the last one has ended.

    It has a greenlet of its own, beside the workers. Each replica has its timers, so the work must bear being done by
    several at once. Pauses vary by a tenth, so that
    replicas started together do not stay in step.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._stopped = Event()
        self._thread: Any = None
        super().__init__()

    def start(self) -> None:
        self._thread = self.container.spawn_managed_thread(self._run)

    def stop(self) -> None:
        if not self._stopped.ready():
            self._stopped.send(True)
        if self._thread is not None:
            self._thread.wait()

    def kill(self) -> None:
        if not self._stopped.ready():
            self._stopped.send(True)

    def _run(self) -> None:
        while not self._stopped.wait(timeout=self.seconds * random.uniform(0.9, 1.1)):  # noqa: S311 - jitter
            call = background_call(self.container.service_name)
            self.container.run_beside_workers(self, context_data(call), self._finish)

    def _finish(self, _worker: Any, result: Any, exc_info: ExcInfo) -> tuple[Any, ExcInfo]:
        outcome = metrics.OK if exc_info is None else metrics.FAILED
        metrics.timer_runs_total.labels(self.container.service_name, self.method_name, outcome).inc()
        if exc_info is not None:
            log.error("a timer's run failed; the next one comes", timer=self.method_name, exc_info=exc_info)
        return result, exc_info


def every(*, seconds: float) -> Callable[[Work], Work]:
    """Run the method about every `seconds`, as `system:<service>`; a failing run is logged and counted."""
    registering: Callable[[Work], Work] = Every.decorator(seconds)
    return registering
