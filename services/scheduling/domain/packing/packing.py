"""What it costs the store to begin a visit there: the minutes of treatment that the time would have served otherwise.

All who choose a start or a technician ask here, so that one idea of good packing rules them all.
"""

from services.scheduling.domain.hours.cells import Run, instant_of, stretch
from services.scheduling.domain.offer.board import Board, Calendar
from services.scheduling.domain.offer.buffers import Footprint
from services.scheduling.domain.packing.demand import Forecast, flat
from services.scheduling.domain.packing.prospects import CELLS, NEAR, Crew
from services.scheduling.domain.packing.worth import LONGEST, Prospect


def cost_of(board: Board, calendar: Calendar, start: int) -> float:
    """Minutes of treatment lost elsewhere when this technician takes the visit at that cell of the span."""
    return Packing(board).cost(calendar, start)


class Packing:
    """The costs on one board; what several starts have in common is worked out once.

    Without a forecast the store is expected to be evenly busy.
    """

    def __init__(self, board: Board, forecast: Forecast | None = None) -> None:
        self.board = board
        self._forecast = forecast or flat(board.shop)
        self._crew = Crew(self._forecast, board.shop.technicians)
        self._place = {who.id: place for place, who in enumerate(board.shop.technicians)}
        self._free = {calendar.technician.id: calendar.working & ~calendar.busy for calendar in board.calendars}
        self._rates: dict[int, list[float]] = {}
        self._requests: dict[int, float] = {}
        self._prospects: dict[tuple[str, Run], Prospect] = {}

    def cost(self, calendar: Calendar, start: int) -> float:
        """Minutes of treatment. A phase of the visit that leaves the technician free stays worth something."""
        shape = self.board.scene.footprint
        free = self._free[calendar.technician.id]
        around = _around(free, shape.around(start))
        return self._prospect(calendar.technician.id, around).cost(free & stretch(*around), _taken(shape, start))

    def _prospect(self, technician_id: str, around: Run) -> Prospect:
        key = technician_id, around
        if key not in self._prospects:
            self._prospects[key] = self._foreseen(*key)
        return self._prospects[key]

    def _foreseen(self, technician_id: str, around: Run) -> Prospect:
        """What the technician's time may hope for; half hours are counted from the start of the span."""
        place, halves = self._place[technician_id], range(around[0] // CELLS, -(-around[1] // CELLS))
        rates = [self._rates_at(half)[place] for half in halves]
        return self._crew.prospect(place, halves.start * CELLS, rates, [self._requests_at(half) for half in halves])

    def _rates_at(self, half: int) -> list[float]:
        if half not in self._rates:
            self._rates[half] = self._crew.rates(self._free_near(half))
        return self._rates[half]

    def _free_near(self, half: int) -> list[float]:
        """Each technician's free cells around that time. Of all but the candidates they are not known: the mean."""
        near = stretch(max(0, (half - NEAR) * CELLS), (half + NEAR + 1) * CELLS)
        known = {who: (free & near).bit_count() / (2 * NEAR + 1) for who, free in self._free.items()}
        usual = sum(known.values()) / max(len(known), 1)
        return [known.get(who.id, usual) for who in self.board.shop.technicians]

    def _requests_at(self, half: int) -> float:
        """The requests still to come that this half hour could serve."""
        if half not in self._requests:
            begins = instant_of(self.board.span.base + half * CELLS)
            local = begins.astimezone(self.board.store.zone)
            ahead = int((begins - self.board.now).total_seconds() // 1800)
            of_day = self._forecast.by_half_hour(local.weekday())
            self._requests[half] = of_day[(local.hour * 60 + local.minute) // 30] * self._forecast.to_come(ahead)
        return self._requests[half]


def _around(free: int, visit: Run) -> Run:
    """The cells from the first of the free windows that the visit touches to the last, as far as they matter."""
    first, end = max(visit[0], 0), visit[1]
    before = (~free & stretch(0, first)).bit_length()
    later = ~free >> end
    after = end + (later & -later).bit_length() - 1
    return max(before, first - LONGEST), min(after, end + LONGEST)


def _taken(shape: Footprint, start: int) -> int:
    bits = 0
    for first, end in shape.technician:
        bits |= stretch(max(start + first, 0), start + end)
    return bits
