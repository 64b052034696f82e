"""One port, two adapters: over RabbitMQ from real threads, and inside the process under eventlet, all the same."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import eventlet
import pytest

from gateway.rpc import Rpc
from gateway.rpc.pika_rpc import PikaRpc
from shared.actor import Actor
from shared.bus.container import BusContainer
from shared.bus.embedded import InProcessCaller
from shared.call import Call, IdempotencyKey
from shared.errors import Conflict, Invalid, Refusal, Unavailable
from tests.contract.echo_service import EchoService
from tests.support.gate import BrokerGate

ROOT = Path(__file__).parents[2]
RUN_SERVICE = ROOT / "tests/integration/bus/run_service.py"
SETTINGS = {"max_workers": 64, "exit_deadline_seconds": 5, "health_host": "127.0.0.1", "health_port": 0}
SECONDS_TO_START = 30


@dataclass
class Side:
    """An adapter, and how its callers call at once."""

    rpc: Rpc
    together: Callable[[Callable[[int], Any], int], list[Any]]

    def ask(self, method: str, request: Any = None, *, call: Call | None = None, timeout: float = 5.0) -> Any:
        return self.rpc.call("echo", method, request or {}, call or Call(), timeout)


@pytest.fixture
def embedded() -> Iterator[Side]:
    url = "memory://rpc-port"
    container = BusContainer(EchoService, {**SETTINGS, "amqp_url": url})
    container.start()
    rpc = InProcessCaller(url)
    pool = eventlet.GreenPool()
    yield Side(rpc, lambda work, times: list(pool.imap(work, range(times))))
    rpc.close()
    container.stop()


@contextmanager
def echo_over(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The echo service in a process of its own, answering."""
    settings = json.dumps({**SETTINGS, "amqp_url": url})
    with (folder / "echo.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(RUN_SERVICE), "tests.contract.echo_service", settings],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=log,
        )
    rpc = PikaRpc(url)
    try:
        wait_until(lambda: serves(rpc), f"echo did not start: see {folder}/echo.log")
        yield process
    finally:
        rpc.close()
        process.kill()
        process.wait()


def serves(rpc: Rpc) -> bool:
    try:
        rpc.call("echo", "echo", {}, Call(), 1.0)
    except Unavailable:
        return False
    return True


def wait_until(look: Callable[[], bool], otherwise: str, seconds: float = SECONDS_TO_START) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


@pytest.fixture
def rabbitmq(amqp_uri: str, tmp_path: Path) -> Iterator[Side]:
    rpc = PikaRpc(amqp_uri)
    with echo_over(amqp_uri, tmp_path), ThreadPoolExecutor(64) as pool:
        yield Side(rpc, lambda work, times: list(pool.map(work, range(times))))
    rpc.close()


@pytest.fixture(params=["embedded", pytest.param("rabbitmq", marks=pytest.mark.real)])
def side(request: pytest.FixtureRequest) -> Side:
    chosen: Side = request.getfixturevalue(request.param)
    return chosen


def refused(work: Callable[[], Any]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value


def test_what_is_said_comes_back(side):
    said = {"text": "肩颈推拿 💆", "numbers": [1, 2.5, None, True], "nested": {"empty": {}}}

    assert side.ask("echo", said) == said


def test_nothing_is_an_empty_object(side):
    assert side.ask("say_nothing") == {}


def test_who_asks_and_what_for_travels_along(side):
    actor = Actor("acc-1", "林晓月", frozenset({"customer"}), frozenset({"sto-1"}), session_id="ses-1")
    key = IdempotencyKey("k-1", "POST /api/v1/appointments", "0" * 64)

    heard = Call.from_wire(side.ask("tell_call", call=Call(actor, "req-1", "en", idempotency=key)))

    assert (heard.actor, heard.request_id, heard.language, heard.idempotency) == (actor, "req-1", "en", key)
    assert 0 < (heard.seconds_left() or 0) <= 5


def test_a_refusal_arrives_as_its_kind_with_all_it_tells(side):
    refusal = refused(lambda: side.ask("refuse"))

    assert isinstance(refusal, Conflict)
    assert (refusal.code, refusal.params) == ("slot_taken", {"table": 7})


def test_a_request_of_the_wrong_form_is_refused_by_field(side):
    refusal = refused(lambda: side.ask("check", {"drink": "tea"}))

    assert isinstance(refusal, Invalid)
    assert set(refusal.fields) == {"dish", "drink"}


def test_a_fault_of_the_service_is_an_internal_error_that_tells_nothing(side):
    refusal = refused(lambda: side.ask("fail"))

    assert isinstance(refusal, Unavailable)
    assert refusal.code == "internal_error"
    assert "not for callers" not in refusal.detail


def test_a_method_nobody_has_is_answered_by_a_service_that_listens(side):
    assert refused(lambda: side.ask("ping")).code == "unknown_method"


def test_a_service_that_is_away_is_told_at_once(side):
    side.ask("echo")  # the first call of a process connects
    began = time.monotonic()

    refusal = refused(lambda: side.rpc.call("nobody", "echo", {}, Call(), 5.0))

    assert time.monotonic() - began < 0.1
    assert isinstance(refusal, Unavailable)
    assert refusal.code == "service_unavailable"


def test_a_service_that_dawdles_is_not_waited_for(side):
    began = time.monotonic()

    refusal = refused(lambda: side.ask("dawdle", {"seconds": 3}, timeout=0.3))

    assert 0.25 < time.monotonic() - began < 1
    assert refusal.code == "deadline_exceeded"
    assert side.ask("echo", {"still": "there"}) == {"still": "there"}


def test_the_calls_own_deadline_counts_as_well(side):
    assert refused(lambda: side.ask("dawdle", {"seconds": 3}, call=Call().within(0.2))).code == "deadline_exceeded"
    assert refused(lambda: side.ask("echo", call=Call().within(-1))).code == "deadline_exceeded"


def test_many_callers_at_once_each_get_their_own_answer(side):
    answers = side.together(lambda number: side.ask("echo", {"number": number}), 500)

    assert answers == [{"number": number} for number in range(500)]


def test_a_slow_call_does_not_hold_up_the_others(side):
    def call(number: int) -> float:
        began = time.monotonic()
        side.ask("dawdle", {"seconds": 2.5 if number == 0 else 0})
        return time.monotonic() - began

    slow, *quick = side.together(call, 8)

    assert slow >= 2.5
    assert max(quick) < slow


# Over a network only.


@pytest.fixture
def gate(amqp_uri: str) -> Iterator[BrokerGate]:
    made = BrokerGate(amqp_uri)
    yield made
    made.shut()


@pytest.fixture
def gated(gate: BrokerGate, amqp_uri: str, tmp_path: Path) -> Iterator[PikaRpc]:
    """A caller whose connection the test can cut; the service's stays."""
    rpc = PikaRpc(gate.url)
    with echo_over(amqp_uri, tmp_path):
        yield rpc
    rpc.close()


@pytest.mark.real
def test_calls_under_way_fail_at_once_when_the_connection_drops(gated, gate):
    gated.call("echo", "echo", {}, Call(), 5.0)
    found: list[Any] = []

    def wait_long() -> None:
        began = time.monotonic()
        refusal = refused(lambda: gated.call("echo", "dawdle", {"seconds": 8}, Call(), 10.0))
        found.append((refusal.code, time.monotonic() - began))

    caller = threading.Thread(target=wait_long)
    caller.start()
    time.sleep(0.3)
    gate.cut()
    caller.join(5)

    assert found
    assert found[0][0] == "service_unavailable"
    assert found[0][1] < 1


@pytest.mark.real
def test_it_connects_again_by_itself(gated, gate):
    gated.call("echo", "echo", {}, Call(), 5.0)
    gate.cut()

    wait_until(lambda: serves(gated), "it never came back", seconds=5)


@pytest.mark.real
def test_while_the_broker_is_away_calls_fail_fast_and_afterwards_work(gated, gate):
    gated.call("echo", "echo", {}, Call(), 5.0)
    gate.shut()
    wait_until(lambda: not serves(gated), "the loss went unnoticed", seconds=5)
    began = time.monotonic()

    refusal = refused(lambda: gated.call("echo", "echo", {}, Call(), 5.0))

    assert time.monotonic() - began < 0.1
    assert refusal.code == "service_unavailable"
    gate.open()
    wait_until(lambda: serves(gated), "it never came back", seconds=10)


FORKING = """
import os, sys
from gateway.rpc.pika_rpc import PikaRpc
from shared.call import Call

rpc = PikaRpc(sys.argv[1])

def works(who):
    return rpc.call("echo", "echo", {"from": who}, Call(), 5.0) == {"from": who}

assert works("the only process")
child = os.fork()
if child == 0:
    os._exit(0 if all(works("the child") for _ in range(20)) else 1)
assert all(works("the parent") for _ in range(20))
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
rpc.close()
"""


@pytest.mark.real
def test_a_client_used_before_a_fork_works_on_both_sides_of_it(amqp_uri, tmp_path):
    with echo_over(amqp_uri, tmp_path):
        forked = subprocess.run(
            [sys.executable, "-c", FORKING, amqp_uri], cwd=ROOT, timeout=30, check=False, capture_output=True, text=True
        )

    assert forked.returncode == 0, forked.stderr


@pytest.mark.real
def test_closing_fails_whoever_still_waits_and_closing_twice_does_no_harm(amqp_uri, tmp_path):
    rpc = PikaRpc(amqp_uri)
    codes: list[str] = []
    with echo_over(amqp_uri, tmp_path):
        rpc.call("echo", "echo", {}, Call(), 5.0)
        caller = threading.Thread(
            target=lambda: codes.append(refused(lambda: rpc.call("echo", "dawdle", {"seconds": 8}, Call(), 9.0)).code)
        )
        caller.start()
        time.sleep(0.3)
        rpc.close()
        caller.join(5)
        rpc.close()

    assert codes == ["service_unavailable"]


def test_without_any_broker_even_the_first_call_ends_at_once():
    rpc = PikaRpc("amqp://guest:guest@127.0.0.1:1/")
    began = time.monotonic()

    refusal = refused(lambda: rpc.call("echo", "echo", {}, Call(), 10.0))

    assert refusal.code == "service_unavailable"
    assert time.monotonic() - began < 0.5
    rpc.close()
