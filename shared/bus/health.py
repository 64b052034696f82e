"""What a service's process tells of itself over HTTP: `/healthz`, `/readyz`, `/metrics`."""

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import eventlet
from eventlet import wsgi
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.bus import metrics
from shared.bus.listener import Listener
from shared.bus.process import ProcessExtension
from shared.logs import logger

if TYPE_CHECKING:
    from shared.bus.container import BusContainer

log = logger(__name__)

StartResponse = Callable[[str, list[tuple[str, str]]], object]
JSON = [("Content-Type", "application/json")]


class Health:
    """The state of one container; a WSGI application."""

    def __init__(self, container: "BusContainer") -> None:
        self._service = container.service_name
        self._listener = container.shared_extensions.get(Listener)
        extension = container.shared_extensions.get(ProcessExtension)
        self._process = extension and extension.process

    def missing(self) -> list[str]:
        """What the service needs and does not reach at present; empty when it can serve."""
        found = [] if self._listener is None or self._listener.is_serving() else ["bus"]
        if self._process is None:
            return found
        return found + [name for name, ping in self._process.resources.needs().items() if not _works(ping)]

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/healthz":
            start_response("200 OK", JSON)
            return [b'{"status": "ok"}']
        if path == "/readyz":
            missing = self.missing()
            start_response("503 Service Unavailable" if missing else "200 OK", JSON)
            return [json.dumps({"status": "missing" if missing else "ok", "missing": missing}).encode()]
        if path == "/metrics":
            self._measure_outbox()
            start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
            return [generate_latest()]
        start_response("404 Not Found", JSON)
        return [b"{}"]

    def _measure_outbox(self) -> None:
        if self._process is None or self._process.relay is None:
            return
        try:
            count, oldest = self._process.resources.outbox.waiting()
        except Exception as error:  # noqa: BLE001 - the other figures are wanted all the more
            log.warning("the outbox could not be measured", error=repr(error))
            return
        metrics.outbox_waiting.labels(self._service).set(count)
        metrics.outbox_oldest_seconds.labels(self._service).set(oldest)


def serve(health: Health, host: str, port: int) -> None:
    """Serve in a greenlet of its own."""
    socket = eventlet.listen((host, port))
    eventlet.spawn(wsgi.server, socket, health, log_output=False)


def _works(ping: Callable[[], None]) -> bool:
    try:
        ping()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, it does not work
        log.warning("not ready", error=repr(error))
        return False
    return True
