"""What a running system's processes have used of the processor."""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from deploy import supervision
from deploy.backends import Backends
from shared.config import ROOT

TICKS = os.sysconf("SC_CLK_TCK")


def per_piece(system: str, servers: Backends, work: Callable[[], object], pieces: int) -> dict[str, float]:
    """Milliseconds of the processor for each piece of the work, by process and together; servers only if ours."""
    before = _used(system, servers)
    work()
    used = _used(system, servers) - before
    each = {name: round(seconds * 1000 / pieces, 1) for name, seconds in sorted(used.items()) if seconds}
    return {**each, "together": round(sum(used.values()) * 1000 / pieces, 1)}


def _used(system: str, servers: Backends) -> Counter[str]:
    """Seconds so far, by what runs there; replicas and workers of one name together."""
    watcher = supervision.process_of(ROOT / ".run" / f"up-{system}")
    used: Counter[str] = Counter()
    for pid, parent, seconds in _everybody():
        if parent == watcher or _parent_of(parent) == watcher:
            used[_name(pid)] += seconds
    for name, server in servers:
        if server.pid is not None:
            used[name] += sum(seconds for pid, _, seconds in _everybody() if pid == server.pid)
    return used


def _everybody() -> list[tuple[int, int, float]]:
    """Everybody's process id, parent and seconds."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        found.append((int(stat.parent.name), int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS))
    return found


def _parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _name(pid: int) -> str:
    """The service's name, which ends the command line of its process; the gateway is gunicorn's."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").split()
    except OSError:
        return "ended"
    return "gateway" if any("gunicorn" in word for word in words) else words[-1]
