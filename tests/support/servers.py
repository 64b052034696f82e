"""Servers that a test may stop, kill and start again, always at the same address and with what they had kept."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.backends import Backends, documents, mysql, rabbitmq
from deploy.backends.process import Server, free_port, stop

SECONDS_TO_DIE = 20


@dataclass
class Mortal:
    """A server of the test's own; `begin` starts it where it was."""

    begin: Callable[[], Server]

    def __post_init__(self) -> None:
        self.server = self.begin()

    @property
    def url(self) -> str:
        return self.server.url

    def stop(self) -> None:
        """As an operator would: it may say goodbye."""
        stop(self.server)

    def kill(self) -> None:
        """As a power cut would: the server and whatever it has started."""
        assert self.server.pid
        os.killpg(self.server.pid, signal.SIGKILL)
        deadline = time.monotonic() + SECONDS_TO_DIE
        while self.server.is_alive():
            assert time.monotonic() < deadline, f"{self.server.name} does not die"
            time.sleep(0.05)

    def start(self) -> None:
        """Start it again; returns once it answers."""
        self.server = self.begin()

    def restart(self, *, after_seconds: float, killed: bool = False) -> None:
        """Take it away, leave everybody without it for so long, bring it back."""
        (self.kill if killed else self.stop)()
        time.sleep(after_seconds)
        self.start()


@dataclass(frozen=True)
class Servers:
    """The three that a system needs; two of them may be mistreated."""

    broker: Mortal
    database: Mortal
    documents: Server

    def backends(self) -> Backends:
        return Backends(self.broker.server, self.database.server, self.documents)


@contextmanager
def servers_of_our_own(home: Path) -> Iterator[Servers]:
    """Started under `home`, ended afterwards, whatever became of them."""
    ports, port = rabbitmq.Ports(), free_port()
    home.mkdir(parents=True, exist_ok=True)
    begun: list[Mortal] = []

    def mortal(begin: Callable[[], Server]) -> Mortal:
        begun.append(Mortal(begin))
        return begun[-1]

    kept: Server | None = None
    try:
        broker = mortal(lambda: rabbitmq.start_private(home / "rabbitmq", ports))
        database = mortal(lambda: mysql.start_private(home / "mysql", port))
        kept = documents.start_private(home / "mongodb", prefer_mongod=True)
        yield Servers(broker, database, kept)
    finally:
        for one in [each.server for each in begun] + [kept] * bool(kept):
            stop(one)
        rabbitmq.end_port_mapper(str(ports.mapper))
