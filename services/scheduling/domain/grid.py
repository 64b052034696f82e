"""The start grid: which of the starts that would fit are offered.

A free window is a run of starts that fit. The step counts from each window's anchor; `links` say which neighbouring
starts belong to one window.
"""

from collections.abc import Callable
from dataclasses import dataclass

from services.scheduling.domain.cells import DAY_CELLS, each_bit, room_for
from services.scheduling.domain.rules import CLOCK, TIGHT

ALIGNMENTS = (60, 30, 20, 15, 10, 5)

RoundUp = Callable[[int], int]


@dataclass(frozen=True)
class Grid:
    """`step` and `shortest` (the shortest treatment with its buffers) in cells."""

    step: int
    anchor: str
    shortest: int = 0


def alignment_of(step_minutes: int) -> int:
    """The largest of 60/30/20/15/10/5 minutes that divides the step: what the anchor `clock` rounds up to."""
    return next((minutes for minutes in ALIGNMENTS if step_minutes % minutes == 0), 1)


def on_grid(fits: int, grid: Grid, *, earliest: int, round_up: RoundUp, midnights: int = 0) -> int:
    """The starts offered out of those that fit.

    `earliest` is the first start that leaves the minimum notice: it cuts the windows of the anchor `clock` before they
    are rounded, and only filters with the others. `round_up` gives the first start at or after one that is aligned on
    the store's clock. `midnights` are the store's: a window that has lasted a whole day begins anew there, so that
    the grid of round-the-clock work does not depend on how far back one looks.
    """
    in_time = (fits >> earliest) << earliest if earliest > 0 else fits
    windows = in_time if grid.anchor == CLOCK else fits
    firsts = (windows & ~(windows << 1)) | (windows & midnights & (room_for(windows, DAY_CELLS) << DAY_CELLS))
    links = windows & (windows >> 1) & ~(firsts >> 1)
    if grid.anchor == CLOCK:
        return _stepped(_rounded(firsts, links, round_up), grid.step, links)
    if grid.anchor == TIGHT:
        return _tight(firsts, windows, links, grid) & in_time
    return _stepped(firsts, grid.step, links) & in_time


def _stepped(anchors: int, step: int, links: int) -> int:
    """Every `step` cells from the anchors, each within its window; the distance doubles, so the rounds are few."""
    clear, starts = room_for(links, step), anchors
    while further := (starts & clear) << step:
        starts |= further
        clear &= clear >> step
        step *= 2
    return starts


def _rounded(firsts: int, links: int, round_up: RoundUp) -> int:
    """The first aligned start of each window, where it has one."""
    anchors = 0
    for first in each_bit(firsts):
        start = round_up(first)
        if not ~(links >> first) & ((1 << (start - first)) - 1):
            anchors |= 1 << start
    return anchors


def _tight(firsts: int, windows: int, links: int, grid: Grid) -> int:
    """Starts that touch an edge of the window, and those on the grid that leave a usable gap on both sides."""
    lasts = windows & ~links
    roomy = room_for(links, grid.shortest)
    return firsts | lasts | (_stepped(firsts, grid.step, links) & roomy & (roomy << grid.shortest))
