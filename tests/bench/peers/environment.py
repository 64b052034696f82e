"""The programs ours is compared with, in a virtual environment of the benchmark's own; no dependency of ours."""

import subprocess
import sys
from pathlib import Path

from shared.config import ROOT

HOME = ROOT / ".run" / "bench-peers"
PEERS = ("django-appointment==3.12.0", "pymysql==1.2.4", "gunicorn==27.0.1")


def python() -> Path:
    """The interpreter that has the peers, installed at the first call."""
    interpreter = HOME / "bin" / "python"
    mark = HOME / "installed"
    if not mark.exists() or mark.read_text() != "\n".join(PEERS):
        print("installing the programs to compare with …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        subprocess.run([interpreter, "-m", "pip", "install", "--quiet", *PEERS], check=True)
        mark.write_text("\n".join(PEERS))
    return interpreter
