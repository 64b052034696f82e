"""`make test`: all tests but the long faults, in two lanes beside one another, one for each core of a small machine.

pytest-xdist cannot serve here: its workers speak to it over threads, which eventlet turns green before they begin.
"""

import re
import subprocess
import sys
import threading
from collections.abc import Sequence

CLOSING = re.compile(r"\d+ (passed|failed|error|skipped)")
LANES = {
    "parts": ("tests/unit", "tests/contract", "tests/integration"),
    "whole": ("tests/e2e", "tests/race", "tests/faults"),
}


def main(more: Sequence[str]) -> int:
    """Run both lanes to their end; the worst of their exit codes. `more` goes to pytest (`-x`, `-k name`)."""
    started = {lane: _start(lane, folders, more) for lane, folders in LANES.items()}
    readers = [threading.Thread(target=_tell, args=(lane, process)) for lane, process in started.items()]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return max(process.wait() for process in started.values())


def _start(lane: str, folders: Sequence[str], more: Sequence[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pytest", *folders, "-m", "not long", *more, "-o", f"cache_dir=.run/pytest-{lane}"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _tell(lane: str, process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        # Unmarked, so that whoever reads the run finds pytest's own closing lines.
        print(line if CLOSING.match(line) else f"{lane}: {line}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
