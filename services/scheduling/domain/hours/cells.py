"""Time as bits: a stretch of days is one integer, and a bit is five minutes of UTC.

Everything below `cell_of` is plain bit arithmetic and does not know how long a cell is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CELL_MINUTES = 5
DAY_CELLS = 24 * 60 // CELL_MINUTES
DAY_BYTES = DAY_CELLS // 8
CELL = timedelta(minutes=CELL_MINUTES)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.date()

Run = tuple[int, int]


def cells_for(minutes: int) -> int:
    """How many cells hold that many minutes; a started cell counts."""
    return -(-minutes // CELL_MINUTES)


def cell_of(instant: datetime) -> int:
    """The cell an instant lies in, counted from 1970."""
    return (instant - EPOCH) // CELL


def cell_after(instant: datetime) -> int:
    """The first cell that begins at the instant or later."""
    return -((EPOCH - instant) // CELL)


def instant_of(cell: int) -> datetime:
    return EPOCH + cell * CELL


def day_of(cell: int) -> date:
    return EPOCH_DAY + timedelta(days=cell // DAY_CELLS)


def days_of(runs: Iterable[Run]) -> list[date]:
    """The UTC days that runs of cells touch, in order."""
    numbers = {day for start, end in runs for day in range(start // DAY_CELLS, (end - 1) // DAY_CELLS + 1)}
    return [EPOCH_DAY + timedelta(days=number) for number in sorted(numbers)]


def stretch(start: int, end: int) -> int:
    """The bits `[start, end)`; none when it ends before it starts."""
    return ((1 << (end - start)) - 1) << start if end > start else 0


def shifted(bits: int, by: int) -> int:
    """Every bit moved later by that many cells (earlier when negative)."""
    return bits << by if by >= 0 else bits >> -by


def without(bits: int, others: int) -> int:
    """The bits that are not among the others. `bits & ~others` says the same, an order of magnitude more slowly:
    Python writes out the complement of a long integer each time it ands with it.
    """
    return bits ^ (bits & others)


def room_for(free: int, cells: int) -> int:
    """The starts from which `cells` free cells follow, by doubling: a few shift-and-ands whatever the length."""
    if cells <= 0:
        return -1
    have = 1
    while have * 2 <= cells:
        free &= free >> have
        have *= 2
    return free & (free >> cells - have) if have < cells else free


def runs(bits: int) -> Iterator[Run]:
    """The runs of set bits as `[start, end)`, in order."""
    offset = 0
    while bits:
        gap = (bits & -bits).bit_length() - 1
        bits >>= gap
        length = (~bits & (bits + 1)).bit_length() - 1
        yield offset + gap, offset + gap + length
        bits >>= length
        offset += gap + length


def joined(parts: Iterable[Run]) -> tuple[Run, ...]:
    """The same cells with as few runs as possible, in order."""
    found: list[Run] = []
    for start, end in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def each_bit(bits: int) -> Iterator[int]:
    """The positions of the set bits, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def at_least(count: int, masks: Sequence[int]) -> int:
    """The bits set in at least `count` of the masks, `count` being one or more."""
    reached = [-1] + [0] * count
    for mask in masks:
        for level in range(count, 0, -1):
            reached[level] |= reached[level - 1] & mask
    return reached[count]


@dataclass(frozen=True)
class Span:
    """A stretch of whole UTC days; bit 0 of its integers is the first cell of its first day."""

    first_day: date
    days: int

    @classmethod
    def around(cls, start: int, end: int) -> "Span":
        """The whole days around the cells `[start, end)`, two more before and one after.

        So far back it shows whether a free window has lasted a whole day, so far ahead what a visit runs into.
        """
        first, last = start // DAY_CELLS - 2, (end - 1) // DAY_CELLS + 1
        return cls(EPOCH_DAY + timedelta(days=first), last - first + 1)

    @property
    def base(self) -> int:
        """The number, from 1970, of the cell that is bit 0."""
        return (self.first_day - EPOCH_DAY).days * DAY_CELLS

    @property
    def size(self) -> int:
        return self.days * DAY_CELLS

    @property
    def dates(self) -> list[date]:
        return [self.first_day + timedelta(days=number) for number in range(self.days)]

    @property
    def start(self) -> datetime:
        return instant_of(self.base)

    @property
    def end(self) -> datetime:
        return instant_of(self.base + self.size)

    def bits(self, start: int, end: int) -> int:
        """The cells `[start, end)`, numbered from 1970, as bits of this span; what lies outside is cut off."""
        return stretch(max(start - self.base, 0), min(end - self.base, self.size))
