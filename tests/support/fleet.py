"""A whole system as processes, each started, killed and replaced by name: `booking-1`, `booking-2`, `gateway-1` …

What `mingyitang up` does with a supervisor is done here by hand, so that a test decides who lives, and with which
variables: another address of the broker, another clock, a log that is full.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import requests

from deploy.backends.process import free_port
from shared.config import ROOT
from tests.support.shop import eventually

SECONDS_TO_SERVE = 120
SECONDS_TO_END = 40
MOST_STARTS = 3
SECONDS_OUT_OF_ROTATION = 2
GATEWAY = "gateway"
RUNNER = ("-m", "shared.bus.runner")


@dataclass
class Process:
    """One that runs: where it tells of its health, and when it was started how."""

    popen: subprocess.Popen[bytes]
    port: int
    is_gateway: bool
    is_special: bool
    is_in_rotation: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serves(self) -> bool:
        """A gateway does as soon as it takes requests: which services answer behind it is not its health."""
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.url}/{'healthz' if self.is_gateway else 'readyz'}", timeout=5).ok
        return False


@dataclass
class Fleet:
    """`variables` are every process's; `amqp_urls` by service, as each has a user of its own; `logs` a folder."""

    variables: Mapping[str, str]
    amqp_urls: Mapping[str, str]
    logs: Path
    processes: dict[str, Process] = field(default_factory=dict)

    def start(self, names: Iterable[str], *, program: tuple[str, ...] = RUNNER, log: str = "", **more: str) -> None:
        """Start these together and wait until all serve; `more` variables, `program` or `log` make them special."""
        names = list(names)
        for name in names:
            self._spawn(name, program, log, more)
        for name in names:
            self.wait_until_ready(name)

    def wait_until_ready(self, name: str) -> None:
        """One that ends before it serves is started again, as a supervisor would: a broker that takes many at once may
        keep the last of them waiting too long.
        """
        starts = 1

        def serves() -> bool:
            nonlocal starts
            process = self.processes[name]
            if process.popen.poll() is not None:
                told = f"{name} ended with {process.popen.returncode}: {self.said(name)}"
                assert not process.is_special, told
                assert starts < MOST_STARTS, told
                starts += 1
                self._spawn(name, RUNNER, "", {})
            return self.processes[name].serves()

        eventually(serves, f"{name} serving", SECONDS_TO_SERVE)
        self.processes[name].is_in_rotation = True

    def of(self, service: str) -> list[str]:
        """The replicas of a service that run."""
        return sorted(name for name in self.processes if name.rpartition("-")[0] == service)

    def kill(self, names: Iterable[str]) -> None:
        """As the machine would, all at once: no goodbye."""
        gone = [self.processes.pop(name) for name in list(names)]
        for process in gone:
            process.popen.send_signal(signal.SIGKILL)
        for process in gone:
            process.popen.wait(10)

    def terminate(self, name: str) -> int:
        """As Kubernetes would: out of rotation, then SIGTERM; the exit code, once it has finished what it was at."""
        process = self.processes.pop(name)
        time.sleep(SECONDS_OUT_OF_ROTATION if process.is_gateway else 0)
        process.popen.send_signal(signal.SIGTERM)
        return process.popen.wait(SECONDS_TO_END)

    def revive(self, names: Iterable[str]) -> None:
        """These, and only these, run as usual, whatever the test before left."""
        wanted = set(names)
        self.kill(name for name, process in [*self.processes.items()] if self._is_odd(name, process, wanted))
        self.start(sorted(wanted - set(self.processes)))

    def close(self) -> None:
        running = [self.processes.pop(name).popen for name in [*self.processes]]
        for popen in running:
            popen.send_signal(signal.SIGTERM)
        for popen in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                popen.wait(SECONDS_TO_END)
            popen.kill()
            popen.wait()

    def gateways(self) -> list[str]:
        """Those in rotation, as a load balancer knows them."""
        running = (self.processes[name] for name in self.of(GATEWAY))
        return [process.url for process in running if process.is_in_rotation]

    def said(self, name: str) -> str:
        return (self.logs / f"{name}.log").read_text(errors="replace")[-3000:]

    def _is_odd(self, name: str, process: Process, wanted: set[str]) -> bool:
        return name not in wanted or process.is_special or process.popen.poll() is not None

    def _spawn(self, name: str, program: tuple[str, ...], log: str, more: Mapping[str, str]) -> None:
        service, port = name.rpartition("-")[0], free_port()
        own = {"AMQP_URL": self.amqp_urls[service], "HEALTH_PORT": str(port), "PORT": str(port)}
        with open(log or self.logs / f"{name}.log", "ab") as output:  # noqa: PTH123 - a device has no path to join
            popen = subprocess.Popen(
                _gunicorn() if service == GATEWAY else [sys.executable, *program, service],
                env={**os.environ, **self.variables, **own, **more},
                stdout=output,
                stderr=output,
                cwd=ROOT,
            )
        self.processes[name] = Process(popen, port, service == GATEWAY, bool(more or log or program != RUNNER))


def _gunicorn() -> list[str]:
    configuration = str(ROOT / "gateway" / "gunicorn.conf.py")
    return [sys.executable, "-m", "gunicorn", "--config", configuration, "gateway.wsgi:app"]
