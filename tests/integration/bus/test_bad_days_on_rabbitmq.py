"""DESIGN §4, rule 4, and what the broker's absence does to services: nothing that lasts."""

import os
import time
from pathlib import Path

import eventlet
import pytest
import requests

from deploy.backends.process import free_port
from shared.bus import wire
from shared.bus.caller import RpcCaller
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


def test_a_call_that_waits_fails_at_once_when_the_connection_is_lost(start_service, gate):
    start_service("kitchen")
    caller = RpcCaller(gate.url, "test")
    caller.call("kitchen", "echo", {}, Call().within(5))
    waiting = eventlet.spawn(_refused, caller, "sleep", {"seconds": 5})
    eventlet.sleep(0.3)
    cut_at = time.monotonic()

    gate.cut()

    code, refused_at = waiting.wait()
    assert code == wire.SERVICE_UNAVAILABLE
    assert refused_at - cut_at < 0.1
    caller.stop()


def test_while_the_broker_is_away_calls_fail_at_once_and_later_go_through(start_service, gate, until):
    start_service("kitchen")
    caller = RpcCaller(gate.url, "test")
    caller.call("kitchen", "echo", {}, Call().within(5))
    gate.shut()
    eventlet.sleep(0.2)
    asked_at = time.monotonic()

    code, refused_at = _refused(caller, "echo", {})

    assert code == wire.SERVICE_UNAVAILABLE
    assert refused_at - asked_at < 0.1
    gate.open()
    until(lambda: _refused(caller, "echo", {}) is None, seconds=15)
    caller.stop()


def test_events_wait_in_the_outbox_while_the_broker_is_away(client, start_service, gate, until):
    """The dish is done when the broker has gone; its request is forgotten before it is back, so that it comes once."""
    start_service("waiter")
    port = free_port()
    kitchen = start_service("kitchen", amqp_url=gate.url, health_port=port)
    client.send("kitchen", "cook", {"name": "duck", "after": 0.5}, Call().within(1))
    time.sleep(0.2)
    gate.shut()
    time.sleep(1.5)
    assert client.call("waiter", "list_served")["served"] == []
    assert 'mingyitang_outbox_waiting{service="kitchen"} 1.0' in _asked(port, "metrics").text
    ready = _asked(port, "readyz")
    assert (ready.status_code, ready.json()["missing"]) == (503, ["bus"])

    gate.open()

    until(lambda: client.call("waiter", "list_served")["served"] == ["duck"], kitchen, seconds=15)
    until(lambda: _asked(port, "readyz").status_code == 200, kitchen)


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


def test_sigterm_under_load_loses_nothing(client, start_service, sigterm, until):
    """One of two replicas leaves while both are busy: every call is answered once, and every event takes effect."""
    waiter = start_service("waiter")
    leaving, _ = start_service("kitchen", max_workers=16), start_service("kitchen", max_workers=16)
    until(lambda: client.channel.queue_declare("rpc-kitchen", passive=True).method.consumer_count == 2)
    names = [f"dish {number}" for number in range(120)]
    asked = [client.send("kitchen", "cook", {"name": name, "after": 0.1}, Call().within(30)) for name in names]
    time.sleep(0.15)

    leaving.tell(sigterm)

    until(lambda: client.wait(0.05) or set(asked) <= set(client.replies))
    answers = [wire.result_from(client.replies.pop(one)[1]) for one in asked]
    assert {answer["revision"] for answer in answers} == set(range(1, len(names) + 1))
    assert leaving.wait(10) == 0
    until(lambda: sorted(client.call("waiter", "list_served")["served"]) == sorted(names), waiter)


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

    assert _asked(port, "healthz").json() == {"status": "ok"}
    assert _asked(port, "readyz").json() == {"status": "ok", "missing": []}
    assert _asked(port, "elsewhere").status_code == 404
    until(lambda: 'mingyitang_outbox_published_total{service="kitchen"} 1.0' in _asked(port, "metrics").text)
    figures = _asked(port, "metrics").text
    assert 'mingyitang_rpc_seconds_count{method="cook",outcome="ok",service="kitchen"} 1.0' in figures
    assert 'mingyitang_outbox_waiting{service="kitchen"} 0.0' in figures


def test_an_idle_service_costs_next_to_nothing(start_service):
    waiter = start_service("waiter")
    time.sleep(1)
    before = _cpu_seconds(waiter.process.pid)

    time.sleep(5)

    assert _cpu_seconds(waiter.process.pid) - before < 0.05 * 5


def _cpu_seconds(pid):
    """In user and in kernel mode; see proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _asked(port, path):
    return requests.get(f"http://127.0.0.1:{port}/{path}", timeout=10)


def _refused(caller, method, request):
    """How and when a call of the kitchen was refused; None if it was answered."""
    try:
        caller.call("kitchen", method, request, Call().within(10))
    except Unavailable as refusal:
        return refusal.code, time.monotonic()
    return None


def _echoes(client, service):
    try:
        return client.call(service, "echo", {"n": 1}, Call().within(1)) == {"n": 1}
    except Unavailable:
        return False
