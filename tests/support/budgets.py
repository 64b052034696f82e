"""Budgets of time on a machine that may have other work, as when `make test` keeps all its cores busy."""

import os

WHERE_THE_MACHINE_IS_BUSY = 5


def is_busy() -> bool:
    """Whether more wants to run than there are cores."""
    return os.getloadavg()[0] > (os.cpu_count() or 1)


def granted(budget: float) -> float:
    """The budget itself on a quiet machine, a multiple of it on a busy one, where only a class slower is too slow."""
    return budget * (WHERE_THE_MACHINE_IS_BUSY if is_busy() else 1)
