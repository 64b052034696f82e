"""The embedded profile as `make run` shows it: data folder, document server, migrations, demonstration data."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy import installation, stores
from deploy.backends import STATE, documents
from deploy.backends.process import Server, stop
from deploy.commands.demo import shop_date
from deploy.seed import seed
from gateway.app import create_app
from shared import crypto, logs
from shared.actor import Actor
from shared.bus.embedded import EmbeddedServices, InProcessCaller, run_embedded
from shared.call import Call
from shared.config import ConfigurationInvalid, keyring_of, load

SEEDING_SECONDS = 60.0

log = logs.logger(__name__)


def main() -> int:
    """Serve until SIGTERM or SIGINT; the process's exit code."""
    home = Path(os.environ.get("DATA_DIR", STATE / "demo"))
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    try:
        with document_server(home) as server:
            prepare(home, server.url)
            serve(home, host, port)
    except (ConfigurationInvalid, ValueError, OSError, RuntimeError) as problem:
        print(f"mingyitang run: {problem}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def document_server(home: Path) -> Iterator[Server]:
    """The child process that keeps the chats, for as long as this process serves."""
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
        return create_app(caller, gateway)

    run_embedded(list(settings), settings, application, host, port, os.environ["DEAD_LETTERS_URL"])


def fill(caller: InProcessCaller) -> None:
    """The demonstration shop; what is there already stays as it is."""
    call = Call(actor=Actor.system("seed"))
    summary = seed(
        lambda service, method, request: caller.call(service, method, request, call, SEEDING_SECONDS), shop_date()
    )
    if summary.made:
        print(f"demonstration data: {summary}", flush=True)
