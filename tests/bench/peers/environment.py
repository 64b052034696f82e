"""The programs ours is compared with, in virtual environments of the benchmark's own; no dependency of ours."""

import subprocess
import sys
from pathlib import Path

from shared.config import ROOT

STATE = ROOT / ".run"
BOOKINGS = ("django-appointment==3.12.0", "pymysql==1.2.4", "gunicorn==27.0.1")
TIMES = ("jionlp==1.5.31", "ms-recognizers-text-suite==1.0.1")
HOMES = {BOOKINGS: "bench-peers", TIMES: "bench-peers-times"}


def python(programs: tuple[str, ...] = BOOKINGS) -> Path:
    """The interpreter that has the programs, installed at the first call."""
    home = STATE / HOMES[programs]
    interpreter, mark = home / "bin" / "python", home / "installed"
    if not mark.exists() or mark.read_text() != "\n".join(programs):
        print("installing the programs to compare with …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([interpreter, "-m", "pip", "install", "--quiet", *programs], check=True)
        mark.write_text("\n".join(programs))
    return interpreter
