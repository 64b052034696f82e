"""Telling of time that becomes free, in the transaction that frees it, so that whoever waits for it is offered it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.roster import Roster, gained
from services.scheduling.domain.claim.claims import Claim
from services.scheduling.domain.errors import Unknown
from services.scheduling.domain.events import TimeFreed
from services.scheduling.domain.hours.cells import DAY_CELLS, Span, cell_of
from services.scheduling.ports import Diary
from shared.interval import Interval

DAYS_LOOKED_AHEAD = 62
"""As far as anybody can wait for time: what working time grows later is found when it comes nearer."""


def tell_given_up(diary: Diary, changes: Iterable[tuple[Claim, Claim]], *, cause: str, now: datetime) -> None:
    """Of claims before and after a change, the time that is no longer taken; what of it has passed is nobody's."""
    for before, after in changes:
        if before.ends_at > now and before.gives_up(after):
            during = Interval(max(before.starts_at, now), before.ends_at)
            diary.announce(TimeFreed(before.wish.store_id, tuple(before.technician_ids), during, cause), now)


def telling_growth(
    diary: Diary, technician_ids: Sequence[str], *, cause: str, now: datetime, write: Callable[[], None]
) -> None:
    """Write a change of rosters, and tell what working time it gives. The technicians are locked."""
    span = Span.around(cell_of(now), cell_of(now) + DAYS_LOOKED_AHEAD * DAY_CELLS)
    before = diary.rosters.of(technician_ids, span)
    write()
    after = diary.rosters.of(technician_ids, span)
    for who in technician_ids:
        if before[who] != after[who]:
            _tell_growth(diary, who, (before[who], after[who]), span, cause, now)


def clock_of(diary: Diary, technician_id: str) -> ZoneInfo:
    """The clock a technician lives by: that of their store, the first of several."""
    return _home_of(diary, technician_id)[1]


def _tell_growth(
    diary: Diary, technician_id: str, rosters: tuple[Roster, Roster], span: Span, cause: str, now: datetime
) -> None:
    store_id, zone = _home_of(diary, technician_id)
    during = gained(*rosters, span, zone, since=now)
    if store_id and during:
        diary.announce(TimeFreed(store_id, (technician_id,), during, cause), now)


def _home_of(diary: Diary, technician_id: str) -> tuple[str | None, ZoneInfo]:
    """The first store of a technician and its clock; none for who has left."""
    try:
        stores = diary.catalogue.technician(technician_id).stores
    except Unknown:
        return None, ZoneInfo("UTC")
    store_id = min(stores, default=None)
    return store_id, diary.catalogue.store(store_id).zone if store_id else ZoneInfo("UTC")
