"""Sessions that were ended while access tokens of theirs are still unexpired."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta

CAPACITY = 100_000


class EndedSessions:
    """Session ids, each kept for as long as an access token lives; after that the token's own expiry refuses it.

    Bounded: beyond `capacity` the oldest is forgotten, which leaves at most one token's remaining minutes.
    """

    def __init__(
        self, lifetime: timedelta, *, capacity: int = CAPACITY, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._lifetime = lifetime.total_seconds()
        self._capacity = capacity
        self._monotonic = monotonic
        self._until: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, session_id: str) -> None:
        with self._lock:
            self._until[session_id] = self._monotonic() + self._lifetime
            self._until.move_to_end(session_id)
            self._forget_old()

    def has(self, session_id: str) -> bool:
        with self._lock:
            return self._until.get(session_id, 0.0) > self._monotonic()

    def __len__(self) -> int:
        return len(self._until)

    def _forget_old(self) -> None:
        """Ids are in the order of their expiry, because they all live equally long."""
        now = self._monotonic()
        while self._until and (len(self._until) > self._capacity or next(iter(self._until.values())) <= now):
            self._until.popitem(last=False)
