"""Figures through the service: what counts, on which day, and who is told."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from marshmallow import ValidationError

from shared.actor import ANONYMOUS
from shared.errors import Forbidden, Invalid, NotFound
from shared.testing import a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support.booking import FACIAL, JINGANSI, LI, START, WANG, XUJIAHUI, an_appointment

MANAGER = a_manager(XUJIAHUI.id)
WEEK = {"from": "2026-11-23", "to": "2026-11-29"}
HERE = {**WEEK, "store_id": XUJIAHUI.id}


def visits(desk, *changes):
    """So many visits that differ as said."""
    rows = [an_appointment(**{"id": f"apt-{n}", "number": f"NUMBER{n:02}", **one}) for n, one in enumerate(changes)]
    for one in rows:
        desk.storage.appointments.rows[one.id] = one
    return desk


def figures(desk, actor=MANAGER, **asked):
    return desk.of(actor).find_booking_figures({**HERE, **asked})


def test_what_was_called_off_or_missed_is_no_revenue_but_its_fee(desk):
    visits(
        desk,
        {"status": "completed"},
        {"status": "confirmed", "price_fen": 10000},
        {"status": "cancelled"},
        {"status": "late_cancelled", "fee_fen": 4360},
        {"status": "no_show", "fee_fen": 5000},
        {"status": "expired"},
    )

    total = figures(desk)["total"]

    assert total == {
        "made": 0,
        "visits": 6,
        "standing": 2,
        "completed": 1,
        "cancelled": 1,
        "late_cancelled": 1,
        "no_show": 1,
        "revenue_fen": 31800,
        "fees_fen": 9360,
    }


def test_every_day_is_told_and_midnight_belongs_to_the_new_one(desk):
    midnight = START - timedelta(hours=15)
    visits(desk, {"starts_at": midnight - timedelta(minutes=5)}, {"starts_at": midnight}, {})

    days = figures(desk)["days"]

    assert [day["date"] for day in days] == [f"2026-11-{n}" for n in range(23, 30)]
    assert [day["visits"] for day in days] == [2, 0, 0, 0, 0, 0, 0]


def test_the_week_before_stands_beside_it(desk):
    visits(desk, {"starts_at": START - timedelta(weeks=1)}, {"starts_at": START - timedelta(weeks=2)}, {})

    found = figures(desk)

    assert found["total"]["visits"] == 1
    assert (found["previous"]["from"], found["previous"]["to"]) == ("2026-11-16", "2026-11-22")
    assert [day["visits"] for day in found["previous"]["days"]] == [1, 0, 0, 0, 0, 0, 0]


def test_another_stores_visits_are_not_counted(desk):
    visits(desk, {}, {"store_id": JINGANSI.id})

    assert figures(desk)["total"]["visits"] == 1
    assert figures(desk, a_manager(XUJIAHUI.id), store_id=None)["total"]["visits"] == 1
    assert figures(desk, an_admin(), store_id=None)["total"]["visits"] == 2
    assert figures(desk, a_manager(XUJIAHUI.id, JINGANSI.id), store_id=None)["total"]["visits"] == 2


def test_bookings_count_on_the_day_they_are_made_as_well(desk):
    desk.book()

    found = figures(desk, **{"from": "2026-11-18", "to": "2026-11-24"})

    assert [(day["made"], day["visits"]) for day in found["days"]] == [(1, 0), *[(0, 0)] * 4, (0, 1), (0, 0)]
    assert found["total"]["made"] == 1


def test_channels_tell_customers_staff_and_walk_ins_apart(desk):
    visits(desk, {}, {"booked_by": "acc-reception"}, {"booked_by": "acc-reception"}, {"status": "cancelled"})
    desk.storage.queue.rows["tic-1"] = SimpleNamespace(serving=SimpleNamespace(appointment_id="apt-2"))

    assert figures(desk)["channels"] == [
        {"channel": "customer", "visits": 2, "revenue_fen": 21800},
        {"channel": "staff", "visits": 1, "revenue_fen": 21800},
        {"channel": "walk_in", "visits": 1, "revenue_fen": 21800},
    ]


def test_treatments_come_by_what_they_bring(desk):
    dear = {"treatment_id": FACIAL.id, "price_fen": 39800}
    visits(desk, {}, dear, {**dear, "status": "cancelled"})

    found = [(row["treatment"]["slug"], row["visits"], row["standing"]) for row in figures(desk)["treatments"]]

    assert found == [("facial-60", 2, 1), ("waist-60", 1, 1)]


@pytest.mark.parametrize(
    ("actor", "store_id", "code"),
    [
        (a_customer(), XUJIAHUI.id, "managers_only"),
        (a_receptionist(XUJIAHUI.id), XUJIAHUI.id, "managers_only"),
        (a_receptionist(XUJIAHUI.id), None, "managers_only"),
        (a_technician(), None, "managers_only"),
        (a_manager(JINGANSI.id), XUJIAHUI.id, "store_unknown"),
        (an_admin(), "sto-9", "store_unknown"),
        (ANONYMOUS, XUJIAHUI.id, "sign_in_required"),
    ],
)
def test_only_who_manages_the_store_is_told(desk, actor, store_id, code):
    with pytest.raises((Forbidden, NotFound)) as refused:
        figures(desk, actor, store_id=store_id)

    assert refused.value.code == code


@pytest.mark.parametrize("last", ["2026-11-22", "2027-11-24"])
def test_days_in_the_wrong_order_or_too_many_are_refused(desk, last):
    with pytest.raises(Invalid):
        figures(desk, to=last)


@pytest.mark.parametrize("field", ["from", "to"])
def test_days_beyond_the_calendar_are_malformed(desk, field):
    with pytest.raises(ValidationError):
        figures(desk, **{field: "9999-12-31"})


def own(desk, actor, technician_id=WANG.id):
    return desk.of(actor).find_technician_figures({**WEEK, "technician_id": technician_id})


def test_a_technician_sees_their_own_weeks(desk):
    visits(
        desk,
        {"status": "completed"},
        {"status": "completed", "technician_ids": (LI.id, WANG.id), "technician_requested": False, "price_fen": 55801},
        {"status": "confirmed"},
        {"status": "no_show"},
        {"status": "cancelled"},
        {"technician_ids": (LI.id,)},
        {"starts_at": START - timedelta(weeks=1), "status": "completed"},
    )

    found = own(desk, a_technician(WANG.id))

    assert {**found, "previous": None, "weeks": None} == {
        "technician_id": WANG.id,
        "from": "2026-11-23",
        "to": "2026-11-29",
        "previous": None,
        "weeks": None,
        "visits": 3,
        "completed": 2,
        "no_shows": 1,
        "requested": 2,
        "requested_share": 0.6667,
        "revenue_fen": 21800 + 27900,
    }
    assert [week["completed"] for week in found["weeks"]] == [2]
    assert (found["previous"]["completed"], found["previous"]["revenue_fen"]) == (1, 21800)


@pytest.mark.parametrize("actor", [a_manager(XUJIAHUI.id), an_admin()])
def test_who_manages_a_technicians_store_sees_them_too(desk, actor):
    assert own(visits(desk, {}), actor)["visits"] == 1


@pytest.mark.parametrize(
    "actor", [a_technician(LI.id), a_customer(), a_receptionist(XUJIAHUI.id), a_manager(JINGANSI.id)]
)
def test_for_everybody_else_a_technician_has_no_figures(desk, actor):
    with pytest.raises(NotFound) as refused:
        own(desk, actor)

    assert refused.value.code == "technician_unknown"


def test_without_any_visit_there_is_no_share(desk):
    assert own(desk, a_technician(WANG.id))["requested_share"] is None
