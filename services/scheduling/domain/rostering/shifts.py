"""The shifts a day may have: starts × lengths on a grid, cut to the opening hours, with a break in the long ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from services.scheduling.domain.hours.windows import Shift, Window
from services.scheduling.domain.rostering.contracts import Contract
from services.scheduling.domain.rostering.demand import HOUR

SHORTEST_MINUTES = 4 * HOUR
LENGTH_STEP_MINUTES = HOUR
# A break begins so long after the shift does, and leaves at least this much work behind it.
BREAKS_AFTER_MINUTES = (3 * HOUR, 4 * HOUR, 5 * HOUR)
WORK_AFTER_BREAK_MINUTES = 2 * HOUR
# A late shift ends in the last quarter of the store's day and does not begin in the first.
LATE_SHARE = 0.75


@dataclass(frozen=True)
class ShiftKind:
    """One shift of a day with what the model asks of it; minutes from the day's midnight on the store's clock."""

    shift: Shift

    @cached_property
    def worked_minutes(self) -> int:
        return sum(end - start for start, end in self.shift.windows)

    @cached_property
    def by_hour(self) -> dict[int, int]:
        """Minutes worked in each hour."""
        return minutes_by_hour(self.shift.windows)

    def is_at(self, minute: int) -> bool:
        """Whether it works in the minute that begins then."""
        return any(start <= minute < end for start, end in self.shift.windows)


def minutes_by_hour(windows: Sequence[Window]) -> dict[int, int]:
    """How many minutes of each hour lie in the windows, which do not overlap."""
    minutes: dict[int, int] = {}
    for start, end in windows:
        for hour in range(start // HOUR, -(-end // HOUR)):
            minutes[hour] = minutes.get(hour, 0) + min(end, (hour + 1) * HOUR) - max(start, hour * HOUR)
    return minutes


def day_of_opening(opening: Sequence[Window]) -> Window | None:
    """From the first opening of a day to its last closing; None on a day closed."""
    return (opening[0][0], opening[-1][1]) if opening else None


def is_late(shift: Shift, opening: Sequence[Window]) -> bool:
    """Whether the shift reaches into the last quarter of the store's day and does not begin in its first."""
    day = day_of_opening(opening)
    if day is None:
        return False
    length = day[1] - day[0]
    return shift.end > day[0] + length * LATE_SHARE and shift.start >= day[0] + length * (1 - LATE_SHARE)


def kinds_of(contract: Contract, opening: Sequence[Window]) -> list[ShiftKind]:
    """Every shift of the grid that the contract allows on a day with those opening hours.

    Where the day is shorter than the shortest shift, the whole day is one.
    """
    day = day_of_opening(opening)
    if day is None:
        return []
    shifts = dict.fromkeys(_shifts(contract, day))
    return [ShiftKind(shift) for shift in shifts if _opens(shift, opening)]


def _shifts(contract: Contract, day: Window) -> Iterator[Shift]:
    opens, closes = day
    longest = min(contract.longest_day_minutes, closes - opens)
    for work in range(longest, min(SHORTEST_MINUTES, longest) - 1, -LENGTH_STEP_MINUTES):
        pause = contract.break_minutes if work > contract.break_after_minutes else 0
        span = min(work + pause, closes - opens)
        for start, breaks in product(_starts(day, span), _breaks(span, pause)):
            yield Shift(start, start + span, tuple((start + at, start + at + pause) for at in breaks))


def _starts(day: Window, span: int) -> list[int]:
    """Every full hour from opening on, and the one that ends at closing."""
    opens, closes = day
    return sorted({*range(opens, closes - span + 1, HOUR), closes - span})


def _breaks(span: int, pause: int) -> list[tuple[int, ...]]:
    if not pause:
        return [()]
    after = [at for at in BREAKS_AFTER_MINUTES if at + pause + WORK_AFTER_BREAK_MINUTES <= span]
    return [(at,) for at in after or [(span - pause) // 2]]


def _opens(shift: Shift, opening: Sequence[Window]) -> bool:
    """A shift neither begins nor ends while the store is closed at noon."""
    begins = any(start <= shift.start < end for start, end in opening)
    return begins and any(start < shift.end <= end for start, end in opening)
