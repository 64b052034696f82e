"""`make test`: all tests but the long faults, in two lanes beside one another, one for each core of a small machine.

Those that hold a promise of time (`timed`) come last, alone on a machine that does nothing else.

pytest-xdist cannot serve here: its workers speak to it over threads, which eventlet turns green before they begin.
The browser's tests are runs of their own, since Playwright does not wait on eventlet's hub.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from shared.config import ROOT

CLOSING = re.compile(r"\d+ (passed|failed|error|skipped)")
BROWSER = ("tests/web",)
FAILED = 1
MOST_TRIED_AGAIN = 5
# A race that is lost one time in three would pass nine times out of ten, were it run again.
RACES = ("tests/web/test_booking_together.py",)
# For each lane its runs of pytest, one after the other.
LANES = {
    "parts": (("tests/unit", "tests/contract", "tests/integration"),),
    "whole": (("tests/e2e", "tests/race", "tests/faults"), BROWSER),
}
TIMED = (("tests/integration",), BROWSER)


def main(more: Sequence[str]) -> int:
    """Run both lanes to their end, then what is timed; the worst of their exit codes. `more` goes to pytest (`-x`)."""
    with ThreadPoolExecutor(len(LANES)) as lanes:
        codes = list(lanes.map(lambda lane: _run(lane, more), LANES))
    return max(*codes, *(_tell("timed", _start("timed", folders, "timed", more)) for folders in TIMED))


def _run(lane: str, more: Sequence[str]) -> int:
    return max(_passed(lane, folders, more) for folders in LANES[lane])


def _passed(lane: str, folders: Sequence[str], more: Sequence[str]) -> int:
    """The exit code; a few that failed in the browser are tried once more, alone: a busy machine can starve a page."""
    code = _tell(lane, _start(lane, folders, "not long and not timed", more))
    if code == FAILED and folders == BROWSER and _may_be_tried_again(lane, folders):
        print(f"{lane}: once more, what failed in the browser", flush=True)
        again = [*more, "--last-failed", "--last-failed-no-failures=none"]
        code = _tell(lane, _start(lane, folders, "not long and not timed", again))
    return code


def _may_be_tried_again(lane: str, folders: Sequence[str]) -> bool:
    failed = json.loads((ROOT / _cache(lane, folders) / "v/cache/lastfailed").read_text())
    return len(failed) <= MOST_TRIED_AGAIN and not any(name.startswith(RACES) for name in failed)


def _start(lane: str, folders: Sequence[str], which: str, more: Sequence[str]) -> subprocess.Popen[str]:
    cache = f"cache_dir={_cache(lane, folders)}"
    command = [sys.executable, "-m", "pytest", *folders, "-m", which, *more, "-o", cache]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _cache(lane: str, folders: Sequence[str]) -> str:
    return f".run/pytest-{lane}-{len(folders)}"


def _tell(lane: str, process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    for line in process.stdout:
        # Unmarked, so that whoever reads the run finds pytest's own closing lines.
        print(line if CLOSING.match(line) else f"{lane}: {line}", end="", flush=True)
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
