"""The life of a service's process: check what it needs, serve, and end when told to, whatever hangs."""

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

import eventlet
from eventlet import patcher
from eventlet.event import Event

from shared import crypto, logs
from shared.bus import health
from shared.bus.connection import BROKER_ERRORS, check_broker
from shared.bus.container import BusContainer
from shared.bus.resources import Resources
from shared.config import ConfigurationInvalid, keyring_of, load

log = logs.logger(__name__)

EXIT_MISSING = 1
USAGE = 2


class BackendMissing(Exception):
    """Something the service needs does not answer at start."""


def main(arguments: Sequence[str]) -> int:
    """Serve until told to stop; the process's exit code."""
    if len(arguments) != 1:
        print("usage: python -m shared.bus.runner SERVICE", file=sys.stderr)  # noqa: T201 - to whoever typed it
        return USAGE
    name = arguments[0]
    try:
        service = service_class(name)
        settings = load(name)
        check_backends(service.name, settings)
    except (ConfigurationInvalid, BackendMissing) as problem:
        print(f"{name}: {problem}", file=sys.stderr)  # noqa: T201 - before there are logs, and for people
        return EXIT_MISSING
    logs.configure(service.name, settings["log_level"], settings["log_format"])
    crypto.install(keyring_of(settings))
    serve(service, settings)
    return 0


def service_class(name: str) -> Any:
    """The one class with a `name` in `services.<name>.service`, or in a module given by its whole path."""
    path = name if "." in name else f"services.{name}.service"
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name and path.startswith(error.name):
            raise BackendMissing(f"there is no service of this name ({path})") from error
        raise
    found = [thing for thing in vars(module).values() if isinstance(thing, type) and thing.__module__ == path]
    named = [thing for thing in found if isinstance(getattr(thing, "name", None), str)]
    if len(named) != 1:
        raise BackendMissing(f"{path} holds {len(named)} service classes instead of one")
    return named[0]


def check_backends(service: str, settings: Any) -> None:
    """Raise BackendMissing naming what does not answer."""
    try:
        check_broker(settings["amqp_url"])
    except BROKER_ERRORS as error:
        raise BackendMissing(f"the broker does not answer (AMQP_URL): {error}") from error
    resources = Resources(service, settings)
    try:
        for need, ping in resources.needs().items():
            _ping(_in_words(need, service), ping)
    finally:
        resources.close()


def _ping(what: str, ping: Any) -> None:
    try:
        ping()
    except Exception as error:
        raise BackendMissing(f"{what}: {_in_short(error)}") from error


def _in_words(need: str, service: str) -> str:
    """A need of `Resources.needs`, and the variable that says where it is."""
    if need == "documents":
        return "the document store does not answer (MONGO_URL)"
    return f"the database does not answer ({service.upper()}_DATABASE_URL)"


def _in_short(error: Exception) -> str:
    """What a driver says in its first line, without the timeouts and topology that pymongo adds."""
    said = str(getattr(error, "orig", None) or error)
    return said.partition("\n")[0].partition(" (configured timeouts")[0]


def serve(service: Any, settings: Any) -> None:
    """Serve until SIGTERM or SIGINT, or until the container dies, whose error is raised."""
    container = BusContainer(service, settings)
    told = told_to_stop(settings["exit_deadline_seconds"])
    if settings["health_port"]:
        health.serve(health.Health(container), settings["health_host"], settings["health_port"])
    starting = eventlet.spawn(container.start)
    eventlet.spawn(_stop_when, told, container, starting)
    container.wait()


def told_to_stop(exit_deadline_seconds: float) -> Event:
    """Sent when SIGTERM or SIGINT comes; from then on the process has so many seconds to live."""
    told = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # The handler runs inside the hub, where nothing may wait: the work goes to a greenlet.
        signal.signal(number, lambda *_: eventlet.spawn_n(_tell, told, exit_deadline_seconds))
    return told


def _tell(told: Event, seconds: float) -> None:
    if not told.ready():
        arm_exit_deadline(seconds)
        told.send(None)


def _stop_when(told: Event, container: BusContainer, starting: Any) -> None:
    told.wait()
    log.info("stopping")
    starting.kill()
    container.stop()


def arm_exit_deadline(seconds: float) -> None:
    """End the process in so many seconds if it still runs then.

    A thread of the operating system, since it is greenlets that may hang: Nameko never ends while the broker is away.
    """
    threading = patcher.original("threading")
    timer = threading.Timer(seconds, _exit_now, args=(seconds,))
    timer.daemon = True
    timer.start()


def _exit_now(seconds: float) -> None:
    os.write(2, f"still running {seconds} s after the signal to stop; exiting\n".encode())
    os._exit(1)
