"""The board of the rotation 轮钟: everybody's clocks on a store's day, in the order of their turns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.choice.clocks import NO_CLOCKS, Clocks, in_turn
from services.scheduling.domain.hours.cells import instant_of


@dataclass(frozen=True)
class ClockRow:
    """`turn` counts from 1; None for somebody who does not work that day. `last_clock_at`: when the last one ended."""

    technician_id: str
    name: str
    turn: int | None
    requested: int
    rotation: int
    last_clock_at: datetime | None


@dataclass(frozen=True)
class ClockBoard:
    store: Store
    day: date
    rows: tuple[ClockRow, ...]

    @classmethod
    def of(
        cls, store: Store, day: date, names: Mapping[str, str], clocks: Mapping[str, Clocks], at_work: Collection[str]
    ) -> Self:
        """Those at work in their turns, then the others by id. Who is not in `clocks` has none."""
        turns = in_turn({who: clocks.get(who, NO_CLOCKS) for who in names if who in at_work})
        others = sorted(who for who in names if who not in at_work)
        places = [*enumerate(turns, start=1), *((None, who) for who in others)]
        return cls(store, day, tuple(_row(who, names[who], turn, clocks.get(who, NO_CLOCKS)) for turn, who in places))


def _row(who: str, name: str, turn: int | None, mine: Clocks) -> ClockRow:
    ended = None if mine.last_end is None else instant_of(mine.last_end)
    return ClockRow(who, name, turn, mine.requested, mine.rotation, ended)
