"""The start grid: which of the starts that would fit are offered.

A free window is a run of starts that fit. The step counts from each window's anchor; `links` say which neighbouring
starts belong to one window.
"""

from dataclasses import dataclass
from functools import lru_cache

from services.scheduling.domain.business.rules import CLOCK, TIGHT, WINDOW
from services.scheduling.domain.hours.cells import DAY_CELLS, room_for, without

ALIGNMENTS = (60, 30, 20, 15, 10, 5)


@dataclass(frozen=True)
class Grid:
    """`step` and `shortest` (the shortest treatment with its buffers) in cells."""

    step: int
    anchor: str
    shortest: int = 0


def alignment_of(step_minutes: int) -> int:
    """The largest of 60/30/20/15/10/5 minutes that divides the step: what the anchor `clock` rounds up to."""
    return next((minutes for minutes in ALIGNMENTS if step_minutes % minutes == 0), 1)


def on_grid(fits: int, grid: Grid, *, earliest: int, aligned: int = -1, midnights: int = 0) -> int:
    """The starts offered out of those that fit.

    `earliest` is the first start that leaves the minimum notice: it cuts the windows of the anchor `clock` before they
    are rounded, and only filters with the others. `aligned` are the cells that the store's clock shows as a multiple of
    the step's alignment. `midnights` are the store's: a window that has lasted a whole day begins anew there, so that
    the grid of round-the-clock work does not depend on how far back one looks.
    """
    windows = _since(earliest, fits) if grid.anchor == CLOCK else fits
    firsts = without(windows, windows << 1)
    anew = windows & midnights and windows & midnights & (room_for(windows, DAY_CELLS) << DAY_CELLS)
    if grid.anchor == WINDOW and not anew:
        return _since(earliest, _every(firsts, grid.step, windows))
    firsts |= anew
    links = without(windows & (windows >> 1), firsts >> 1)
    if grid.anchor == CLOCK:
        return _stepped(_rounded(firsts, links, aligned), grid.step, links)
    if grid.anchor == TIGHT:
        return _since(earliest, _tight(firsts, windows, links, grid))
    return _since(earliest, _stepped(firsts, grid.step, links))


def _since(earliest: int, starts: int) -> int:
    return (starts >> earliest) << earliest if earliest > 0 else starts


def _every(firsts: int, step: int, windows: int) -> int:
    """Every `step` cells from the first of each window: the cells whose remainder by the step is that of the first.

    Remainders are compared digit by digit, in binary. To add those firsts that have the digit carries through exactly
    their windows and leaves zeros there, so that a digit that is the other one's opposite says that they are the same.
    """
    starts = windows
    for has_digit in _digits(step, windows.bit_length() // DAY_CELLS + 1):
        starts &= (windows + (firsts & has_digit)) ^ has_digit
    return starts


@lru_cache(maxsize=256)
def _digits(step: int, days: int) -> tuple[int, ...]:
    """For each binary digit of a remainder by the step, the cells whose remainder has it."""
    every = sum(1 << cell for cell in range(0, days * DAY_CELLS + step, step))
    digits = range((step - 1).bit_length())
    return tuple(sum(every << remainder for remainder in range(step) if remainder >> digit & 1) for digit in digits)


def _stepped(anchors: int, step: int, links: int) -> int:
    """Every `step` cells from the anchors, each within its window; the distance doubles, so the rounds are few."""
    clear, starts = room_for(links, step), anchors
    while further := (starts & clear) << step:
        starts |= further
        clear &= clear >> step
        step *= 2
    return starts


def _rounded(firsts: int, links: int, aligned: int) -> int:
    """The first aligned start of each window, where it has one: all of them go on together, cell by cell."""
    anchors = firsts & aligned
    while firsts := (without(firsts, aligned) & links) << 1:
        anchors |= firsts & aligned
    return anchors


def _tight(firsts: int, windows: int, links: int, grid: Grid) -> int:
    """Starts that touch an edge of the window, and those on the grid that leave a usable gap on both sides."""
    lasts = without(windows, links)
    roomy = room_for(links, grid.shortest)
    return firsts | lasts | (_stepped(firsts, grid.step, links) & roomy & (roomy << grid.shortest))
