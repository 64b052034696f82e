"""The embedded profile: all services and the gateway's WSGI application in one process, on the in-memory bus.

Call it in a process that eventlet has monkey-patched before anything else was imported.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import eventlet
from eventlet import wsgi

from shared.bus.caller import RpcCaller
from shared.bus.container import BusContainer
from shared.bus.dead_letters.table import DeadLetterTable
from shared.bus.health import Health
from shared.bus.process import Process, ProcessExtension
from shared.bus.publisher import Post, publisher_to
from shared.bus.relay import post_of
from shared.bus.serving import service_class, told_to_stop
from shared.bus.wire import DEFAULT_TIMEOUT_SECONDS, Json
from shared.call import Call
from shared.logs import logger

log = logger(__name__)

BROKER_URL = "memory://embedded"
REPLAY_POLL_SECONDS = 1.0
MAX_CONNECTIONS = 1024

Wsgi = Callable[..., Iterable[bytes]]


class InProcessCaller:
    """Calls the services of this process; safe for any number of greenlets."""

    def __init__(self, url: str = BROKER_URL, name: str = "gateway") -> None:
        self._caller = RpcCaller(url, name)

    def call(
        self, service: str, method: str, request: Json, call: Call, timeout: float = DEFAULT_TIMEOUT_SECONDS
    ) -> Json:
        """The answer of `service.method`, or its refusal raised; Unavailable when nobody serves or time is up."""
        return self._caller.call(service, method, request, call.within(timeout))

    def close(self) -> None:
        self._caller.stop()


class EmbeddedServices:
    """Services running in this process.

    `settings_by_service` gives each its settings; the broker's URL and `dead_letters_url` (a SQLite file) are added.
    """

    def __init__(
        self,
        services: Sequence[str],
        settings_by_service: Mapping[str, Mapping[str, Any]],
        dead_letters_url: str,
        broker_url: str = BROKER_URL,
    ) -> None:
        self._broker_url = broker_url
        common = {"amqp_url": broker_url, "dead_letters_url": dead_letters_url}
        self.containers = [
            BusContainer(service_class(name), {**settings_by_service[name], **common}) for name in services
        ]
        self._letters = DeadLetterTable(dead_letters_url)
        self._replaying: Any = None

    def start(self) -> None:
        """Start all services; relays only when everybody listens, since an event nobody is bound for is gone."""
        for container in self.containers:
            container.start()
        for process in self._processes():
            send_known_again(process)
            process.start_relay()
        self._replaying = eventlet.spawn(self._replay_asked)

    def stop(self) -> None:
        if self._replaying is not None:
            self._replaying.kill()
        list(eventlet.GreenPool().imap(BusContainer.stop, self.containers))
        self._letters.close()

    def missing(self) -> list[str]:
        """What the services need and do not reach, as `<service>: <what>`."""
        return [f"{found.service_name}: {what}" for found in self.containers for what in Health(found).missing()]

    def _processes(self) -> list[Process]:
        extensions = [container.shared_extensions.get(ProcessExtension) for container in self.containers]
        return [extension.process for extension in extensions if extension is not None]

    def _replay_asked(self) -> None:
        """Send dead letters again that another process (`mingyitang dlq replay`) asked for."""
        publisher = publisher_to(self._broker_url, "dead letters")
        while True:
            try:
                letters = self._letters.take_asked()
                publisher.publish([Post("", letter.handler_queue, letter.body.encode()) for letter in letters])
            except Exception:
                log.exception("dead letters could not be sent again")
            eventlet.sleep(REPLAY_POLL_SECONDS)


def send_known_again(process: Process) -> None:
    """Send every event published within the inboxes' memory once more: they drop what they know.

    What the last run had published but not handled when it ended is handled now.
    """
    waiting = process.resources.relayed()
    if waiting is None:
        return
    from shared.inbox import RETENTION  # noqa: PLC0415 - where there is an outbox here there is SQLAlchemy

    events = waiting.published_within(RETENTION)
    process.publisher.publish([post_of(event) for event in events])
    log.info("sent known events again", service=process.resources.service, events=len(events))


def run_embedded(
    services: Sequence[str],
    settings_by_service: Mapping[str, Mapping[str, Any]],
    wsgi_app_factory: Callable[[InProcessCaller, EmbeddedServices], Wsgi],
    host: str,
    port: int,
    dead_letters_url: str,
    exit_deadline_seconds: float = 10,
) -> None:
    """Serve the application `wsgi_app_factory` makes, and all services behind it, until SIGTERM or SIGINT.

    The factory gets the caller for its RPC port, and the services, whose `missing` answers `/readyz`.
    """
    told = told_to_stop(exit_deadline_seconds)
    running = EmbeddedServices(services, settings_by_service, dead_letters_url)
    running.start()
    caller = InProcessCaller()
    application = wsgi_app_factory(caller, running)
    socket = eventlet.listen((host, port), reuse_port=False)  # or two of us would share a port, each with its own data
    server = eventlet.spawn(wsgi.server, socket, application, max_size=MAX_CONNECTIONS, log_output=False)
    server.link(lambda _: None if told.ready() else told.send(None))
    told.wait()
    server.kill()
    caller.close()
    running.stop()
