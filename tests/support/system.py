"""The whole product, started as its user starts it: `mingyitang run` or `mingyitang up`."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from sqlalchemy import create_engine, text

from deploy import installation
from deploy.backends import Backends
from deploy.backends.process import free_port
from shared.config import ROOT

MINGYITANG = Path(sys.executable).parent / "mingyitang"
SECONDS_TO_SERVE = 90
SECONDS_TO_SETTLE = 20
# Wednesday, 18 November 2026, ten in the morning: the demonstration shop's clock in all tests.
DEMO_NOW = "2026-11-18T10:00:00+08:00"


@contextmanager
def embedded(home: Path, **variables: str) -> Iterator[str]:
    """`mingyitang run` on a free port with its data under `home`; yields the URL."""
    port = str(free_port())
    environment = {**os.environ, "PORT": port, "DATA_DIR": str(home), "DEMO_NOW": DEMO_NOW, **variables}
    home.mkdir(parents=True, exist_ok=True)
    log = home / "run.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [MINGYITANG, "run"], env=environment, stdout=output, stderr=output, cwd=ROOT, start_new_session=True
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_it_serves(url, process, log)
        yield url
        prove_books(environment)
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()


@contextmanager
def separate(backends: Backends, **variables: str) -> Iterator[tuple[str, str]]:
    """`mingyitang up` on the given servers; yields the URL and the system's name. Everything of it is removed after."""
    name, port = f"test_{secrets.token_hex(4)}", str(free_port())
    environment = {
        **os.environ,
        **backends.environment(),
        "PROFILE": "demo",
        "SYSTEM_NAME": name,
        "PORT": port,
        "DEMO_NOW": DEMO_NOW,
        **variables,
    }
    try:
        subprocess.run([MINGYITANG, "up"], env=environment, cwd=ROOT, check=True, timeout=180)
        yield f"http://127.0.0.1:{port}", name
        prove_books(environment)
    finally:
        subprocess.run([MINGYITANG, "down"], env=environment, cwd=ROOT, check=True, timeout=90)
        _forget(name, backends)


def prove_books(environment: dict[str, str]) -> None:
    """The books of all services agree in the system of that environment, whatever was done to it; it still runs."""
    verify = [MINGYITANG, "verify-ledger", "--settled", str(SECONDS_TO_SETTLE)]
    told = subprocess.run(verify, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert told.returncode == 0, told.stdout + told.stderr


def wait_until_it_serves(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while time.monotonic() < deadline:
        assert process.poll() is None, f"it ended with {process.returncode}: {log.read_text()[-3000:]}"
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{url}/readyz", timeout=2).ok:
                return
        time.sleep(0.1)
    raise AssertionError(f"it does not serve: {log.read_text()[-3000:]}")


def _forget(name: str, backends: Backends) -> None:
    server = create_engine(backends.mysql.url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        for service in installation.services():
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}_{service}"))
    server.dispose()
    management = backends.environment()["AMQP_MANAGEMENT_URL"]
    requests.delete(f"{management}/api/vhosts/{name}", timeout=10)
