"""One line for each HTTP request, and the request's id on every line that is logged while it is answered."""

import time

from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from gateway.asking import request_id
from shared.logs import logger, tells_each

log = logger(__name__)
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


def init_app(app: Flask) -> None:
    @app.before_request
    def _follow() -> None:
        clear_contextvars()
        bind_contextvars(request_id=request_id())
        g.received_at = time.perf_counter()

    @app.after_request
    def _tell(response: Response) -> Response:
        """The path without its query, which may name people; probes ask every few seconds and tell nothing."""
        if tells_each() and request.path not in PROBES:
            took = time.perf_counter() - g.get("received_at", time.perf_counter())
            log.info(
                "answered",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round(took * 1000, 1),
            )
        return response
