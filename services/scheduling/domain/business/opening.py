"""When a store is open on a day, as people are told it: one rule for what is offered and what stands on the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.scheduling.domain.business.roster import WorkingPlan
from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.hours.almanac import AlteredDay
from services.scheduling.domain.hours.cells import EPOCH, joined
from services.scheduling.domain.hours.windows import MINUTE, utc_minute
from shared.interval import Interval


@dataclass(frozen=True)
class OpenDay:
    """The hours that begin on a local day, which may end after its midnight; none: closed."""

    on: date
    spans: tuple[Interval, ...]


@dataclass(frozen=True)
class StoreHours:
    store: Store
    days: tuple[OpenDay, ...]


def open_day(store: Store, on: date, changed: AlteredDay | None = None) -> OpenDay:
    """The day's hours, with what alters it, less the store's closures."""
    replaced = ((on, changed.hours),) if changed and changed.hours is not None else ()
    shifts = WorkingPlan(date.min, store.opening, replaced).on(on, changed)
    windows = joined(window for shift in shifts for window in shift.windows)
    spans = [Interval(_instant(store, on, start), _instant(store, on, end)) for start, end in windows]
    for closure in store.closures:
        spans = [left for span in spans for left in _without(span, closure)]
    return OpenDay(on, tuple(spans))


def _instant(store: Store, on: date, minutes: int) -> datetime:
    return (EPOCH + utc_minute(store.zone, on, minutes) * MINUTE).astimezone(store.zone)


def _without(span: Interval, closed: Interval) -> Iterable[Interval]:
    if not span.overlaps(closed):
        return [span]
    zone = span.start.tzinfo
    edges = ((span.start, closed.start.astimezone(zone)), (closed.end.astimezone(zone), span.end))
    return [Interval(start, end) for start, end in edges if start < end]
