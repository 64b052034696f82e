"""How much of the time that people work is taken: bits of the roster and of the calendar, counted under masks.

Taken time is a visit with what guards it before and after, as the calendar has it; a visit that was called off or
missed takes none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.shop import Technician
from services.scheduling.domain.hours.cells import CELL_MINUTES, Span, without
from services.scheduling.domain.hours.windows import local_cell
from shared.period import Period

HOURS = 24
WeekHour = tuple[int, int]
"""A weekday, 0 being Monday, and an hour of the clock."""


@dataclass(frozen=True)
class Use:
    """Minutes that somebody is rostered for, those of them that are taken, and those taken `beyond` the roster."""

    rostered: int = 0
    busy: int = 0
    beyond: int = 0

    def __add__(self, other: "Use") -> "Use":
        return Use(self.rostered + other.rostered, self.busy + other.busy, self.beyond + other.beyond)

    @property
    def share(self) -> float | None:
        return round(self.busy / self.rostered, 4) if self.rostered else None


NOTHING = Use()


@dataclass(frozen=True)
class Masks:
    """The cells of a period, of each of its days, and of each hour of a weekday, on a store's clock.

    On a night that the clock skips an hour, that hour has no cells; one that it has twice has those of both.
    """

    whole: int
    days: Sequence[int]
    hours: Mapping[WeekHour, int]


@lru_cache(maxsize=256)
def masks_of(period: Period, zone: ZoneInfo, span: Span) -> Masks:
    days, whole = [], 0
    hours: dict[WeekHour, int] = defaultdict(int)
    for day in period.days:
        edges = [local_cell(zone, day, hour * 60) for hour in range(HOURS + 1)]
        for hour in range(HOURS):
            hours[day.weekday(), hour] |= span.bits(edges[hour], edges[hour + 1])
        days.append(span.bits(edges[0], edges[HOURS]))
        whole |= days[-1]
    return Masks(whole, days, hours)


@dataclass(frozen=True)
class AtWork:
    """What a technician is rostered for in a store, and what of their time the store has taken; bits of one span."""

    working: int
    taken: int

    @cached_property
    def _bits(self) -> tuple[int, int, int]:
        busy = self.working & self.taken
        return self.working, busy, without(self.taken, busy)

    def under(self, mask: int) -> Use:
        """Thousands of masks make a store's month: nothing is worked out here that can be before."""
        working, busy, beyond = self._bits
        rostered = (working & mask).bit_count() * CELL_MINUTES
        past = (beyond & mask).bit_count() * CELL_MINUTES if beyond else 0
        return Use(rostered, (busy & mask).bit_count() * CELL_MINUTES, past)


@dataclass(frozen=True)
class OfTechnician:
    """One technician's use in one store; an hour in which they neither are rostered nor work is left out."""

    technician: Technician
    store_id: str
    total: Use
    days: Sequence[Use]
    hours: Mapping[WeekHour, Use]

    @classmethod
    def of(cls, technician: Technician, store_id: str, at_work: AtWork, masks: Masks) -> "OfTechnician":
        either = at_work.working | at_work.taken
        hours = {key: at_work.under(mask) for key, mask in masks.hours.items() if either & mask}
        days = [at_work.under(mask) for mask in masks.days]
        return cls(technician, store_id, sum(days, NOTHING), days, hours)

    def followed_by(self, later: "OfTechnician") -> "OfTechnician":
        """With the days that come next, in the same store."""
        total, days = self.total + later.total, [*self.days, *later.days]
        return OfTechnician(self.technician, self.store_id, total, days, added([self.hours, later.hours]))


@dataclass(frozen=True)
class Utilisation:
    """What was asked for, and the total of the period before it."""

    period: Period
    before: Period
    technicians: Sequence[OfTechnician] = ()
    total_before: Use = NOTHING
    store_id: str | None = None

    @property
    def total(self) -> Use:
        return sum((one.total for one in self.technicians), NOTHING)

    @property
    def days(self) -> list[Use]:
        return [sum((one.days[number] for one in self.technicians), NOTHING) for number in range(len(self.period.days))]

    @property
    def hours(self) -> dict[WeekHour, Use]:
        return added(one.hours for one in self.technicians)


@dataclass(frozen=True)
class OwnWeeks:
    """A technician's use of all the time they are rostered for, in whatever store."""

    technician_id: str
    period: Period
    weeks: Sequence[tuple[Period, Use]]
    before: Use

    @property
    def total(self) -> Use:
        return sum((use for _, use in self.weeks), NOTHING)


def added(parts: Iterable[Mapping[WeekHour, Use]]) -> dict[WeekHour, Use]:
    """Hour by hour, in order."""
    found: dict[WeekHour, Use] = defaultdict(Use)
    for part in parts:
        for key, use in part.items():
            found[key] += use
    return dict(sorted(found.items()))
