"""Budgets of time, for tests marked `timed`. `make test` runs those alone, but the machine may be shared."""

import os
import time
from pathlib import Path

WHERE_THE_MACHINE_IS_BUSY = 5
LOOKED_AT_SECONDS = 0.5
MOST_TAKEN = 0.5
STAT = Path("/proc/stat")


def is_busy() -> bool:
    """Whether others take more than half of the machine at this moment; the caller itself is idle meanwhile."""
    if not STAT.exists():
        return os.getloadavg()[0] > (os.cpu_count() or 1)
    before = _ticks()
    time.sleep(LOOKED_AT_SECONDS)
    idle, whole = (after - earlier for earlier, after in zip(before, _ticks(), strict=True))
    return 1 - idle / max(whole, 1) > MOST_TAKEN


def granted(budget: float) -> float:
    """The budget itself on a quiet machine, a multiple of it on a busy one, where only a class slower is too slow."""
    return budget * (WHERE_THE_MACHINE_IS_BUSY if is_busy() else 1)


def _ticks() -> tuple[int, int]:
    """Idle (waiting for disks included) and in all, of all cores, since the machine started."""
    ticks = [int(word) for word in STAT.read_text().split("\n", 1)[0].split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)
