"""What free time is worth, and so what a visit costs that takes some of it.

A gap between two visits is worth the minutes of treatment it will still serve. That follows from its length and from
the number of requests still to come that could use it: when one comes that fits, the gap earns its minutes and leaves
two smaller gaps. So the worth of every length grows with the requests as

    worth(n + dn, L) = worth(n, L) + dn * sum over sizes of share * max(0, minutes + worth of the rest - worth(n, L))

(the value function of an online knapsack, as in revenue management: a visit costs what the time would have earned
otherwise, its opportunity cost). The rest depends on where in the gap the visit lands: at an edge where guests can
be led there, anywhere where they cannot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from services.scheduling.domain.hours.cells import Run, runs

LONGEST = 96  # cells, eight hours; a longer gap is worth as much per cell as one of this length
PER_REQUEST = 2  # steps of the tables for each request expected
MOST = 14  # requests; more do not make a gap of eight hours better
LED_TO_THE_EDGE = 0.75  # the part of the guests who can be led to an edge of the gap


@dataclass(frozen=True, order=True)
class Size:
    """A sort of visit: the cells it takes, buffers included, the minutes sold, and its share of the requests."""

    cells: int
    minutes: int
    share: float


@dataclass(frozen=True)
class Prospect:
    """What one technician's time may still hope for.

    `arriving` are the requests expected to fall to them, added up from cell `first` to each cell after it.
    """

    worth: Sequence[Sequence[float]]
    first: int
    arriving: Sequence[float]

    def value(self, start: int, end: int) -> float:
        """Minutes of treatment that the gap `[start, end)` will still serve."""
        expected = self.arriving[end - self.first] - self.arriving[start - self.first]
        if end - start <= LONGEST:
            return between_steps(self.worth, expected, end - start)
        parts = (end - start) / LONGEST
        return parts * between_steps(self.worth, expected / parts, LONGEST)

    def costs(self, gap: Run, cells: int, starts: range) -> list[float]:
        """Minutes lost by a visit of so many cells at each of the starts inside the gap."""
        whole = self.value(*gap)
        return [whole - self.value(gap[0], start) - self.value(start + cells, gap[1]) for start in starts]

    def cost(self, free: int, taken: int) -> float:
        """Minutes lost when the cells `taken` are no longer free."""
        before, after = ({*runs(bits)} for bits in (free, free & ~taken))
        return sum(self.value(*gap) for gap in before - after) - sum(self.value(*gap) for gap in after - before)


def between_steps(worth: Sequence[Sequence[float]], expected: float, cells: int) -> float:
    """The table's value for a number of requests that lies between two of its rows."""
    step = expected * PER_REQUEST
    row = min(int(step), len(worth) - 2)
    below, above = worth[row][cells], worth[row + 1][cells]
    return below + (above - below) * min(step - row, 1.0)


@lru_cache(maxsize=256)
def worth_table(sizes: tuple[Size, ...]) -> tuple[tuple[float, ...], ...]:
    """By requests expected (in steps of 1/PER_REQUEST) and by cells: minutes that a gap will serve."""
    rows = [(0.0,) * (LONGEST + 1)]
    for _ in range(MOST * PER_REQUEST):
        rows.append(_with_more(_with_more(rows[-1], sizes), sizes))
    return tuple(rows)


def _with_more(worth: tuple[float, ...], sizes: tuple[Size, ...]) -> tuple[float, ...]:
    """The next half step of the table."""
    sums = (0.0, *accumulate(worth))
    return tuple(
        here + sum(size.share * _gain(worth, sums, cells, size) for size in sizes) / (2 * PER_REQUEST)
        for cells, here in enumerate(worth)
    )


def _gain(worth: tuple[float, ...], sums: tuple[float, ...], cells: int, size: Size) -> float:
    rest = cells - size.cells
    if rest < 0:
        return 0.0
    anywhere = 2 * sums[rest + 1] / (rest + 1)
    left = LED_TO_THE_EDGE * worth[rest] + (1 - LED_TO_THE_EDGE) * anywhere
    return max(0.0, size.minutes + left - worth[cells])
