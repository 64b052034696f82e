"""Wishes that wait for time (候补), and what of the offer suits them: the offer itself, nothing of its own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from services.scheduling.domain.business.roster import opened
from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.hours.cells import instant_of, stretch
from services.scheduling.domain.hours.windows import Window
from services.scheduling.domain.offer.availability import Slot, offers, slots
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.offer.reasons import FAR, GRID, PAST, Reason, reasons
from services.scheduling.domain.offer.scene import Wish
from shared.interval import Interval

MOST_DAYS = 31
WHOLE_DAY: Window = (0, 24 * 60)


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


def out_of_question(board: Board, waiting: Waiting, today: date) -> Reason | None:
    """What keeps every start on the dates and in the windows from ever being offered, though everybody were there all
    day and nobody had booked: the store is closed then, or it is over. How far ahead may be booked moves with the days.
    """
    first, days = waiting.days_from(today)
    if not days:
        return Reason(PAST)
    ideal = _as_if_free(board)
    starts = 0
    for of_technician in offers(ideal).values():
        starts |= of_technician
    windows = [_cells(board, first + timedelta(days=on), one) for on in range(days) for one in _windows(waiting)]
    if any(starts >> begin & stretch(0, end - begin) for begin, end in windows):
        return None
    begin, end = windows[-1]
    last = max(begin, end - 1)
    # No reason against it: it is a start, but between two minutes that hold none.
    return next(iter(reasons(ideal, instant_of(board.span.base + last))), Reason(GRID))


def _windows(waiting: Waiting) -> Sequence[Window]:
    return sorted(waiting.windows) or [WHOLE_DAY]


def _cells(board: Board, day: date, window: Window) -> tuple[int, int]:
    """From the first start in the window to the first after it, in the span."""
    start, end = (board.cell_at(day, minutes) for minutes in window)
    return max(start, 0), max(end, start, 0)


def _as_if_free(board: Board) -> Board:
    """The board with every technician on duty while the store is open, and nobody and nothing taken."""
    open_cells = opened(board.store, board.span, board.altered)
    return replace(
        board,
        calendars=tuple(Calendar(one.technician, open_cells, 0) for one in board.calendars),
        units=tuple(replace(one, busy=0) for one in board.units),
        waived=board.waived | {FAR},
        then=tuple(_as_if_free(replace(part, altered=board.altered)) for part in board.then),
        guest=None,
        travel=None,
    )


def _in_order(by_day: Iterable[Sequence[Slot]]) -> Iterator[Slot]:
    for of_day in by_day:
        yield from of_day


def _touches(passed: Interval, slot: Slot) -> bool:
    start: datetime = slot.starts_at
    return start < passed.end and start + _length(slot) > passed.start


def _length(slot: Slot) -> timedelta:
    return slot.ends_at - slot.starts_at
