"""The best starts inside a stated window, for the guest and for the day's plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from services.scheduling.domain.errors import BadWindow
from services.scheduling.domain.hours.cells import cell_of
from services.scheduling.domain.hours.windows import Window, clock_minutes
from services.scheduling.domain.offer.availability import Slot
from services.scheduling.domain.offer.board import Board
from services.scheduling.domain.packing.demand import Forecast
from services.scheduling.domain.packing.packing import Packing

WAITING = 0.01  # minutes of treatment that it is worth to begin a minute nearer to the start of the window
APART = timedelta(minutes=30)  # starts of a day closer than that are no choice


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


def suggest(
    board: Board, slots: Iterable[Slot], between: Between, count: int, forecast: Forecast | None = None
) -> list[Slot]:
    """The `count` best slots inside the window, best first.

    The best is what costs the store least (`packing.py`) with whoever costs least, and is not long after the
    start of the window: a guest who says "from three" means three. Then come the best of those that are another choice,
    half an hour away or more; the others only where there are no more of them.
    """
    costs = _ranked(Packing(board, forecast), slots, between)
    ranked = [slot for _, slot in sorted(costs, key=lambda row: (row[0], row[1].starts_at))]
    choices: list[Slot] = []
    for slot in ranked:
        if len(choices) < count and all(abs(slot.starts_at - other.starts_at) >= APART for other in choices):
            choices.append(slot)
    return (choices + [slot for slot in ranked if slot not in choices])[:count]


def _ranked(packing: Packing, slots: Iterable[Slot], between: Between) -> Iterator[tuple[float, Slot]]:
    """Each slot inside the window with what it costs, to a tenth of a minute: less than that decides nothing."""
    board = packing.board
    calendars = {calendar.technician.id: calendar for calendar in board.calendars}
    for slot in slots:
        local = slot.starts_at.astimezone(board.store.zone)
        late = local.hour * 60 + local.minute - between.start
        if 0 <= late < between.end - between.start:
            start = cell_of(slot.starts_at) - board.span.base
            costs = (packing.cost(calendars[who], start) for who in slot.technician_ids)
            yield round(min(costs) + WAITING * late, 1), slot
