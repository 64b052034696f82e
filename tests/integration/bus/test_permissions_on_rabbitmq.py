"""DESIGN §2: each service has its own user on the broker and may publish only what is its own."""

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import pika
import pytest
import requests

from deploy import backends, broker_users
from gateway.feed.pika_feed import PikaFeed
from shared.bus import wire
from shared.bus.dead_letters import list_dead_letters
from shared.bus.topology import handler_queue_name
from shared.bus.wire import events_exchange_name
from shared.testing import sample

pytestmark = pytest.mark.real

UserOf = Callable[[str], str]
OTHERS_QUEUE = handler_queue_name("booking", "appointment_confirmed", "notification", "on_appointment_confirmed")


@pytest.fixture
def user_of(real_backends: backends.Backends, amqp_uri: str, client) -> Iterator[UserOf]:
    """`user_of("booking")`: the URL of a user who may do what that service may, on a prepared virtual host."""
    management = real_backends.environment()["AMQP_MANAGEMENT_URL"]
    parts = urlsplit(amqp_uri)
    virtual_host, made = parts.path.lstrip("/"), []

    def make(service: str) -> str:
        name, password = f"test-{secrets.token_hex(4)}", secrets.token_hex(8)
        made.append(name)
        topics = {"exchange": wire.RPC_EXCHANGE, **broker_users.rpc_permissions(service)}
        for path, body in (
            (f"users/{name}", {"password": password, "tags": ""}),
            (f"permissions/{virtual_host}/{name}", broker_users.permissions(service)),
            (f"topic-permissions/{virtual_host}/{name}", topics),
        ):
            requests.put(f"{management}/api/{path}", json=body, timeout=10).raise_for_status()
        return urlunsplit(parts._replace(netloc=f"{name}:{password}@{parts.netloc.rpartition('@')[2]}"))

    for service in ("booking", "catalog", "kitchen", "waiter"):
        client.channel.exchange_declare(events_exchange_name(service), wire.EXCHANGE_TYPE, durable=True)
    client.channel.queue_declare(OTHERS_QUEUE, durable=True)
    client.channel.queue_declare(wire.request_queue("scheduling"))
    yield make
    for name in made:
        requests.delete(f"{management}/api/users/{name}", timeout=10).raise_for_status()


def publish_as(url: str, exchange: str, key: str) -> None:
    """Publish with confirms, so that a refusal is seen."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish(exchange, key, b"{}")
    finally:
        if connection.is_open:
            connection.close()


def test_a_service_publishes_its_own_events_and_calls_whom_it_may(user_of):
    booking = user_of("booking")

    publish_as(booking, "booking.events", "appointment_confirmed")
    publish_as(booking, wire.RPC_EXCHANGE, "scheduling.claim_time")
    publish_as(booking, wire.RPC_EXCHANGE, wire.new_reply_address("gateway"))


@pytest.mark.parametrize(
    ("exchange", "key"),
    [
        ("catalog.events", "store_changed"),
        ("", OTHERS_QUEUE),
        ("notification.retry", OTHERS_QUEUE),
        (wire.RPC_EXCHANGE, "identity.create_account"),
    ],
)
def test_a_service_cannot_publish_what_is_anothers(user_of, client, exchange, key):
    client.channel.exchange_declare("notification.retry", "direct", durable=True)

    with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
        publish_as(user_of("booking"), exchange, key)


def test_a_service_cannot_take_anothers_requests_or_listen_in(user_of):
    url = user_of("booking")
    for attempt in (
        lambda channel: channel.basic_get(wire.request_queue("scheduling")),
        lambda channel: channel.queue_bind(_own_queue(channel), wire.RPC_EXCHANGE, "scheduling.*"),
    ):
        connection = pika.BlockingConnection(pika.URLParameters(url))
        with pytest.raises(pika.exceptions.ChannelClosedByBroker, match="ACCESS_REFUSED"):
            attempt(connection.channel())
        connection.close()


def test_the_gateway_hears_everybodys_events_and_its_queues_overflow_with_no_more_than_it_may(user_of, client):
    heard, gaps, busy = [], [], threading.Event()

    def hear(event):
        busy.wait(10)
        heard.append(event)

    feed = PikaFeed(user_of("gateway"), {"booking": ("appointment_confirmed",)}, most_waiting=10)
    feed.start(hear, lambda: gaps.append(len(heard)))
    _wait(lambda: gaps)
    event = json.dumps({**sample("booking", "appointment_confirmed").to_wire()}).encode()
    for _ in range(1000):
        client.channel.basic_publish(events_exchange_name("booking"), "appointment_confirmed", event)
    client.channel.connection.process_data_events(0.5)
    busy.set()

    _wait(lambda: heard and len(gaps) > 1)
    feed.close()


def _wait(happened):
    deadline = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_services_work_with_no_more_than_they_may(user_of, client, start_service, until, amqp_uri):
    start_service("waiter", amqp_url=user_of("waiter"))
    start_service("kitchen", amqp_url=user_of("kitchen"))

    for name in ("duck", "tough", "poison"):
        client.call("kitchen", "cook", {"name": name})

    until(lambda: client.call("waiter", "list_served")["served"] == ["duck", "tough"])
    until(lambda: len(list_dead_letters(amqp_uri, ["waiter"])) == 1)


def _own_queue(channel):
    return channel.queue_declare(wire.new_reply_address("booking"), exclusive=True).method.queue
