"""Which cells a visit takes, relative to its start: the treatment and what guards it from its neighbours.

Buffers add up between neighbours (turnover of the earlier, preparation of the later), since each visit's own lie in its
own bits. They protect against neighbours only, so they may reach past the end of a shift; the treatment may not.
"""

from dataclasses import dataclass
from functools import lru_cache

from services.scheduling.domain.business.shop import Treatment
from services.scheduling.domain.hours.cells import CELL_MINUTES, Run, cells_for, joined, room_for, shifted


@dataclass(frozen=True)
class Footprint:
    """`length` cells of treatment, `guarded` those with preparation and turnover, without any travel; `technician` and
    `unit` are the runs each is busy for. All are relative to the start.
    """

    length: int
    technician: tuple[Run, ...]
    unit: tuple[Run, ...]
    guarded: Run

    def around(self, start: int) -> Run:
        """The cells, from first to last, that anybody is busy for when the treatment starts at that cell."""
        all_runs = self.technician + self.unit
        return start + min(run[0] for run in all_runs), start + max(run[1] for run in all_runs)


@lru_cache(maxsize=4096)
def footprint(treatment: Treatment, *, away: bool = False) -> Footprint:
    """A bed is busy throughout; in a store a technician is free in the segments that do without them.

    Who is `away` at a home is busy throughout; the ways there and back depend on the neighbours (`travel/`).
    """
    length, before, after = cells_for(treatment.minutes), cells_for(treatment.prep), cells_for(treatment.turnover)
    hands = [(0, length)] if away else _hands_on(treatment, length)
    technician = joined(run for run in [(-before, 0), *hands, (length, length + after)] if run[0] < run[1])
    guarded = -before, length + after
    return Footprint(length, technician, (guarded,), guarded)


def fitting_at_work(working: int, free: int, shape: Footprint) -> int:
    """The starts at which the treatment lies in working cells and the technician is free for it and what guards it.

    Where the technician is busy without a break, work and free cells are looked at together, with half the shifts.
    """
    if len(shape.technician) > 1:
        return room_for(working, shape.length) & fitting(free, shape.technician)
    ((start, end),) = shape.technician
    starts = room_for(working & free, shape.length)
    if end > shape.length:
        starts &= room_for(free, end - shape.length) >> shape.length
    return starts & (room_for(free, -start) << -start) if start else starts


def fitting(free: int, busy_runs: tuple[Run, ...]) -> int:
    """The starts at which every run of a visit lies in free cells."""
    starts = -1
    for start, end in busy_runs:
        starts &= shifted(room_for(free, end - start), -start)
    return starts


def _hands_on(treatment: Treatment, length: int) -> list[Run]:
    """The runs with the technician's hands at work; a started cell counts."""
    found: list[Run] = []
    minute = 0
    for segment in treatment.segments:
        start, minute = minute, minute + segment.minutes
        if segment.technician:
            found.append((start // CELL_MINUTES, min(cells_for(minute), length)))
    return found or [(0, length)]
