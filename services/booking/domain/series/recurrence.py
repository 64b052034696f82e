"""Every n weeks: which dates that are, on the store's clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.booking.domain.errors import NotInSeries, SeriesEmpty, SeriesTooLong

MOST_VISITS = 52


@dataclass(frozen=True)
class Occurrence:
    """A date of the series, and when the visit begins; None for a date that is left out."""

    on: date
    starts_at: datetime | None


@dataclass(frozen=True)
class Recurrence:
    """Every so many weeks, `count` times or `until` a date that may still be one of them; one of the two is given.

    `skip` are dates to leave out, `instead` the start that takes the place of a date's usual one. Both count: a series
    of four with one skipped has three visits.
    """

    every_weeks: int
    count: int | None = None
    until: date | None = None
    skip: frozenset[date] = frozenset()
    instead: Mapping[date, datetime] = field(default_factory=dict)

    def occurrences(self, first: datetime, zone: ZoneInfo) -> tuple[Occurrence, ...]:
        """In order, from the first start on, each at the same time by the store's clock.

        SeriesTooLong, SeriesEmpty, or NotInSeries for a date that is skipped or replaced although it is not in it.
        """
        dates = self._dates(first.astimezone(zone).date())
        if unknown := sorted({*self.skip, *self.instead} - {*dates}):
            raise NotInSeries(params={"dates": [one.isoformat() for one in unknown]}, fields=_of_fields(self, unknown))
        found = tuple(Occurrence(on, self._start(on, first.astimezone(zone))) for on in dates)
        if not any(one.starts_at for one in found):
            raise SeriesEmpty
        return found

    def _dates(self, first: date) -> list[date]:
        step = timedelta(weeks=self.every_weeks)
        count = self.count or ((self.until - first) // step + 1 if self.until else 0)
        if count > MOST_VISITS:
            raise SeriesTooLong(params={"most": MOST_VISITS})
        return [first + number * step for number in range(count)]

    def _start(self, on: date, first: datetime) -> datetime | None:
        if on in self.skip:
            return None
        return self.instead.get(on) or datetime.combine(on, first.timetz()).astimezone(UTC)


def _of_fields(asked: Recurrence, unknown: list[date]) -> dict[str, Any]:
    return {
        name: ["is not a date of the series"]
        for name, dates in (("skip", asked.skip), ("instead", {*asked.instead}))
        if dates & {*unknown}
    }
