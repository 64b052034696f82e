"""A data folder belongs to one running process; what a killed one left behind in it is ended first."""

import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.backends.process import start_time

LOCK = "lock"
SECONDS_TO_END = 10


class FolderInUse(RuntimeError):
    """Another process serves from this folder."""


@contextlib.contextmanager
def sole_use(home: Path) -> Iterator[None]:
    """Nobody else serves from `home` meanwhile; the kernel gives it free when this process ends, however it ends."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise FolderInUse(
                f"{home} is in use by process {lock.read().strip() or '?'}; choose another DATA_DIR"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def end_leftover(pid_file: Path) -> None:
    """End the document server that wrote this file, if its starter was killed and it was not."""
    with contextlib.suppress(OSError, ValueError):
        pid = int(pid_file.read_text())
        if _is_of(pid, pid_file):
            _end(pid)


def _is_of(pid: int, pid_file: Path) -> bool:
    """Process ids are used again: it is ours only if it was started with this very file."""
    return str(pid_file).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


def _end(pid: int) -> None:
    began, deadline = start_time(pid), time.monotonic() + SECONDS_TO_END
    os.kill(pid, signal.SIGTERM)
    while start_time(pid) == began and time.monotonic() < deadline:
        time.sleep(0.05)
    if start_time(pid) == began:
        os.kill(pid, signal.SIGKILL)
