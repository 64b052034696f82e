"""Prometheus figures of every answer, by route and status; routes, not paths, so that ids make no series."""

import os
import time

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SEVERAL_PROCESSES = "PROMETHEUS_MULTIPROC_DIR"


def init_app(app: Flask) -> None:
    registry = CollectorRegistry()
    seconds = Histogram(
        "gateway_request_seconds",
        "Time to answer an HTTP request",
        ["method", "route", "status"],
        buckets=BUCKETS,
        registry=registry,
    )

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def _measure(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unknown"
        took = time.perf_counter() - g.get("started", time.perf_counter())
        seconds.labels(request.method, route, response.status_code).observe(took)
        return response

    app.add_url_rule("/metrics", "metrics", lambda: _exposed(registry))


def _exposed(registry: CollectorRegistry) -> Response:
    """With several worker processes each writes to files of a shared folder, and one answers for all."""
    if os.environ.get(SEVERAL_PROCESSES):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
