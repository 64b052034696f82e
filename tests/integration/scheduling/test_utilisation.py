"""How much of their time technicians are busy, on a real database: known visits give known answers."""

import time
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from services.scheduling import use_cases
from services.scheduling.adapters.tables import claims
from services.scheduling.domain.business.roster import Leave, WorkingPlan
from services.scheduling.schemas.figures import own_weeks_view, utilisation_view
from shared.errors import Forbidden, Invalid, NotFound
from shared.interval import Interval
from shared.testing import NOW, a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support import budgets
from tests.support.scheduling import MORNING, a_store, a_worker, booked, end
from tests.support.scheduling_month import FIRST, LAST, month_of

THURSDAY = date(2026, 11, 19)
DAY_MINUTES, VISIT_MINUTES = 720, 70  # ten to ten; an hour and what guards it
BUDGET_SECONDS = 0.050


def use(diary, actor=None, first=THURSDAY, last=THURSDAY, store_id="sto-1"):
    who = actor or a_manager("sto-1")
    found = use_cases.find_utilisation(diary, actor=who, now=NOW, first=first, last=last, store_id=store_id)
    return utilisation_view(found)


def own(diary, actor=None, first=THURSDAY, last=THURSDAY, technician_id="tec-1"):
    who = actor or a_technician("tec-1")
    asked = {"technician_id": technician_id, "first": first, "last": last}
    return own_weeks_view(use_cases.find_technician_utilisation(diary, actor=who, now=NOW, **asked))


def minutes(use):
    return use["rostered_minutes"], use["busy_minutes"], use["beyond_minutes"]


def test_a_visit_and_what_guards_it_are_busy(shop):
    booked(shop)

    found = use(shop)

    assert minutes(found["total"]) == (DAY_MINUTES, VISIT_MINUTES, 0)
    assert found["total"]["utilisation"] == round(VISIT_MINUTES / DAY_MINUTES, 4)
    assert [(one["technician"]["id"], minutes(one["total"])) for one in found["technicians"]] == [
        ("tec-1", (DAY_MINUTES, VISIT_MINUTES, 0))
    ]


def test_each_hour_of_the_weekday_is_told(shop):
    booked(shop)

    hours = {(one["weekday"], one["hour"]): minutes(one) for one in use(shop)["hours"]}

    assert hours == {(4, hour): (60, {10: 60, 11: 10}.get(hour, 0), 0) for hour in range(10, 22)}
    assert use(shop)["technicians"][0]["hours"] == use(shop)["hours"]


def test_what_was_called_off_takes_no_time(shop):
    booked(shop)
    end(shop)

    assert minutes(use(shop)["total"]) == (DAY_MINUTES, 0, 0)


def test_leave_is_not_rostered_and_time_taken_all_the_same_is_told_apart(shop):
    booked(shop)
    shop.transact(lambda: _away(shop, MORNING, MORNING + timedelta(hours=2)))

    assert minutes(use(shop)["total"]) == (DAY_MINUTES - 120, 0, VISIT_MINUTES)


def _away(diary, start, end_):
    diary.calendars.lock_resources(["tec-1"])
    diary.rosters.add_leave(Leave("lea-1", "tec-1", Interval(start, end_)))


def test_days_are_the_stores_and_the_week_before_stands_beside_them(shop):
    booked(shop)

    days = use(shop, first=THURSDAY - timedelta(days=1), last=THURSDAY + timedelta(days=1))["days"]
    next_week = use(shop, first=THURSDAY + timedelta(weeks=1), last=THURSDAY + timedelta(weeks=1))

    assert [(day["date"], day["busy_minutes"]) for day in days] == [
        ("2026-11-18", 0),
        ("2026-11-19", VISIT_MINUTES),
        ("2026-11-20", 0),
    ]
    assert minutes(next_week["total"]) == (DAY_MINUTES, 0, 0)
    assert next_week["previous"]["from"] == "2026-11-19"
    assert minutes(next_week["previous"]["total"]) == (DAY_MINUTES, VISIT_MINUTES, 0)


def test_a_stretch_counted_in_parts_is_the_sum_of_its_days(shop):
    booked(shop)

    found = use(shop, first=THURSDAY - timedelta(days=50), last=THURSDAY + timedelta(days=49))

    assert minutes(found["total"]) == (100 * DAY_MINUTES, VISIT_MINUTES, 0)
    assert len(found["days"]) == 100
    assert sum(one["busy_minutes"] for one in found["hours"]) == VISIT_MINUTES


def test_time_another_store_has_taken_is_not_this_ones(pair):
    """tec-2 works in both stores: the hour in the other one is that store's, and cannot be filled in this one."""
    pair.catalogue.remember("store", a_store(store_id="sto-2", slug="other"))
    pair.catalogue.remember("technician", a_worker("tec-2", revision=2, stores=["sto-1", "sto-2"]))
    booked(pair, "apt-1", technician_id="tec-1")
    booked(pair, "apt-2", MORNING + timedelta(hours=3), technician_id="tec-2")
    _move_to_the_other_store(pair, "apt-2")

    here, there, everywhere = (use(pair, an_admin(), store_id=one) for one in ("sto-1", "sto-2", None))

    assert [minutes(one["total"]) for one in here["technicians"]] == [
        (DAY_MINUTES, VISIT_MINUTES, 0),
        (DAY_MINUTES - VISIT_MINUTES, 0, 0),
    ]
    assert [minutes(one["total"]) for one in there["technicians"]] == [(DAY_MINUTES, VISIT_MINUTES, 0)]
    assert everywhere["total"]["busy_minutes"] == 2 * VISIT_MINUTES
    assert minutes(own(pair, a_technician("tec-2"), technician_id="tec-2")["total"]) == (DAY_MINUTES, VISIT_MINUTES, 0)


def _move_to_the_other_store(diary, claim_id):
    with diary.database.transaction() as connection:
        connection.execute(update(claims).where(claims.c.claim_id == claim_id).values(store_id="sto-2"))


def test_where_the_clock_skips_an_hour_that_hour_has_no_minutes(shop):
    berlin, all_night = ZoneInfo("Europe/Berlin"), {"sun": [{"from": "00:00", "to": "06:00"}]}
    shop.catalogue.remember("store", a_store(revision=2, timezone=berlin.key, opening_hours=all_night))
    shop.rosters.put_plan("tec-1", WorkingPlan.read(date(2026, 2, 1), all_night, []))

    spring, autumn = (use(shop, first=day, last=day) for day in (date(2026, 3, 29), date(2026, 10, 25)))

    assert {one["hour"]: one["rostered_minutes"] for one in spring["hours"]} == {0: 60, 1: 60, 3: 60, 4: 60, 5: 60}
    assert sum(one["rostered_minutes"] for one in autumn["hours"]) == 7 * 60


@pytest.mark.parametrize(
    ("actor", "store_id", "code"),
    [
        (a_customer(), "sto-1", "managers_only"),
        (a_receptionist("sto-1"), "sto-1", "managers_only"),
        (a_technician(), None, "managers_only"),
        (a_manager("sto-2"), "sto-1", "not_found"),
        (an_admin(), "sto-9", "not_found"),
    ],
)
def test_only_who_manages_the_store_is_told(shop, actor, store_id, code):
    with pytest.raises((Forbidden, NotFound)) as refused:
        use(shop, actor, store_id=store_id)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("actor", "kind"),
    [(a_technician("tec-2"), NotFound), (a_manager("sto-2"), NotFound), (a_customer(), Forbidden)],
)
def test_a_technicians_weeks_are_nobody_elses(shop, actor, kind):
    with pytest.raises(kind):
        own(shop, actor)


def test_a_technician_and_their_manager_see_their_weeks(shop):
    booked(shop)
    sunday, monday = date(2026, 11, 15), date(2026, 11, 23)

    found = own(shop, first=sunday, last=monday)

    assert [(week["from"], week["to"], minutes(week)) for week in found["weeks"]] == [
        ("2026-11-15", "2026-11-15", (DAY_MINUTES, 0, 0)),
        ("2026-11-16", "2026-11-22", (7 * DAY_MINUTES, VISIT_MINUTES, 0)),
        ("2026-11-23", "2026-11-23", (DAY_MINUTES, 0, 0)),
    ]
    assert own(shop, a_manager("sto-1"), sunday, monday) == found


def test_too_many_days_are_refused(shop):
    with pytest.raises(Invalid):
        use(shop, last=THURSDAY + timedelta(days=366))


@pytest.mark.timed
@pytest.mark.control
def test_a_stores_month_is_told_within_50_milliseconds(diary):
    """30 days, 20 technicians, 3,600 visits, and as many in the five weeks before."""
    month_of(diary)

    took = []
    for _ in range(9):
        started = time.perf_counter()
        found = use(diary, first=FIRST, last=LAST)
        took.append(time.perf_counter() - started)

    assert len(found["technicians"]) == 20
    assert 0.3 < found["total"]["utilisation"] < 1
    assert min(took) <= budgets.granted(BUDGET_SECONDS), sorted(took)
