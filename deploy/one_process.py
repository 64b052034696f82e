"""The embedded profile as `make run` shows it: data folder, document server, migrations, demonstration data."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NoReturn

from deploy import installation, stores
from deploy.backends import STATE, documents
from deploy.backends.process import Server, stop
from deploy.commands.demo import shop_date
from deploy.data_folder import end_leftover, sole_use
from deploy.seed import seed
from gateway import listening
from gateway.app import create_app
from shared import crypto, logs
from shared.actor import Actor
from shared.bus.embedded import BROKER_URL, EmbeddedServices, InProcessCaller, run_embedded
from shared.bus.feed import InProcessFeed
from shared.call import Call
from shared.config import ConfigurationInvalid, keyring_of, load

SEEDING_SECONDS = 60.0

log = logs.logger(__name__)


def main() -> int:
    """Serve until SIGTERM or SIGINT; the process's exit code."""
    signal.signal(signal.SIGTERM, _stop_starting)
    home = Path(os.environ.get("DATA_DIR", STATE / "demo"))
    try:
        host, port = free_address()
        installation.clock_variables()  # what is wrong with them is told before anything is started
        with sole_use(home), document_server(home) as server:
            prepare(home, server.url)
            serve(home, host, port)
    except (ConfigurationInvalid, ValueError, OSError, RuntimeError) as problem:
        print(f"mingyitang run: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def _stop_starting(*_: object) -> NoReturn:
    """SIGTERM while the stores are made ready: leave by the way that ends the document server too."""
    sys.exit(128 + signal.SIGTERM)


def free_address() -> tuple[str, int]:
    """HOST and PORT; OSError or ValueError says in one line why nothing can be served there."""
    host, said = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not said.isdecimal() or not 0 < int(said) < 2**16:
        raise ValueError(f"PORT is a number from 1 to 65535, not {said!r}")
    try:
        with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, int(said)))
    except OSError as error:
        raise OSError(
            f"cannot serve on {host}:{said}: {error.strerror or error}; choose another PORT or HOST"
        ) from error
    return host, int(said)


@contextmanager
def document_server(home: Path) -> Iterator[Server]:
    """The child process that keeps the chats, for as long as this process serves."""
    end_leftover(home / "documents" / "pid")
    server = documents.start_private(home / "documents")
    try:
        yield server
    finally:
        stop(server)


def prepare(home: Path, mongo_url: str) -> None:
    """Make the installation's variables this process's own, and bring every store up to date."""
    variables = installation.embedded(home, mongo_url)
    installation.remember(home, variables)
    os.environ.update(variables)
    for service in installation.services():
        stores.upgrade(service)


def serve(home: Path, host: str, port: int) -> None:
    settings = {name: load(name) for name in [*installation.services(), "gateway"]}
    gateway = settings.pop("gateway")
    crypto.install(keyring_of(gateway))
    logs.configure("mingyitang", os.environ.get("LOG_LEVEL", "WARNING"), os.environ.get("LOG_FORMAT", "console"))

    def application(caller: InProcessCaller, _: EmbeddedServices) -> Any:
        fill(caller)
        print(f"名医堂: http://{host}:{port}  API: http://{host}:{port}/api/docs  data: {home}", flush=True)
        app = create_app(caller, gateway, InProcessFeed(BROKER_URL, listening.TOPICS))
        listening.of(app).start()
        return app

    run_embedded(list(settings), settings, application, host, port, os.environ["DEAD_LETTERS_URL"])


def fill(caller: InProcessCaller) -> None:
    """The demonstration shop; what is there already stays as it is."""
    call = Call(actor=Actor.system("seed"))
    summary = seed(
        lambda service, method, request: caller.call(service, method, request, call, SEEDING_SECONDS), shop_date()
    )
    if summary.made:
        print(f"demonstration data: {summary}", flush=True)
