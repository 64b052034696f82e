"""The gateway's client while RabbitMQ itself is stopped and started again: a node of this test's own."""

import gc
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.backends import rabbitmq
from deploy.backends.process import Server, find_program, stop
from gateway.rpc.pika_rpc import PikaRpc
from shared.call import Call
from shared.errors import Unavailable
from tests.contract.test_rpc_port import echo_over, wait_until
from tests.support.gate import BrokerGate

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    # Servers outlive their starter on purpose; here they are ended by their process id.
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
]

CALLERS = 16
AT_ONCE_SECONDS = 1.0


class Callers:
    """Threads that call one after the other without end, and what became of their calls."""

    def __init__(self, rpc: PikaRpc) -> None:
        self._rpc = rpc
        self._stopped = threading.Event()
        self.outcomes: list[Counter[str]] = [Counter() for _ in range(CALLERS)]
        self.longest_refusal = 0.0
        self._threads = [threading.Thread(target=self._call, args=(number,), daemon=True) for number in range(CALLERS)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(15)
        assert not any(thread.is_alive() for thread in self._threads), "a caller hangs"

    def is_all(self, outcome: str) -> bool:
        """Whether from now on the calls of every thread come to this."""
        before = [counter[outcome] for counter in self.outcomes]
        wait_until(lambda: all(now[outcome] > was + 2 for now, was in zip(self.outcomes, before, strict=True)), outcome)
        return True

    def _call(self, number: int) -> None:
        while not self._stopped.wait(0.01):
            began = time.monotonic()
            try:
                self._rpc.call("echo", "echo", {"number": number}, Call(), 10.0)
            except Unavailable as refusal:
                self.outcomes[number][refusal.code] += 1
                self.longest_refusal = max(self.longest_refusal, time.monotonic() - began)
            else:
                self.outcomes[number]["ok"] += 1


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Server]:
    if find_program("rabbitmq-server") is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("no rabbitmq-server is installed here")
    made = rabbitmq.start(tmp_path)
    yield made
    stop(made)
    rabbitmq.end_port_mapper(made.more["epmd_port"])
    gc.collect()  # so that what is left of them complains here, where it is known, and not in a later test


def test_sixteen_callers_outlive_a_restart_of_the_broker(node, tmp_path):
    gate = BrokerGate(node.url)
    rpc = PikaRpc(gate.url)
    with echo_over(gate.url, tmp_path):
        callers = Callers(rpc)
        assert callers.is_all("ok")

        stop(node)
        gate.cut()  # what the broker's machine would do
        assert callers.is_all("service_unavailable")
        again = rabbitmq.start(tmp_path)
        try:
            gate.lead_to(again.url)
            assert callers.is_all("ok")
            callers.stop()
        finally:
            rpc.close()
            stop(again)
            rabbitmq.end_port_mapper(again.more["epmd_port"])

    gate.shut()
    assert callers.longest_refusal < AT_ONCE_SECONDS
    assert all(set(found) <= {"ok", "service_unavailable"} for found in callers.outcomes), "nobody waited in vain"
