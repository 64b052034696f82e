"""DESIGN §4, rule 4, and what the broker's absence does to services: nothing that lasts."""

import time

import pytest
import requests

from deploy.backends.process import free_port
from shared.bus import wire
from shared.call import Call
from shared.errors import Unavailable

pytestmark = pytest.mark.real


def test_a_service_serves_again_when_the_broker_is_back(client, start_service, gate, until):
    kitchen = start_service("kitchen", amqp_url=gate.url)
    gate.shut()
    time.sleep(0.5)
    with pytest.raises(Unavailable):
        client.call("kitchen", "echo", {}, Call().within(1))

    gate.open()

    until(lambda: _echoes(client, "kitchen"), kitchen, seconds=15)


def test_calls_that_wait_fail_at_once_when_the_connection_is_lost(client, start_service, gate, until):
    """The waiter calls the kitchen through the gate; its own requests come on a way that stays."""
    start_service("kitchen")
    start_service("waiter", amqp_url=gate.url)
    client.send("waiter", "ask_kitchen", {"method": "sleep", "request": {"seconds": 5}}, Call().within(20))
    time.sleep(0.5)
    started = time.monotonic()

    gate.cut()

    until(lambda: _echoes(client, "waiter"), seconds=5)
    asked = client.call("waiter", "ask_kitchen", {"method": "echo", "request": {"n": 1}})
    assert asked == {"n": 1}
    assert time.monotonic() - started < 4, "the worker that waited for the kitchen was told at once"


def test_events_wait_in_the_outbox_while_the_broker_is_away(client, start_service, gate, until):
    start_service("waiter")
    port = free_port()
    kitchen = start_service("kitchen", amqp_url=gate.url, health_port=port)
    gate.shut()
    time.sleep(0.5)
    ready = requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5)
    assert (ready.status_code, ready.json()["missing"]) == (503, ["bus"])

    gate.open()
    until(lambda: _echoes(client, "kitchen"), kitchen, seconds=15)
    client.call("kitchen", "cook", {"name": "duck"})
    until(lambda: client.call("waiter", "list_served")["served"] == ["duck"])
    assert requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code == 200


def test_sigterm_ends_what_was_begun_and_takes_nothing_new(client, start_service, sigterm):
    kitchen = start_service("kitchen")
    correlation_id = client.send("kitchen", "sleep", {"seconds": 1}, Call().within(10))
    time.sleep(0.3)
    kitchen.tell(sigterm)
    time.sleep(0.4)

    with pytest.raises(Unavailable, match=wire.SERVICE_UNAVAILABLE):
        client.call("kitchen", "echo", {})
    assert kitchen.wait(10) == 0
    client.wait(0.2)
    assert wire.result_from(client.replies.pop(correlation_id)[1]) == {"slept": 1}


def test_sigterm_ends_a_process_while_the_broker_is_away(start_service, gate, sigterm):
    kitchen = start_service("kitchen", amqp_url=gate.url)
    gate.shut()
    time.sleep(0.5)

    kitchen.tell(sigterm)

    assert kitchen.wait(5) == 0


def test_a_process_that_hangs_is_gone_at_its_exit_deadline(client, start_service, sigterm):
    kitchen = start_service("kitchen", exit_deadline_seconds=1)
    client.send("kitchen", "sleep", {"seconds": 60}, Call().within(100))
    time.sleep(0.3)
    started = time.monotonic()

    kitchen.tell(sigterm)

    assert kitchen.wait(5) == 1
    assert time.monotonic() - started < 3
    assert "still running 1 s after the signal to stop" in kitchen.log()


def test_health_readiness_and_figures_are_served(client, start_service, until):
    port = free_port()
    start_service("kitchen", health_port=port)
    client.call("kitchen", "cook", {"name": "duck"})
    ask = lambda path: requests.get(f"http://127.0.0.1:{port}/{path}", timeout=10)  # noqa: E731

    assert ask("healthz").json() == {"status": "ok"}
    assert ask("readyz").json() == {"status": "ok", "missing": []}
    assert ask("elsewhere").status_code == 404
    until(lambda: 'mingyitang_outbox_published_total{service="kitchen"} 1.0' in ask("metrics").text)
    figures = ask("metrics").text
    assert 'mingyitang_rpc_seconds_count{method="cook",outcome="ok",service="kitchen"} 1.0' in figures
    assert 'mingyitang_outbox_waiting{service="kitchen"} 0.0' in figures


def _echoes(client, service):
    try:
        return client.call(service, "echo", {"n": 1}, Call().within(1)) == {"n": 1}
    except Unavailable:
        return False
