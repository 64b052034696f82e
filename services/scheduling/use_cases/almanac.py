"""The calendar of special days: read by anybody, since hours are public; written by who answers for them."""

from datetime import date, datetime, timedelta

from services.scheduling.domain.errors import NotAllowed
from services.scheduling.domain.hours.almanac import SpecialDay, in_force
from services.scheduling.ports import Diary
from shared.actor import Actor


def list_calendar_days(
    diary: Diary, *, now: datetime, days: int, store_id: str | None = None, first: date | None = None
) -> list[SpecialDay]:
    """What holds of the days from `first` (default: today) on, in the store or everywhere; public ones included."""
    since = first or now.astimezone(diary.catalogue.store(store_id).zone if store_id else now.tzinfo).date()
    return in_force(diary.almanac.of(store_id, since, since + timedelta(days=days - 1), with_public=True))


def put_calendar_day(diary: Diary, *, actor: Actor, day: SpecialDay) -> SpecialDay:
    """Enter a day, for a store or, by the platform, for all. Visits already claimed stay as they are."""
    _require_writer(diary, actor, day.store_id)

    def put() -> None:
        _lock(diary, day.store_id)
        diary.almanac.put(day)

    diary.transact(put)
    return day


def delete_calendar_day(diary: Diary, *, actor: Actor, on: date, store_id: str | None = None) -> None:
    """Take back what was entered; what is told more generally holds again. Unknown where nothing was."""
    _require_writer(diary, actor, store_id)

    def delete() -> None:
        _lock(diary, store_id)
        diary.almanac.delete(store_id, on)

    diary.transact(delete)


def _require_writer(diary: Diary, actor: Actor, store_id: str | None) -> None:
    allowed = actor.manages(diary.catalogue.store(store_id).id) if store_id else actor.is_admin or actor.is_system
    if not allowed:
        raise NotAllowed


def _lock(diary: Diary, store_id: str | None) -> None:
    """The people of the store, as every change of a roster does; who claims reads the day after these locks."""
    if store_id:
        diary.calendars.lock_resources([member.id for member in diary.catalogue.members(store_id)])
