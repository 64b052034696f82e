"""The service as its own processes on a real broker, each party with the rights its own user has."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pika
import pytest

from deploy import broker
from gateway.rpc.pika_rpc import PikaRpc
from shared.call import Call
from shared.clock import SystemClock
from shared.config import ROOT
from shared.crypto import keyring
from shared.db import Database
from shared.events import Event
from shared.testing import an_event
from shared.testing.keys import TEST_INDEX_KEY, TEST_KEYS

pytestmark = pytest.mark.real
SECONDS_TO_START = 90  # on a machine that is busy with other tests


@dataclass(frozen=True)
class Prepared:
    """A virtual host prepared as for a real system; `urls` by process."""

    urls: dict[str, str]

    def publish(self, user: str, exchange: str, event: Event) -> None:
        """As that user; raises what the broker refuses."""
        with closing(pika.BlockingConnection(pika.URLParameters(self.urls[user]))) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            properties = pika.BasicProperties(content_type="application/json", content_encoding="utf-8")
            channel.basic_publish(exchange, event.type, json.dumps(event.to_wire()).encode(), properties)


@pytest.fixture
def prepared(real_backends: Any) -> Iterator[Prepared]:
    variables = {
        **real_backends.environment(),
        "AMQP_URL": f"{real_backends.rabbitmq.url.rstrip('/')}/rights-{secrets.token_hex(4)}",
    }
    yield Prepared(broker.prepare(variables))
    broker.forget(variables)


@pytest.fixture
def replicas(prepared: Prepared, real_database_of: Callable[..., Database], tmp_path: Path) -> Iterator[None]:
    """Two processes of the service on one database, listening."""
    url = real_database_of("notification").engine.url.render_as_string(hide_password=False)
    variables = {
        "PROFILE": "demo",
        "AMQP_URL": prepared.urls["notification"],
        "NOTIFICATION_DATABASE_URL": url,
        "PERSONAL_DATA_KEYS": TEST_KEYS,
        "BLIND_INDEX_KEY": TEST_INDEX_KEY,
    }
    command = [sys.executable, "-m", "shared.bus.runner", "notification"]
    logs = [(tmp_path / f"{number}.log").open("w") for number in range(2)]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, **variables}, stderr=log, stdin=subprocess.DEVNULL)
        for log in logs
    ]
    try:
        _wait_for_consumers(prepared, len(processes))
        yield
    finally:
        for process in processes:
            process.terminate()
        for process, log in zip(processes, logs, strict=True):
            process.wait(timeout=30)
            log.close()


def _wait_for_consumers(prepared: Prepared, wanted: int) -> None:
    queue = "evt-identity-one_time_code_issued--notification.on_one_time_code_issued"
    with closing(pika.BlockingConnection(pika.URLParameters(prepared.urls["deploy"]))) as connection:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            channel = connection.channel()
            try:
                if channel.queue_declare(queue, passive=True).method.consumer_count >= wanted:
                    return
            except pika.exceptions.ChannelClosedByBroker:
                pass  # it is not declared yet
            time.sleep(0.1)
    pytest.fail("the service did not begin to listen")


def _code_for(phone: str, code: str) -> Event:
    sealed = {name: keyring().seal(value, f"event.{name}") for name, value in (("phone", phone), ("code", code))}
    data = {
        "account_id": None,
        "phone_sealed": sealed["phone"],
        "code_sealed": sealed["code"],
        "purpose": "sign_in",
        "expires_at": (SystemClock().now() + timedelta(minutes=5)).isoformat(),
        "language": "zh-CN",
    }
    return an_event("one_time_code_issued", data, producer="identity")


@pytest.mark.usefixtures("replicas")
def test_a_code_can_be_read_at_once_and_each_is_sent_by_one_replica_only(prepared: Prepared) -> None:
    with closing(PikaRpc(prepared.urls["gateway"], caller="gateway")) as rpc:

        def sent_to(phone: str) -> list[str]:
            answer = rpc.call("notification", "find_outbox", {"to": phone}, Call(), 5.0)
            return [item["text"] for item in answer["items"]]

        waits = []
        for number in range(20):
            phone = f"139000000{number:02d}"
            prepared.publish("identity", "identity.events", _code_for(phone, f"2718{number:02d}"))
            published = time.monotonic()
            while not sent_to(phone):
                assert time.monotonic() - published < 5
                time.sleep(0.005)
            waits.append(time.monotonic() - published)
        texts = [sent_to(f"139000000{number:02d}") for number in range(20)]

    assert [len(found) for found in texts] == [1] * 20
    assert sorted(waits)[len(waits) // 2] < 0.25, "half of the codes waited for the timer instead of being sent at once"


def test_a_service_cannot_publish_another_ones_event(prepared: Prepared) -> None:
    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
        prepared.publish("notification", "identity.events", _code_for("13900000001", "271828"))


def test_a_service_cannot_call_whom_it_has_no_business_with(prepared: Prepared) -> None:
    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
        prepared.publish("notification", "nameko-rpc", an_event("booking.cancel_appointment", {}))


def test_nobody_can_listen_to_another_services_calls(prepared: Prepared) -> None:
    with closing(pika.BlockingConnection(pika.URLParameters(prepared.urls["catalog"]))) as connection:
        channel = connection.channel()
        channel.queue_declare("rpc.reply-catalog-spy", exclusive=True)
        with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
            channel.queue_bind("rpc.reply-catalog-spy", "nameko-rpc", "booking.*")
