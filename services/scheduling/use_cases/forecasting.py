"""What a store may expect to be asked for, from its visits of the last weeks."""

from datetime import datetime, time, timedelta

from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.packing.demand import Forecast, from_visits
from services.scheduling.ports import Diary
from shared.interval import Interval

WEEKS = 8
FEWEST = 50  # visits: fewer tell more of chance than of the store


def forecast_of(diary: Diary, store: Store, now: datetime) -> Forecast | None:
    """From the visits of the whole weeks before today, the same all day long; None for a store with too few of them."""
    today = datetime.combine(now.astimezone(store.zone).date(), time(), store.zone)
    past = diary.history.worked(store.id, Interval(today - timedelta(weeks=WEEKS), today))
    treatments = diary.catalogue.treatments({treatment_id for treatment_id, _ in past})
    visits = tuple((treatments[treatment_id], run) for treatment_id, run in past if treatment_id in treatments)
    return from_visits(visits, store.zone) if len(visits) >= FEWEST else None
