"""A store's month of rosters and taken time, the calendars written straight into scheduling's tables."""

from datetime import date, timedelta
from random import Random
from typing import Any

from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.tables import resource_days
from services.scheduling.domain.hours.cells import DAY_BYTES, stretch
from tests.support.scheduling import a_plan, a_store, a_treatment, a_worker, some_beds, some_rules

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
TECHNICIANS, VISITS_A_DAY, VISIT_CELLS = 20, 6, 14
OPENS, EVERY = 24, 20
"""The cell of UTC's day at which the store opens (ten in Shanghai), and how many cells lie between visits' starts."""
SHIFTS = (("10:00", "19:00"), ("13:00", "22:00"))


def month_of(diary: SqlDiary) -> None:
    """Twenty technicians with six visits a day, through the month and the five weeks before it."""
    diary.catalogue.remember("store", a_store())
    diary.catalogue.remember("treatment", a_treatment())
    diary.catalogue.remember("resource", some_beds(TECHNICIANS))
    diary.catalogue.remember("booking_rules", some_rules())
    random = Random(20261101)  # noqa: S311 - repeatable, not secret
    for number in range(TECHNICIANS):
        diary.catalogue.remember("technician", a_worker(f"tec-{number:02}"))
        diary.rosters.put_plan(f"tec-{number:02}", a_plan(_week(random)))
    days = [FIRST - timedelta(weeks=5) + timedelta(days=number) for number in range(66)]
    rows = [_day(f"tec-{number:02}", day, random) for number in range(TECHNICIANS) for day in days]
    with diary.database.transaction() as connection:
        connection.execute(resource_days.insert(), rows)


def _week(random: Random) -> dict[str, Any]:
    start, end = random.choice(SHIFTS)
    off = random.choice(("mon", "tue", "wed"))
    days = [day for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") if day != off]
    return {day: [{"from": start, "to": end, "breaks": [{"from": "17:00", "to": "17:30"}]}] for day in days}


def _day(who: str, day: date, random: Random) -> dict[str, Any]:
    starts = [OPENS + number * EVERY + random.randrange(3) for number in range(VISITS_A_DAY)]
    busy = sum(stretch(start, start + VISIT_CELLS) for start in starts)
    return {"resource_id": who, "day": day, "busy": busy.to_bytes(DAY_BYTES, "little"), "place": "sto-1"}
