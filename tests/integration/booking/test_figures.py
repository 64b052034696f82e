"""Figures on a real database: known visits give known answers, in any zone, and a store's month takes little time."""

import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from services.booking.domain.life.treatments import PlannedTreatment
from services.booking.schemas.figures import booking_figures_view, technician_figures_view
from services.booking.schemas.requests import BookAppointment
from services.booking.use_cases import book_appointment, find_booking_figures, find_technician_figures
from shared.testing import a_call, a_manager, a_technician, an_admin, sample
from tests.support import budgets
from tests.support.booking import START, an_appointment
from tests.support.booking_month import FIRST, LAST, month_of

STORE, TREATMENT, TECHNICIAN = "01KQ8Y0000000000000XVJAHV1", "01KQ8Y0000000000000M0X1BV5", "01KQ8Y0000000000000WANGJ1A"
MONDAY = date(2026, 11, 23)
BUDGET_SECONDS = 0.050


def a_visit(number, **changes):
    known = {"id": f"apt-{number}", "number": f"NUMBER{number:02}", "store_id": STORE, "treatment_id": TREATMENT}
    return an_appointment(**{**known, "technician_ids": (TECHNICIAN,), **changes})


@pytest.fixture
def keep(shop):
    """Keep visits that differ as said, none of them made at a known time."""

    def kept(*changes):
        for number, one in enumerate(changes):
            shop.storage().appointments.add(a_visit(number, **one))
        return shop

    return kept


def figures(shop, actor=None, first=MONDAY, last=MONDAY, store_id=STORE):
    call = a_call(actor or a_manager(STORE))
    found = find_booking_figures(shop.storage(call), call=call, first=first, last=last, store_id=store_id)
    return booking_figures_view(found)


def own(shop, actor=None, first=MONDAY, last=MONDAY):
    call = a_call(actor or a_technician(TECHNICIAN))
    asked = {"technician_id": TECHNICIAN, "first": first, "last": last}
    return technician_figures_view(find_technician_figures(shop.storage(call), call=call, **asked))


def test_visits_are_counted_by_what_became_of_them(keep):
    shop = keep(
        {"status": "completed"},
        {"price_fen": 10000, "booked_by": "acc-reception"},
        {"status": "cancelled"},
        {"status": "late_cancelled", "fee_fen": 4360},
        {"status": "no_show"},
        {"store_id": "sto-9"},
    )

    found = figures(shop)

    assert found["total"] == {
        **dict.fromkeys(("completed", "cancelled", "late_cancelled", "no_show"), 1),
        "made": 0,
        "visits": 5,
        "standing": 2,
        "revenue_fen": 31800,
        "fees_fen": 4360,
    }
    assert found["statuses"] == dict.fromkeys(("completed", "confirmed", "cancelled", "late_cancelled", "no_show"), 1)
    assert [(one["channel"], one["visits"], one["revenue_fen"]) for one in found["channels"]] == [
        ("customer", 4, 21800),
        ("staff", 1, 10000),
        ("walk_in", 0, 0),
    ]
    ((treatment,),) = (found["treatments"],)
    assert (treatment["treatment"]["id"], treatment["visits"], treatment["standing"]) == (TREATMENT, 5, 2)
    assert treatment["revenue_fen"] == 31800


def test_a_day_begins_at_the_stores_midnight_and_the_week_before_stands_beside_it(keep):
    midnight = START - timedelta(hours=15)
    starts = midnight - timedelta(minutes=5), midnight, midnight + timedelta(hours=24), START - timedelta(weeks=1)
    shop = keep(*({"starts_at": at, "ends_at": at + timedelta(hours=1)} for at in starts))

    found = figures(shop)
    days = figures(shop, first=MONDAY - timedelta(days=1), last=MONDAY + timedelta(days=1))["days"]

    assert (found["total"]["visits"], found["previous"]["total"]["visits"]) == (1, 1)
    assert (found["previous"]["from"], found["previous"]["to"]) == ("2026-11-16", "2026-11-16")
    assert [day["visits"] for day in days] == [1, 1, 1]


def test_where_the_clock_changes_a_day_has_23_or_25_hours(keep):
    """In Berlin the 29th of March 2026 is 23 hours long, from 23:00 to 22:00 UTC."""
    midnight = datetime(2026, 3, 28, 23, tzinfo=UTC)
    edges = midnight, midnight + timedelta(hours=22, minutes=55), midnight + timedelta(hours=23)
    shop = keep(*({"store_id": "sto-ber", "starts_at": at, "ends_at": at + timedelta(hours=1)} for at in edges))
    berlin = {**sample("catalog", "store_changed").data, "store_id": "sto-ber", "timezone": "Europe/Berlin"}
    shop.storage().catalogue.remember("store", berlin)

    days = figures(shop, an_admin(), date(2026, 3, 29), date(2026, 3, 30), "sto-ber")["days"]

    assert [day["visits"] for day in days] == [2, 1]


def test_stores_of_several_zones_are_counted_each_by_its_own_clock(keep):
    at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # Monday in Berlin, Tuesday in Shanghai
    shop = keep(*({"store_id": store_id, "starts_at": at} for store_id in (STORE, "sto-ber")))
    berlin = {**sample("catalog", "store_changed").data, "store_id": "sto-ber", "timezone": "America/New_York"}
    shop.storage().catalogue.remember("store", berlin)

    days = figures(shop, an_admin(), MONDAY, MONDAY + timedelta(days=1), None)["days"]

    assert [day["visits"] for day in days] == [1, 1]
    assert figures(shop, a_manager(STORE), MONDAY, MONDAY + timedelta(days=1), None)["total"]["visits"] == 1


def test_a_booking_counts_on_the_day_it_was_made(shop):
    asked = {"store_id": STORE, "treatment_id": TREATMENT, "starts_at": START.isoformat(), "place": "store"}
    book_appointment(shop.desk(key="key-1", body=asked), _request(asked))

    found = figures(shop, first=MONDAY - timedelta(days=5), last=MONDAY)

    assert [(day["made"], day["visits"]) for day in found["days"]] == [(1, 0), *[(0, 0)] * 4, (0, 1)]


def _request(asked):
    return BookAppointment().load(asked)["request"]


def test_guests_without_an_appointment_are_a_channel_of_their_own(keep):
    shop = keep({}, {"booked_by": "acc-reception"}, {"booked_by": "acc-reception", "status": "cancelled"})
    columns = "id, store_id, on_day, position, status, version, joined_at, taken_by, party_size, serving_id"
    values = f"'tic-1', '{STORE}', '2026-11-23', 1, 'served', 1, '2026-11-23 06:00:00', 'acc-reception', 1, 'apt-1'"
    with shop.database.transaction() as connection:
        connection.execute(text(f"INSERT INTO queue_tickets ({columns}) VALUES ({values})"))  # noqa: S608 - constants

    channels = {one["channel"]: (one["visits"], one["revenue_fen"]) for one in figures(shop)["channels"]}

    assert channels == {"customer": (1, 21800), "staff": (1, 0), "walk_in": (1, 21800)}


def test_a_technicians_part_of_shared_visits_is_their_share(keep):
    mask = PlannedTreatment("tre-2", START, START + timedelta(hours=1), ("tec-2",), technician_requested=True)
    theirs = replace(mask, technician_ids=(TECHNICIAN,), technician_requested=False)
    shop = keep(
        {"status": "completed"},
        {"status": "completed", "technician_ids": ("tec-2", TECHNICIAN), "planned": (mask, theirs)},
        {"status": "completed", "technician_ids": ("tec-2",)},
        {"status": "cancelled"},
        {"starts_at": START - timedelta(weeks=1), "status": "completed", "technician_requested": False},
    )

    found = own(shop)

    assert (found["visits"], found["completed"], found["requested"]) == (2, 2, 1)
    assert (found["requested_share"], found["revenue_fen"]) == (0.5, 21800 + 10900)
    assert (found["previous"]["completed"], found["previous"]["requested"]) == (1, 0)


@pytest.mark.timed
def test_a_stores_month_is_told_within_50_milliseconds(shop):
    """30 days, 20 technicians, 3,600 visits, and as many in the five weeks before."""
    made = month_of(shop.database, STORE, TREATMENT)

    took = []
    for _ in range(9):
        started = time.perf_counter()
        found = figures(shop, first=FIRST, last=LAST)
        json.dumps(found)
        took.append(time.perf_counter() - started)

    assert found["total"]["visits"] == made // 2
    assert min(took) <= budgets.granted(BUDGET_SECONDS), sorted(took)
