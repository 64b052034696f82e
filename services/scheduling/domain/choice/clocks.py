"""Clocks 钟: a technician's visits on a store's day, those of the rotation (轮钟) and those asked for (点钟) apart.

A requested clock does not cost a technician their place in the rotation: fairness looks at rotation clocks alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.scheduling.domain.hours.cells import CELL_MINUTES


@dataclass(frozen=True)
class Clocks:
    """Of one technician and one store day, from claims that are held or firm.

    `last_end` is the cell, from 1970, at which the last rotation clock begun before the moment asked about ends; None
    where there was none.
    """

    requested: int = 0
    rotation: int = 0
    last_end: int | None = None

    def waited_minutes(self, start: int) -> int | None:
        """Minutes since the last rotation clock at the cell `start`; None for somebody who had none yet."""
        return None if self.last_end is None else max(start - self.last_end, 0) * CELL_MINUTES


NO_CLOCKS = Clocks()


@dataclass(frozen=True)
class Past:
    """What the choice must know beyond the board: the day's clocks, and who served this guest, their newest first."""

    clocks: Mapping[str, Clocks] = field(default_factory=dict)
    served_by: Sequence[str] = ()

    def of(self, technician_id: str) -> Clocks:
        return self.clocks.get(technician_id, NO_CLOCKS)


def in_turn(clocks: Mapping[str, Clocks]) -> list[str]:
    """The order of the rotation: the fewest rotation clocks first, then whoever has waited longest, then by id.

    It is what the choice comes to among equals (`scoring.Scored.place`).
    """

    def place(technician_id: str) -> tuple[int, int, int, str]:
        mine = clocks[technician_id]
        return mine.rotation, mine.requested, -1 if mine.last_end is None else mine.last_end, technician_id

    return sorted(clocks, key=place)
