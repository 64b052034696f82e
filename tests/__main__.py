"""`make test`: all tests but the long faults, in two lanes beside one another, one for each core of a small machine.

pytest-xdist cannot serve here: its workers speak to it over threads, which eventlet turns green before they begin.
The browser's tests are a run of their own, since Playwright does not wait on eventlet's hub.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

CLOSING = re.compile(r"\d+ (passed|failed|error|skipped)")
BROWSER = ("tests/web",)
FAILED = 1
# For each lane its runs of pytest, one after the other.
LANES = {
    "parts": (("tests/unit", "tests/contract", "tests/integration"),),
    "whole": (("tests/e2e", "tests/race", "tests/faults"), BROWSER),
}


def main(more: Sequence[str]) -> int:
    """Run both lanes to their end; the worst of their exit codes. `more` goes to pytest (`-x`, `-k name`)."""
    with ThreadPoolExecutor(len(LANES)) as lanes:
        return max(lanes.map(lambda lane: _run(lane, more), LANES))


def _run(lane: str, more: Sequence[str]) -> int:
    return max(_passed(lane, folders, more) for folders in LANES[lane])


def _passed(lane: str, folders: Sequence[str], more: Sequence[str]) -> int:
    """The exit code; what failed in the browser is tried once more, alone, since a busy machine can starve a page."""
    code = _tell(lane, _start(lane, folders, more))
    if code == FAILED and folders == BROWSER:
        print(f"{lane}: once more, what failed in the browser", flush=True)
        code = _tell(lane, _start(lane, folders, [*more, "--last-failed", "--last-failed-no-failures=none"]))
    return code


def _start(lane: str, folders: Sequence[str], more: Sequence[str]) -> subprocess.Popen[str]:
    cache = f"cache_dir=.run/pytest-{lane}-{len(folders)}"
    command = [sys.executable, "-m", "pytest", *folders, "-m", "not long", *more, "-o", cache]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _tell(lane: str, process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    for line in process.stdout:
        # Unmarked, so that whoever reads the run finds pytest's own closing lines.
        print(line if CLOSING.match(line) else f"{lane}: {line}", end="", flush=True)
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
