"""Demand to come, from visits that were: what the same hour of the same weekday asked for on average.

The average over the last `WEEKS` weeks in which the store had visits at all, so that a young store is not thought half
empty. A store without history is expected to be evenly busy: FLAT_LOAD of what its technicians are contracted for,
over all hours it is open, shared by category as its technicians are able, at level 1.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.scheduling.domain.hours.windows import Window
from services.scheduling.domain.rostering.contracts import WEEK
from services.scheduling.domain.rostering.demand import HOUR, Demand, Need, Slot
from services.scheduling.domain.rostering.problem import Member
from services.scheduling.domain.rostering.shifts import minutes_by_hour

WEEKS = 8
FLAT_LOAD = 0.6


@dataclass(frozen=True)
class PastWork:
    """A technician's work on one visit: `weekday` and `window` are those of the day it belongs to.

    `weeks_ago` counts from 0, the last seven days.
    """

    need: Need
    weeks_ago: int
    weekday: int
    window: Window


def forecast(past: Sequence[PastWork], weekdays: Sequence[int]) -> Demand:
    """Demand of days with those weekdays (0 is Monday); empty without a past. Parts of a minute are rounded up."""
    weeks = min(max((work.weeks_ago for work in past), default=-1) + 1, WEEKS)
    sums = _sums(work for work in past if work.weeks_ago < weeks)
    return Demand.of(
        ((day, hour), need, -(-minutes // weeks))
        for day, weekday in enumerate(weekdays)
        for (on, hour, need), minutes in sums.items()
        if on == weekday
    )


def flat(members: Sequence[Member], opening: Sequence[Sequence[Window]]) -> Demand:
    """Even demand over all opening hours, for a store that has no history."""
    hours = {(day, hour): m for day, windows in enumerate(opening) for hour, m in minutes_by_hour(windows).items()}
    week = sum(member.contract.week_minutes for member in members)
    wanted = FLAT_LOAD * week * len(opening) / WEEK
    return Demand.of(_shared(members, hours, wanted / (sum(hours.values()) or 1)))


def _shared(members: Sequence[Member], hours: dict[Slot, int], per_minute: float) -> Iterable[tuple[Slot, Need, int]]:
    share: Counter[str] = Counter()
    for member in members:
        share.update(dict.fromkeys(member.skills, 1 / len(member.skills)))
    for slot, minutes in hours.items():
        for category, part in sorted(share.items()):
            yield slot, Need(category), round(minutes * per_minute * part / len(members))


def _sums(past: Iterable[PastWork]) -> Counter[tuple[int, int, Need]]:
    sums: Counter[tuple[int, int, Need]] = Counter()
    for work in past:
        for hour, minutes in minutes_by_hour([work.window]).items():
            sums[work.weekday, hour, work.need] += minutes
    return sums


def hours_of_day(minute: int) -> int:
    return minute // HOUR
