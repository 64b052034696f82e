"""The best starts inside a stated window, for the guest and for the day's plan."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.scheduling.domain.availability import Slot, outlook
from services.scheduling.domain.board import Board
from services.scheduling.domain.cells import cell_of, room_for
from services.scheduling.domain.errors import BadWindow
from services.scheduling.domain.windows import Window, clock_minutes


@dataclass(frozen=True)
class Between:
    """A window of the day on the store's clock, minutes after midnight; a start lies inside, its end may not."""

    start: int = 0
    end: int = 24 * 60

    @classmethod
    def read(cls, text: str) -> "Between":
        """From `15:00-18:00`; BadWindow when it is none."""
        first, _, last = text.partition("-")
        window: Window = clock_minutes(first), clock_minutes(last)
        if window[0] >= window[1]:
            raise BadWindow(text)
        return cls(*window)


def suggest(board: Board, slots: Iterable[Slot], between: Between, count: int) -> list[Slot]:
    """The `count` best slots inside the window, best first.

    The earliest day first; on it, starts that leave no unusable gap in somebody's day before others, and then those
    close to the start of the window, since a guest who says "from three" means three.
    """
    tidy = _tidy_starts(board)
    ranked = []
    for slot in slots:
        local = slot.starts_at.astimezone(board.store.zone)
        minute = local.hour * 60 + local.minute
        if between.start <= minute < between.end:
            start = cell_of(slot.starts_at) - board.span.base
            leaves_crumbs = not any(tidy[who] >> start & 1 for who in slot.technician_ids)
            ranked.append((local.date(), leaves_crumbs, minute - between.start, slot.starts_at, slot))
    return [slot for *_, slot in sorted(ranked, key=lambda row: row[:4])[:count]]


def _tidy_starts(board: Board) -> dict[str, int]:
    """By technician, the starts that touch an edge of the free window or leave room for another visit on both sides."""
    tidy = {}
    for calendar in board.calendars:
        fits = outlook(board, calendar).fits
        links = fits & (fits >> 1)
        roomy = room_for(links, board.grid.shortest)
        edges = (fits & ~(fits << 1)) | (fits & ~links)
        tidy[calendar.technician.id] = edges | (roomy & (roomy << board.grid.shortest))
    return tidy
