"""Days that are unlike the others of their weekday: public holidays, make-up work days 调休, a store's own exceptions.

What is said of a day for one store goes before what the platform says of it for all, and that before what is public.
What a holiday does is the rule `holiday_hours`; where it is `as_usual`, the public calendar is not followed, and its
make-up days do nothing either. What a store has entered for itself always holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.scheduling.domain.hours.windows import Day

HOLIDAY, WORKDAY, CLOSED, HOURS, USUAL = "holiday", "workday", "closed", "hours", "usual"
KINDS = (HOLIDAY, WORKDAY, CLOSED, HOURS, USUAL)
AS_USUAL, SHUT, AS_SUNDAY = "as_usual", "closed", "as_sunday"
SUNDAY = 6


@dataclass(frozen=True)
class SpecialDay:
    """What is told of a local day. A `workday` works like the weekday it `follows` (Monday is 0); on a day of other
    `hours` the store is open then; `usual` takes back what is told more generally. Without a store it is for all;
    `is_public` tells what stands in the published calendar from what somebody entered.
    """

    on: date
    kind: str
    name: str = ""
    name_en: str = ""
    follows: int | None = None
    hours: Day = ()
    store_id: str | None = None
    is_public: bool = False


@dataclass(frozen=True)
class AlteredDay:
    """A day that works like another `weekday`, or with other `hours`, or with neither: not at all."""

    on: date
    told: SpecialDay
    weekday: int | None = None
    hours: Day | None = None

    @property
    def because(self) -> str:
        """Which sentence tells people so."""
        if self.hours is not None:
            return "special_hours"
        if self.weekday is not None:
            return "like_another_weekday"
        return "holiday" if self.told.kind == HOLIDAY else "closed_day"


Altered = tuple[AlteredDay, ...]


def in_force(told: Iterable[SpecialDay]) -> list[SpecialDay]:
    """Of each day what holds, in order of days."""
    by_weight = sorted(told, key=lambda day: (day.store_id is not None, not day.is_public))
    return [day for _, day in sorted({day.on: day for day in by_weight}.items())]


def altered(told: Iterable[SpecialDay], holiday_hours: str) -> Altered:
    """The days that do not work like their weekday under the rule; nothing in almost every week."""
    return tuple(day for day in (_altered(day, holiday_hours) for day in in_force(told)) if day)


def _altered(day: SpecialDay, holiday_hours: str) -> AlteredDay | None:
    follows_public = holiday_hours != AS_USUAL
    if day.kind == CLOSED or (day.kind == HOLIDAY and holiday_hours == SHUT):
        return AlteredDay(day.on, day)
    if day.kind == HOURS:
        return AlteredDay(day.on, day, day.on.weekday(), day.hours)
    if day.kind == HOLIDAY and follows_public:
        return AlteredDay(day.on, day, SUNDAY)
    if day.kind == WORKDAY and (follows_public or day.store_id is not None):
        return AlteredDay(day.on, day, day.follows)
    return None
