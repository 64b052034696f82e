"""Nameko's container, with workers that cannot take the process down and that leave overdue work undone."""

import sys
from collections.abc import Callable
from typing import Any

from nameko.containers import ServiceContainer, WorkerContext

from shared.bus.context import call_of
from shared.bus.process import SETTINGS
from shared.logs import follow, logger

log = logger(__name__)

ExcInfo = Any
HandleResult = Callable[[Any, Any, ExcInfo], tuple[Any, ExcInfo]]


class Overdue(Exception):
    """The call's deadline passed before a worker became free; nobody waits for the answer any more."""


class BusContainer(ServiceContainer):
    """Runs one service.

    In stock Nameko an exception in `get_dependency`, or while a result is handled, kills the container; here it is the
    worker's failure like any other.
    """

    def __init__(self, service_cls: type, settings: Any) -> None:
        config = {"AMQP_URI": settings["amqp_url"], "max_workers": settings.get("max_workers"), SETTINGS: settings}
        super().__init__(service_cls, config)

    def run_beside_workers(self, entrypoint: Any, context_data: dict[str, Any], handle_result: HandleResult) -> None:
        """Do an entrypoint's work in the calling greenlet, whether or not a worker is free.

        Timers need that: one that waits for a service whose workers all wait for ours must not take the worker they
        wait for.
        """
        worker_ctx = WorkerContext(self, self.service_cls(), entrypoint, data=context_data)
        self._run_worker(worker_ctx, handle_result)

    def _run_worker(self, worker_ctx: Any, handle_result: HandleResult | None) -> None:
        follow(call_of(worker_ctx), entrypoint=worker_ctx.entrypoint.method_name)
        result, exc_info = None, None
        try:
            result = self._work(worker_ctx)
        except Exception:  # noqa: BLE001 - the entrypoint's handle_result tells what it means
            exc_info = sys.exc_info()
        try:
            if handle_result is not None:
                result, exc_info = handle_result(worker_ctx, result, exc_info)
            self._worker_result(worker_ctx, result, exc_info)
            self._worker_teardown(worker_ctx)
        except Exception:
            log.exception("a worker's result could not be handled")
        finally:
            del exc_info

    def _work(self, worker_ctx: Any) -> Any:
        left = call_of(worker_ctx).seconds_left()
        if left is not None and left <= 0:
            raise Overdue
        self._inject_dependencies(worker_ctx)
        self._worker_setup(worker_ctx)
        method = getattr(worker_ctx.service, worker_ctx.entrypoint.method_name)
        return method(*worker_ctx.args, **worker_ctx.kwargs)
