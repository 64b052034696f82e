"""How long `make run` takes until it answers, and how much memory its one process holds."""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import requests

from deploy.backends.process import free_port
from tests.support.system import MINGYITANG, ROOT

GOAL_SECONDS, GOAL_MB = 8, 400


def run() -> dict:
    with tempfile.TemporaryDirectory() as home:
        first, _ = _started(Path(home))
        again, megabytes = _started(Path(home))
    return {
        f"seconds to /healthz, first start with demonstration data (goal ≤ {GOAL_SECONDS})": first,
        "seconds to /healthz, later starts": again,
        f"memory of the one process, MB (goal ≤ {GOAL_MB})": megabytes,
    }


def _started(home: Path) -> tuple[float, float]:
    port = str(free_port())
    started = time.perf_counter()
    process = subprocess.Popen(
        [MINGYITANG, "run"],
        env={**os.environ, "PORT": port, "DATA_DIR": str(home)},
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        while time.perf_counter() - started < 60:
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"http://127.0.0.1:{port}/healthz", timeout=1).ok:
                    break
            time.sleep(0.02)
        took = round(time.perf_counter() - started, 2)
        for _ in range(20):
            requests.get(f"http://127.0.0.1:{port}/api/v1/stores", timeout=10)
        return took, _resident_megabytes(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return round(kilobytes / 1024, 1)
