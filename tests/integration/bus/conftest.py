"""Test services as processes of their own, and a plain client that speaks the wire form and nothing else."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pika
import pytest
import requests

from deploy import backends
from shared.bus import wire
from shared.call import Call
from shared.errors import Unavailable
from tests.support.gate import BrokerGate

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SECONDS_TO_START = 30


class WireClient:
    """The simplest caller there can be: one blocking connection."""

    def __init__(self, url: str) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(url))
        self.channel = self._connection.channel()
        self.channel.exchange_declare(wire.RPC_EXCHANGE, wire.EXCHANGE_TYPE, durable=True)
        self.address = wire.new_reply_address("test")
        self.channel.queue_declare(self.address, exclusive=True)
        self.channel.queue_bind(self.address, wire.RPC_EXCHANGE, self.address)
        self.channel.basic_consume(self.address, self._on_reply, auto_ack=True)
        self.replies: dict[str, tuple[pika.BasicProperties, bytes]] = {}
        self.returned: set[str] = set()
        self.channel.add_on_return_callback(lambda _c, _m, properties, _b: self.returned.add(properties.correlation_id))

    def call(self, service: str, method: str, request: Any = None, call: Call | None = None) -> wire.Json:
        return wire.result_from(self.reply_to(service, method, request, call)[1])

    def reply_to(
        self, service: str, method: str, request: Any = None, call: Call | None = None
    ) -> tuple[pika.BasicProperties, bytes]:
        call = call or Call().within(10)
        correlation_id = self.send(service, method, request or {}, call)
        while correlation_id not in self.replies:
            if correlation_id in self.returned:
                raise wire.nobody_serves(service)
            if (call.seconds_left() or 0) <= 0:
                raise wire.too_late(service, method)
            self.wait(0.01)
        return self.replies.pop(correlation_id)

    def send(self, service: str, method: str, request: Any, call: Call, body: bytes | None = None) -> str:
        properties = pika.BasicProperties(
            reply_to=self.address,
            correlation_id=os.urandom(8).hex(),
            expiration=wire.expiration_of(call),
            headers=wire.headers_of(call),
            content_type=wire.CONTENT_TYPE,
            content_encoding=wire.CONTENT_ENCODING,
            delivery_mode=wire.TRANSIENT,
        )
        key = wire.routing_key(service, method)
        body = wire.request_body(request) if body is None else body
        self.channel.basic_publish(wire.RPC_EXCHANGE, key, body, properties, mandatory=True)
        return str(properties.correlation_id)

    def _on_reply(self, _channel: Any, _method: Any, properties: pika.BasicProperties, body: bytes) -> None:
        self.replies[str(properties.correlation_id)] = (properties, body)

    def wait(self, seconds: float) -> None:
        self._connection.process_data_events(seconds)

    def close(self) -> None:
        self._connection.close()


class ServiceProcess:
    """A test service in a process of its own."""

    def __init__(self, name: str, settings: dict[str, Any], log: Path) -> None:
        self.name, self.settings, self.log_file = name, settings, log
        command = [sys.executable, str(HERE / "run_service.py"), f"tests.integration.bus.{name}", json.dumps(settings)]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=output
            )

    def log(self) -> str:
        return self.log_file.read_text()

    def tell(self, number: int) -> None:
        self.process.send_signal(number)

    def wait(self, seconds: float) -> int:
        return self.process.wait(seconds)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def settings_of(name: str, uri: str, folder: Path) -> dict[str, Any]:
    return {
        "amqp_url": uri,
        "database_url": f"sqlite:///{folder}/{name}.db",
        "max_workers": 8,
        "exit_deadline_seconds": 5,
        "health_host": "127.0.0.1",
        "health_port": 0,
        "retry_delays": "0.2,0.4,0.6",
    }


StartService = Callable[..., ServiceProcess]


@contextmanager
def virtual_host(servers: backends.Backends) -> Iterator[str]:
    management = servers.environment()["AMQP_MANAGEMENT_URL"]
    name = f"test-bus-{secrets.token_hex(4)}"
    requests.put(f"{management}/api/vhosts/{name}", timeout=10).raise_for_status()
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    requests.put(f"{management}/api/permissions/{name}/guest", json=everything, timeout=10).raise_for_status()
    yield f"{servers.rabbitmq.url.rstrip('/')}/{name}"
    requests.delete(f"{management}/api/vhosts/{name}", timeout=10).raise_for_status()


@pytest.fixture(scope="module")
def busy_uri(real_backends: backends.Backends) -> Iterator[str]:
    """A virtual host for all tests of a module that do not disturb one another."""
    with virtual_host(real_backends) as uri:
        yield uri


@pytest.fixture(scope="module")
def kitchen(busy_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    """A kitchen for the whole module."""
    yield from _for_the_module("kitchen", busy_uri, tmp_path_factory.mktemp("kitchen"))


@pytest.fixture(scope="module")
def waiter(busy_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    """A waiter for the whole module."""
    yield from _for_the_module("waiter", busy_uri, tmp_path_factory.mktemp("waiter"))


def _for_the_module(name: str, uri: str, folder: Path) -> Iterator[ServiceProcess]:
    service = ServiceProcess(name, settings_of(name, uri, folder), folder / "log")
    client = WireClient(uri)
    try:
        wait_for(lambda: answers(client, name), service)
        yield service
    finally:
        client.close()
        service.end()


@pytest.fixture
def guest(busy_uri: str) -> Iterator[WireClient]:
    """A client on the module's virtual host."""
    made = WireClient(busy_uri)
    yield made
    made.close()


@pytest.fixture
def client(amqp_uri: str) -> Iterator[WireClient]:
    made = WireClient(amqp_uri)
    yield made
    made.close()


@pytest.fixture
def start_service(amqp_uri: str, client: WireClient, tmp_path: Path) -> Iterator[StartService]:
    """`start_service("kitchen", max_workers=2)`: started, and answering unless `answering=False`."""
    started: list[ServiceProcess] = []

    def start(name: str, *, answering: bool = True, **settings: Any) -> ServiceProcess:
        service = ServiceProcess(
            name, {**settings_of(name, amqp_uri, tmp_path), **settings}, tmp_path / f"{name}-{len(started)}.log"
        )
        started.append(service)
        if answering:
            wait_for(lambda: answers(client, name), service)
        return service

    yield start
    for service in started:
        service.end()


def answers(client: WireClient, name: str) -> bool:
    try:
        return client.call(name, "echo", {"n": 1}) == {"n": 1}
    except Unavailable:
        return False


def wait_for(is_true: Callable[[], object], service: ServiceProcess | None = None, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        told = service.log()[-2000:] if service else ""
        assert time.monotonic() < deadline, f"did not happen in {seconds} s: {told}"
        assert service is None or service.process.poll() is None, f"the service died: {told}"
        time.sleep(0.05)


@pytest.fixture
def gate(amqp_uri: str) -> Iterator[BrokerGate]:
    """A way to the broker that can be cut."""
    made = BrokerGate(amqp_uri)
    yield made
    made.shut()


@pytest.fixture
def until() -> Callable[..., None]:
    return wait_for


@pytest.fixture
def sigterm() -> int:
    return int(signal.SIGTERM)
