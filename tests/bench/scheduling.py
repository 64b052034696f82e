"""Free times: the pure function on a thousand fortnights, and the use case with its view on the real database."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from deploy.backends import Backends
from services.scheduling import use_cases
from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.adapters.tables import resource_days
from services.scheduling.domain.hours.cells import DAY_BYTES, DAY_CELLS
from services.scheduling.domain.offer.availability import offers
from services.scheduling.domain.offer.scene import Wish
from services.scheduling.schemas.views import availability_view
from shared.actor import ANONYMOUS
from shared.interval import Interval
from shared.testing import an_admin
from tests.bench.scheduling_boards import DAYS, FIRST, NOW, fortnight
from tests.conftest import real_databases
from tests.support.scheduling import a_diary, a_plan, a_store, a_treatment, a_worker, some_beds, some_rules

OPEN = {day: [{"from": "09:00", "to": "23:00"}] for day in DAYS}
SHIFTS = (("09:00", "13:00", "18:00"), ("10:00", "14:00", "19:00"), ("13:00", "17:00", "22:00"))
WISH = Wish("sto-1", "tre-1")


def run(backends: Backends) -> dict:
    figures: dict = {}
    for technicians in (100, 1_000, 10_000):
        board = fortnight(technicians)
        goal = " (goal ≤ 5)" if technicians == 1_000 else ""
        took = timed(lambda board=board: offers(replace(board)), 200_000 // (technicians + 1_000))
        figures[f"pure function, {technicians} technicians x 14 days, ms{goal}"] = took
    with real_databases(backends) as make:
        for technicians, goal in ((20, 8), (200, 40)):
            diary = house(a_diary(make("scheduling")), technicians)
            name = f"use case and view, {technicians} technicians x 7 days, ms (goal p50 ≤ {goal})"
            figures[name] = timed(lambda diary=diary: asked(diary), 100)
    return figures


def asked(diary: SqlDiary) -> dict:
    """What the RPC does: the use case, and the answer that goes onto the bus."""
    found = use_cases.find_availability(diary, actor=ANONYMOUS, now=NOW, wish=WISH, days=7, first=FIRST)
    return availability_view(found)


def house(diary: SqlDiary, technicians: int) -> SqlDiary:
    """A store with so many technicians and beds; shifts with breaks, days off, leave, and a week of visits."""
    diary.catalogue.remember("store", a_store(opening_hours=OPEN))
    diary.catalogue.remember("treatment", a_treatment())
    diary.catalogue.remember("resource", some_beds(technicians))
    diary.catalogue.remember("booking_rules", some_rules())
    random = Random(technicians)  # noqa: S311 - repeatable, not secret
    board = fortnight(technicians, days=7)
    for number, calendar in enumerate(board.calendars):
        who = calendar.technician.id
        diary.catalogue.remember("technician", a_worker(who, home_visits=False))
        diary.rosters.put_plan(who, a_plan(_week(random)))
        away = NOW + timedelta(days=random.randrange(1, 8))
        if number % 10 == 0:
            use_cases.add_leave(
                diary,
                actor=an_admin(),
                now=NOW,
                technician_id=who,
                during=Interval(away, away + timedelta(hours=4)),
                reason="",
                decisions={},
            )
        _taken(diary, who, board.span.first_day, calendar.busy & calendar.working)
        _taken(diary, f"bed-1:{number + 1:03d}", board.span.first_day, calendar.busy & calendar.working)
    return diary


def _week(random: Random) -> dict:
    """Five or six shifts, each with a break of half an hour."""
    off = random.sample(DAYS, random.choice((1, 2)))
    return {day: [_shift(*random.choice(SHIFTS))] for day in DAYS if day not in off}


def _shift(start: str, pause: str, end: str) -> dict:
    return {"from": start, "to": end, "breaks": [{"from": pause, "to": f"{pause[:2]}:30"}]}


def _taken(diary: SqlDiary, resource_id: str, first: date, busy: int) -> None:
    """Write the bits as claims would have left them."""
    of_day = (1 << DAY_CELLS) - 1
    rows = [
        {"resource_id": resource_id, "day": first + timedelta(days=day), "busy": bits.to_bytes(DAY_BYTES, "little")}
        for day in range(14)
        if (bits := busy >> day * DAY_CELLS & of_day)
    ]
    with diary.database.transaction() as connection:
        connection.execute(resource_days.insert(), rows)


def timed(work: Callable[[], object], times: int) -> dict[str, float]:
    """Milliseconds: the median and the 95th percentile, by the clock."""
    work()
    waits = []
    for _ in range(max(times, 20)):
        started = time.perf_counter()
        work()
        waits.append((time.perf_counter() - started) * 1000)
    waits.sort()
    return {"p50": round(statistics.median(waits), 2), "p95": round(waits[int(len(waits) * 0.95)], 2)}
