"""A log on a full disk: its lines are lost, the work they tell of is done."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.config import ROOT

FULL = Path("/dev/full")
AT_WORK = """
import eventlet
eventlet.monkey_patch()
from shared import logs
logs.configure("test")
def fails():
    raise ValueError("told on standard error by eventlet's hub")
logs.logger("a").info("a line")
eventlet.spawn_n(fails)
eventlet.sleep(0.05)
logs.logger("a").info("a line after it")
print("done")
"""

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")


def test_a_full_disk_costs_lines_and_no_work():
    """Without our stream the hub ends with the traceback it could not write, and nothing in the process goes on."""
    with FULL.open("w") as full:
        program = [sys.executable, "-c", AT_WORK]
        done = subprocess.run(program, stdout=subprocess.PIPE, stderr=full, text=True, cwd=ROOT, check=True, timeout=60)

    assert done.stdout == "done\n"
