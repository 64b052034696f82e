"""Wishes that wait for time (候补), and what of the offer suits them: the offer itself, nothing of its own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.hours.windows import Window
from services.scheduling.domain.offer.availability import Slot, slots
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.offer.reasons import Reason
from services.scheduling.domain.offer.scene import Wish
from shared.interval import Interval

MOST_DAYS = 31


@dataclass(frozen=True)
class Waiting:
    """Who waits for what: a visit that starts on one of the dates and in one of the windows, minutes of the store's
    clock after midnight; no window is the whole day. Time that touches what they have `passed` up is not offered again.
    """

    id: str
    wish: Wish
    first: date
    last: date
    windows: tuple[Window, ...] = ()
    passed: tuple[Interval, ...] = ()
    customer_id: str | None = None
    for_guest: bool = False

    def days_from(self, today: date) -> tuple[date, int]:
        """The first date still to come, and how many there are; none once the last has gone by."""
        first = max(self.first, today)
        return first, min(max((self.last - first).days + 1, 0), MOST_DAYS)

    def suits(self, slot: Slot, store: Store) -> bool:
        local = slot.starts_at.astimezone(store.zone)
        minutes = local.hour * 60 + local.minute
        in_time = not self.windows or any(start <= minutes < end for start, end in self.windows)
        return in_time and not any(_touches(passed, slot) for passed in self.passed)


@dataclass(frozen=True)
class Suited:
    """The first of those who wait that something suits, with the earliest starts; None where nobody is.

    `hopeless` are those before it whom no start can ever suit as things are, with the reason.
    """

    waiting: Waiting | None = None
    store: Store | None = None
    slots: tuple[Slot, ...] = ()
    hopeless: tuple[tuple[str, Reason], ...] = ()


def suited(board: Board, waiting: Waiting, today: date, most: int) -> tuple[Slot, ...]:
    """The earliest offered starts that suit, `most` of them."""
    first, days = waiting.days_from(today)
    found = _in_order(slots(board, first, days).values())
    return tuple(islice((slot for slot in found if waiting.suits(slot, board.store)), most))


def _in_order(by_day: Iterable[Sequence[Slot]]) -> Iterator[Slot]:
    for of_day in by_day:
        yield from of_day


def _touches(passed: Interval, slot: Slot) -> bool:
    start: datetime = slot.starts_at
    return start < passed.end and start + _length(slot) > passed.start


def _length(slot: Slot) -> timedelta:
    return slot.ends_at - slot.starts_at
