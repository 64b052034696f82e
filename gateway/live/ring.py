"""The latest news in order, so that who was cut off can be told what they missed."""

import secrets
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.live.news import News

CAPACITY = 4096


@dataclass(frozen=True)
class Numbered:
    """News with the id that a client names to go on after it."""

    id: str
    news: News


class Ring:
    """Numbers news and keeps the last `capacity`. Not safe by itself: its owner locks.

    Ids hold only within one process's unbroken listening (`epoch`): after a gap, and from another process, an id is
    unknown, and who names it fetches everything anew.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._kept: deque[Numbered] = deque(maxlen=capacity)
        self._count = 0
        self._epoch = _new_epoch()

    def add(self, news: News) -> Numbered:
        self._count += 1
        numbered = Numbered(self.last_id, news)
        self._kept.append(numbered)
        return numbered

    @property
    def last_id(self) -> str:
        """The id to go on after, for who has heard everything so far."""
        return f"{self._epoch}-{self._count}"

    def break_off(self) -> None:
        """Something was missed: no id of before is any good now."""
        self._kept.clear()
        self._epoch = _new_epoch()

    def after(self, last_id: str) -> Iterator[Numbered] | None:
        """What came after that id, oldest first; None when it is unknown, or too long ago."""
        epoch, _, said = last_id.rpartition("-")
        if epoch != self._epoch or not (said.isascii() and said.isdigit()):
            return None
        behind = self._count - int(said)
        if not 0 <= behind <= len(self._kept):
            return None
        return (self._kept[index] for index in range(len(self._kept) - behind, len(self._kept)))


def _new_epoch() -> str:
    return secrets.token_hex(4)
