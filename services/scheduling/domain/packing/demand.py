"""What a store may expect to be asked for, from what it was asked for in weeks past."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.shop import Shop, Treatment
from services.scheduling.domain.hours.cells import DAY_CELLS, Run, cells_for, instant_of

HALF_HOURS = 48  # of a day
WEEKDAYS = 7
WITHIN = 6  # half hours: how far from their wish guests are ready to go, at most
REMEMBERED_LEAD = 14 * HALF_HOURS
FLAT_LOAD = 0.9  # without any history: time asked for over time worked
WORKED_CELLS = 5 * 8 * 12  # in a week, by one technician of whom nothing else is known

Need = tuple[str, int]  # category of the treatment, level it takes


@dataclass(frozen=True)
class Asked:
    """A request of the past. `weekday` (Monday 0) and `half_hour` are those of the wished start on the store's clock;
    `lead` is the half hours between the request and that start; `cells` those taken, buffers included.
    """

    weekday: int
    half_hour: int
    need: Need
    cells: int
    minutes: int
    technician_id: str | None = None
    lead: int = 0


@dataclass(frozen=True, order=True)
class Sort:
    """A sort of visit, with its share of all requests."""

    need: Need
    cells: int
    minutes: int
    share: float


@dataclass(frozen=True)
class Forecast:
    """Requests expected in a week, their shares by weekday, half hour and sort; the shares that name a technician; and
    by half hours before the wished start the share of requests that is still to come then.
    """

    weekly: float
    days: Sequence[float]
    times: Sequence[float]
    sorts: tuple[Sort, ...]
    named: Mapping[str, float] = field(default_factory=dict)
    leads: Sequence[float] = (1.0,)

    @classmethod
    def learnt(cls, history: Iterable[Asked], weeks: float) -> Self:
        """From the requests of so many weeks: day, time and sort are counted apart, so that few weeks suffice."""
        asked = list(history)
        total = max(len(asked), 1)
        sorts = Counter((one.need, one.cells, one.minutes) for one in asked)
        named = Counter(one.technician_id for one in asked if one.technician_id)
        days, times = Counter(one.weekday for one in asked), Counter(one.half_hour for one in asked)
        return cls(
            weekly=len(asked) / weeks,
            days=[days[day] / total for day in range(WEEKDAYS)],
            times=[times[time] / total for time in range(HALF_HOURS)],
            sorts=tuple(sorted(Sort(*sort, count / total) for sort, count in sorts.items())),
            named={who: count / total for who, count in named.items()},
            leads=_still_to_come([one.lead for one in asked]),
        )

    @cached_property
    def needs(self) -> dict[Need, float]:
        """The share of the requests that ask for each need and name nobody."""
        needs: Counter[Need] = Counter()
        anybody = 1 - sum(self.named.values())
        for sort in self.sorts:
            needs[sort.need] += sort.share * anybody  # type: ignore[assignment]  # a counter of shares
        return dict(needs)

    def by_half_hour(self, weekday: int) -> list[float]:
        """The requests that time in each half hour can serve: each counts at all the times its guest would come."""
        return [self.weekly * self.days[weekday] * share for share in self._near_times]

    @cached_property
    def _near_times(self) -> list[float]:
        return spread(self.times)

    def to_come(self, half_hours: int) -> float:
        """The share of the requests for a time that lies so far ahead which has not come yet."""
        return self.leads[max(0, min(half_hours, len(self.leads) - 1))]


@lru_cache(maxsize=64)
def from_visits(visits: tuple[tuple[Treatment, Run], ...], zone: ZoneInfo) -> Forecast:
    """From past visits, each with the cells, from 1970, that it took of a technician.

    It counts what came about and not what was asked for: who named somebody and how far ahead is not told, and counts
    as nobody and until half an hour before. The weeks are those since the first visit.
    """
    starts = [run[0] for _, run in visits]
    weeks = max((max(starts) - min(starts)) / (WEEKDAYS * DAY_CELLS), 1.0)
    return Forecast.learnt((_asked(treatment, run, zone) for treatment, run in visits), weeks)


def flat(shop: Shop) -> Forecast:
    """For a store without a history: visits like the one asked for and the shortest one, evenly over opening hours."""
    treatment = shop.treatment
    asked = cells_for(treatment.needed_minutes)
    shortest = min(asked, cells_for(shop.shortest_minutes or treatment.needed_minutes))
    need = treatment.category, treatment.level
    lengths = {asked: treatment.minutes, shortest: round(treatment.minutes * shortest / asked)}
    open_times = _open_times(shop)
    return Forecast(
        weekly=FLAT_LOAD * len(shop.technicians) * WORKED_CELLS * len(lengths) / sum(lengths),
        days=[1 / WEEKDAYS] * WEEKDAYS,
        times=[1 / len(open_times) if time in open_times else 0.0 for time in range(HALF_HOURS)],
        sorts=tuple(Sort(need, cells, minutes, 1 / len(lengths)) for cells, minutes in sorted(lengths.items())),
    )


def spread(by_half_hour: Sequence[float]) -> list[float]:
    """What belongs to each half hour, spread over those within reach of it: most on itself, evenly less with distance.

    The sum stays: what would fall outside the day is shared out within.
    """
    near = [0.0] * HALF_HOURS
    for time, amount in enumerate(by_half_hour):
        if amount:
            weights = _WEIGHTS[time]
            for other, weight in weights:
                near[other] += amount * weight
    return near


def _weights_of(time: int) -> list[tuple[int, float]]:
    within = range(max(0, time - WITHIN), min(HALF_HOURS, time + WITHIN + 1))
    weights = [(other, 1 - abs(other - time) / (WITHIN + 1)) for other in within]
    total = sum(weight for _, weight in weights)
    return [(other, weight / total) for other, weight in weights]


_WEIGHTS = [_weights_of(time) for time in range(HALF_HOURS)]


def _still_to_come(leads: list[int]) -> list[float]:
    """By half hours before the start: the share of requests with a shorter lead."""
    counted, longest = Counter(min(lead, REMEMBERED_LEAD) for lead in leads), REMEMBERED_LEAD
    shares, below = [0.0], 0
    for lead in range(longest + 1):
        below += counted[lead]
        shares.append(below / max(len(leads), 1))
    return shares


def _asked(treatment: Treatment, run: Run, zone: ZoneInfo) -> Asked:
    """A technician who is free in the middle of a visit has two runs, each with its part of the minutes."""
    local, cells = instant_of(run[0]).astimezone(zone), run[1] - run[0]
    return Asked(
        weekday=local.weekday(),
        half_hour=(local.hour * 60 + local.minute) // 30,
        need=(treatment.category, treatment.level),
        cells=cells,
        minutes=round(treatment.minutes * min(1.0, cells / cells_for(treatment.needed_minutes))),
    )


def _open_times(shop: Shop) -> set[int]:
    """The half hours of the day in which the store is open on any day."""
    shifts = [shift for day in shop.store.opening for shift in day]
    return {half % HALF_HOURS for shift in shifts for half in range(shift.start // 30, -(-shift.end // 30))} or {0}
