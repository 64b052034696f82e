"""The real servers for tests and `make up`: RabbitMQ, a MySQL-family server, a MongoDB-wire server.

Each is taken by the best means there is: a URL from the environment, a Docker engine, a program already installed (a
private instance on a free port, never the machine's own service), on Debian as root a package. What was chosen is said.
"""

import json
import os
import socket
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.backends import documents, mysql, rabbitmq
from deploy.backends.process import Server, stop
from shared.config import ROOT

STATE = ROOT / ".run"
VARIABLES = {"rabbitmq": "AMQP_URL", "mysql": "MYSQL_URL", "mongodb": "MONGO_URL"}
DEFAULT_PORTS = {"rabbitmq": 5672, "mysql": 3306, "mongodb": 27017}
SECONDS_TO_ANSWER = 5
STARTERS = {"rabbitmq": rabbitmq.start, "mysql": mysql.start, "mongodb": documents.start}


class BackendMissing(Exception):
    """A server could neither be found nor started; the text names it and how to get it."""


@dataclass(frozen=True)
class Backends:
    """The three servers, and how each was chosen."""

    rabbitmq: Server
    mysql: Server
    mongodb: Server

    def __iter__(self) -> Iterator[tuple[str, Server]]:
        return iter((name, getattr(self, name)) for name in VARIABLES)

    def environment(self) -> dict[str, str]:
        """What `.run/backends.env` says: one URL per server, without database or virtual host of a service."""
        urls = {VARIABLES[name]: server.url for name, server in self}
        return {**urls, "AMQP_MANAGEMENT_URL": self.rabbitmq.more.get("management_url", "")}


def up(state: Path = STATE) -> Backends:
    """The servers, started where none runs yet; raises BackendMissing naming the first that cannot be had."""
    state.mkdir(parents=True, exist_ok=True)
    known = _known(state)
    servers: dict[str, Server] = {}
    for name in VARIABLES:
        servers[name] = _given(name) or _still_running(known.get(name)) or _started(name, state)
        _remember(state, {name: server for name, server in servers.items() if server.is_ours})
    _write_environment(state, servers)
    return Backends(**servers)


def must_answer(servers: Backends) -> None:
    """Raise BackendMissing naming the first that does not, before anything is started that would wait for it."""
    for name, server in servers:
        where = urlsplit(server.url)
        address = (where.hostname or "127.0.0.1", where.port or DEFAULT_PORTS[name])
        try:
            socket.create_connection(address, timeout=SECONDS_TO_ANSWER).close()
        except OSError as error:
            said = f"{name} does not answer at {address[0]}:{address[1]} ({VARIABLES[name]}): {error}"
            raise BackendMissing(said) from error


def down(state: Path = STATE) -> list[str]:
    """Stop what `up` started, and only that; returns the names of the servers stopped."""
    known = _known(state)
    stopped = [name for name, server in known.items() if stop(server)]
    if "rabbitmq" in stopped and (port := known["rabbitmq"].more.get("epmd_port")):
        rabbitmq.end_port_mapper(port)
    for file in ("backends.json", "backends.env"):
        (state / file).unlink(missing_ok=True)
    return stopped


def running(state: Path = STATE) -> Backends | None:
    """The servers that `up` left, if all of them still run."""
    known = _known(state)
    alive = {name: server for name in VARIABLES if (server := _given(name) or _still_running(known.get(name)))}
    return Backends(**alive) if len(alive) == len(VARIABLES) else None


def _write_environment(state: Path, servers: Mapping[str, Server]) -> None:
    """One URL per server: of our own where they run, since others of this checkout read them here, else those given."""
    ours = {name: server for name, server in _known(state).items() if server.is_alive()}
    variables = Backends(**{**servers, **ours}).environment()
    (state / "backends.env").write_text("".join(f"{key}={value}\n" for key, value in variables.items()))


def _given(name: str) -> Server | None:
    url = os.environ.get(VARIABLES[name])
    if not url:
        return None
    more = {"management_url": os.environ.get("AMQP_MANAGEMENT_URL", "")} if name == "rabbitmq" else {}
    return Server(name, url, f"{VARIABLES[name]} from the environment", more=more)


def _still_running(server: Server | None) -> Server | None:
    return server if server and server.is_alive() else None


def _started(name: str, state: Path) -> Server:
    try:
        return STARTERS[name](state)
    except (OSError, RuntimeError) as error:
        raise BackendMissing(f"{name}: {error} (or give its URL in {VARIABLES[name]})") from error


def _known(state: Path) -> dict[str, Server]:
    file = state / "backends.json"
    if not file.exists():
        return {}
    kept: Mapping[str, dict[str, object]] = json.loads(file.read_text())
    return {name: Server(**fields) for name, fields in kept.items()}  # type: ignore[arg-type]


def _remember(state: Path, servers: Mapping[str, Server]) -> None:
    """Keep what we started, and only that: `down` must find it even if URLs from the environment came in between."""
    kept = {**_known(state), **servers}
    (state / "backends.json").write_text(json.dumps({name: asdict(server) for name, server in kept.items()}, indent=1))
