"""Keeps the bus's own tables from growing for ever: about once an hour each process forgets what is over."""

import random
from collections.abc import Callable

import eventlet
from eventlet.event import Event as Signal

from shared.logs import logger

log = logger(__name__)

AN_HOUR = 3600.0


class Housekeeping:
    """Calls `prune` again and again; replicas do the same at other moments, which does no harm."""

    def __init__(self, prune: Callable[[], dict[str, int]], *, every: float = AN_HOUR) -> None:
        self._prune = prune
        self._every = every
        self._stopped, self._ended = Signal(), Signal()
        eventlet.spawn(self._run)

    def stop(self) -> None:
        if not self._stopped.ready():
            self._stopped.send(True)
        self._ended.wait()

    def _run(self) -> None:
        while not self._stopped.wait(timeout=self._every * random.uniform(0.9, 1.1)):  # noqa: S311 - jitter
            try:
                forgotten = self._prune()
            except Exception as error:  # noqa: BLE001 - a database that is away now is there in an hour
                log.warning("nothing was forgotten this time", error=repr(error))
            else:
                log.info("forgot what is over", **forgotten)
        self._ended.send(None)
