"""The gateway as it is served: gunicorn over a real broker, or eventlet in process; its streams are read for real."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from shared.bus.publisher import ConfirmedPublisher
from shared.bus.relay import post_of
from shared.bus.topology import events_exchange
from shared.config import ROOT
from shared.events import Event
from shared.ids import new_id
from shared.testing import sample
from tests.conftest import TEST_KEYS

KEY = "a test's own key, long enough to sign"
SECONDS = 20
CALLS, STREAMS, PER_ACCOUNT = 4, 6, 3


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def token(account: str = "cus-1", *, lives_seconds: float = 900, **claims: Any) -> str:
    """An access token as the gateway signs it."""
    now = datetime.now(UTC)
    standard = {"sub": account, "iat": now, "nbf": now, "jti": new_id(), "type": "access", "fresh": False}
    mine = {"exp": now + timedelta(seconds=lives_seconds), "roles": ["customer"], "stores": [], "session_id": new_id()}
    return jwt.encode({**standard, **mine, **claims}, KEY, algorithm="HS256")


class Listener:
    """A page that listens, on a connection of its own."""

    def __init__(self, port: int, bearer: str, path: str = "/api/v1/live", **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self.connection.request("GET", path, headers={"Authorization": f"Bearer {bearer}", **headers})
        self.answer = self.connection.getresponse()
        self.status = self.answer.status

    def next(self) -> dict[str, str]:
        """The next event or heartbeat; an empty one at the end of the stream."""
        lines: dict[str, str] = {}
        while line := self.answer.readline().decode().rstrip("\r\n"):
            name, _, value = line.partition(": ")
            lines[name] = value
        return lines

    def until(self, kind: str) -> dict[str, str]:
        while frame := self.next():
            if frame.get("event") == kind:
                return frame
        raise AssertionError(f"the stream ended without {kind}")

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@dataclass
class Served:
    """A gateway that serves on a port."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    pages: list[Listener] = field(default_factory=list)

    def listen(self, bearer: str, **how: str) -> Listener:
        self.pages.append(Listener(self.port, bearer, **how))
        return self.pages[-1]

    def get(self, path: str, bearer: str = "") -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", path, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, json.loads(body)

    def end(self) -> None:
        for page in self.pages:
            page.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


Serve = Callable[..., Served]


@pytest.fixture
def serve(amqp_uri: str, tmp_path: Path) -> Iterator[Serve]:
    """`serve(LIVE_STREAMS="2")`: gunicorn as `make up` runs it, with these variables."""
    started: list[Served] = []

    def start(**variables: str) -> Served:
        port, log = free_port(), tmp_path / f"gateway-{len(started)}.log"
        own = {
            "AMQP_URL": amqp_uri, "JWT_SECRET_KEY": KEY, "PROFILE": "test", "HOST": "127.0.0.1", "PORT": str(port),
            "GATEWAY_THREADS": str(CALLS), "LIVE_STREAMS": str(STREAMS), "LIVE_STREAMS_PER_ACCOUNT": str(PER_ACCOUNT),
            "PYTHONPATH": str(ROOT), **TEST_KEYS, **variables,
        }  # fmt: skip
        command = [sys.executable, "-m", "gunicorn", "--config", "gateway/gunicorn.conf.py", "gateway.wsgi:app"]
        with log.open("wb") as out:
            process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}, stdout=out, stderr=out)
        started.append(Served(port, process, log))
        wait_until_it_serves(started[-1])
        return started[-1]

    yield start
    for gateway in started:
        gateway.end()


def wait_until_it_serves(gateway: Served) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            assert gateway.get("/healthz")[0] == 200
        except OSError:
            assert time.monotonic() < deadline, gateway.log.read_text()[-2000:]
            assert gateway.process.poll() is None, gateway.log.read_text()[-2000:]
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def announce(amqp_uri: str) -> Iterator[Callable[..., None]]:
    """`announce("booking", "appointment_confirmed", revision=3)`: a sample of that event, changed."""
    publishers: dict[str, ConfirmedPublisher] = {}

    def publish(service: str, type_: str, **changes: Any) -> None:
        if service not in publishers:
            publishers[service] = ConfirmedPublisher(amqp_uri, service, [events_exchange(service)])
        event = sample(service, type_)
        changed = Event(**{**vars(event), "id": new_id(), "data": {**event.data, **changes}})
        publishers[service].publish([post_of(changed)])

    yield publish
    for publisher in publishers.values():
        publisher.close()
