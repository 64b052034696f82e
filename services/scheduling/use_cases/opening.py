"""When stores are open: read by anybody."""

from datetime import date, datetime, timedelta

from services.scheduling.domain.business.opening import StoreHours, open_day
from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.hours.almanac import altered
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import span_of_local_days, special_days


def find_opening_hours(
    diary: Diary, *, now: datetime, days: int, store_id: str | None = None, first: date | None = None
) -> list[StoreHours]:
    """Of a store, or of all, the days from `first` (default: the store's today) on, as they really are."""
    stores = [diary.catalogue.store(store_id)] if store_id else diary.catalogue.stores()
    return [_hours(diary, store, now, first or now.astimezone(store.zone).date(), days) for store in stores]


def _hours(diary: Diary, store: Store, now: datetime, first: date, days: int) -> StoreHours:
    rules = diary.catalogue.rules(store.id, "", now)
    told = special_days(diary, store, rules, span_of_local_days(store, first, days))
    changed = {day.on: day for day in altered(told, rules.holiday_hours)}
    dates = [first + timedelta(days=number) for number in range(days)]
    return StoreHours(store, tuple(open_day(store, on, changed.get(on)) for on in dates))
