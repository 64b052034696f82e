"""Calls per second, side by side in one run: ours, Nameko as it comes, and bare pika."""

import os
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack

import pika

from shared.config import ROOT

KINDS = ("ours", "stock", "raw")
QUEUES = {"ours": "rpc-bench_ours", "stock": "rpc-bench_stock", "raw": "bench_raw"}
ROUNDS = 3
SECONDS_TO_START = 30
GOAL_AGAINST_STOCK, GOAL_AGAINST_RAW = 2.5, 0.5


def run(amqp_url: str) -> dict[str, object]:
    """Measure in turns, so that whatever else the machine does hits all three; the median of each counts."""
    with ExitStack() as stack:
        for kind in KINDS:
            stack.enter_context(_Server(kind, amqp_url))
            _wait_for_consumer(amqp_url, QUEUES[kind])
        rounds = [{kind: _measured(kind, amqp_url) for kind in KINDS} for _ in range(ROUNDS)]
    rates = {kind: statistics.median(each[kind] for each in rounds) for kind in KINDS}
    return {
        "calls a second, 16 threads on the gateway's client, our echo service": round(rates["ours"]),
        "calls a second, 16 threads with stock Nameko proxies, stock echo service": round(rates["stock"]),
        "calls a second, 16 requests under way on bare pika": round(rates["raw"]),
        f"ours / stock (goal ≥ {GOAL_AGAINST_STOCK})": round(rates["ours"] / rates["stock"], 2),
        f"ours / raw (goal ≥ {GOAL_AGAINST_RAW})": round(rates["ours"] / rates["raw"], 2),
    }


class _Server:
    """An echo server in a process of its own."""

    def __init__(self, kind: str, amqp_url: str) -> None:
        self._command = _command(kind, amqp_url, "serve")

    def __enter__(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=ROOT, env=_environment(), stderr=subprocess.DEVNULL)

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


def _measured(kind: str, amqp_url: str) -> float:
    command = _command(kind, amqp_url, "call")
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=True
    )
    return float(done.stdout.split()[-1])


def _command(kind: str, amqp_url: str, role: str) -> list[str]:
    return [sys.executable, "-m", f"tests.bench.rpc.{kind}", amqp_url, role]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _wait_for_consumer(amqp_url: str, queue: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
        try:
            if connection.channel().queue_declare(queue, passive=True).method.consumer_count:
                return
        except pika.exceptions.ChannelClosedByBroker:
            time.sleep(0.1)  # the queue is not there yet
        finally:
            connection.close()
    raise RuntimeError(f"nobody consumes {queue!r} after {SECONDS_TO_START} s")


if __name__ == "__main__":
    for what, value in run(sys.argv[1]).items():
        print(f"{what}: {value}")
