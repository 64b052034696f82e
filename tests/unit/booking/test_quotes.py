"""What a booking would cost and on which terms, and what calling one off would cost: told before, changing nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.booking.domain.errors import (
    AddonUnknown,
    CourseUnknown,
    FeeChanged,
    IllegalTransition,
    NotYourCustomer,
    StoreUnknown,
    TreatmentUnknown,
)
from shared.actor import ANONYMOUS
from shared.testing import NOW, a_customer, a_receptionist
from tests.support.booking import COUPLE, FACIAL, HOT_COMPRESS, START, WAIST, XUJIAHUI, an_appointment

ASKED = {"store_id": XUJIAHUI.id, "treatment_id": WAIST.id}


def quote(desk, actor=None, **changes):
    return desk.of(actor or ANONYMOUS).quote_appointment({**ASKED, **changes})


def test_anybody_is_told_the_price_and_the_terms(desk):
    told = quote(desk, starts_at=START.isoformat())

    assert told["price_fen"] == 21800
    assert told["lines"] == [{"kind": "treatment", "price_fen": 21800, "slug": "waist-60", "name": "腰部推拿"}]
    assert (told["party_size"], told["duration_minutes"], told["deposit_fen"]) == (1, 60, 0)
    assert (told["free_cancel_hours"], told["free_cancel_until"]) == (2, "2026-11-23T13:00:00+08:00")
    assert (told["late_cancel_fee_percent"], told["late_cancel_fee_fen"]) == (20, 4360)
    assert told["confirmed"] == "at_once"


def test_without_a_start_there_is_no_deadline_to_tell(desk):
    assert quote(desk)["free_cancel_until"] is None


@pytest.mark.parametrize(
    "asked",
    [
        {"place": "home"},
        {"party_size": 2, "addons": ["hot-compress"]},
        {"then": [{"treatment_id": FACIAL.id}], "addons": ["tea", "hot-compress"]},
        {"treatment_id": COUPLE.id, "party_size": 3},
    ],
)
def test_the_price_told_is_the_price_of_the_booking(desk, asked):
    told = quote(desk, a_customer(), **asked)
    address = {"address": {"text": "漕溪北路88号", "lng": 121.4, "lat": 31.2}} if "place" in asked else {}

    assert desk.book(**{"treatment_id": WAIST.id, **asked, **address})["price_fen"] == told["price_fen"]
    assert sum(line["price_fen"] for line in told["lines"]) == told["price_fen"]


def test_a_visit_at_home_has_its_fee_as_a_line_of_its_own(desk):
    told = quote(desk, place="home")

    assert told["lines"][-1] == {"kind": "home_fee", "price_fen": 3000}


def test_what_is_added_makes_it_longer_and_is_named_in_the_readers_language(desk):
    told = desk.of(ANONYMOUS, language="en").quote_appointment({**ASKED, "addons": ["hot-compress"]})

    assert told["duration_minutes"] == 75
    assert told["lines"][1] == {
        "kind": "addon",
        "price_fen": HOT_COMPRESS.price_fen,
        "slug": "hot-compress",
        "name": "Herbal hot compress",
    }


def test_who_did_not_come_is_told_of_the_deposit(desk):
    desk.storage.catalogue.in_force = replace(
        desk.storage.catalogue.in_force, deposit_percent_after_no_shows=50, no_shows_before_deposit=1
    )
    desk.with_(an_appointment(status="no_show", starts_at=NOW - timedelta(days=3)))

    assert quote(desk, a_customer())["deposit_fen"] == 10900
    assert quote(desk)["deposit_fen"] == 0


@pytest.mark.parametrize(
    ("ruled", "place", "expected"),
    [
        ({"store_acceptance": True}, "store", "by_store"),
        ({"home_offer_minutes": 10}, "home", "by_technician"),
        ({"home_offer_minutes": 10}, "store", "at_once"),
    ],
)
def test_it_says_who_will_have_to_say_yes(desk, ruled, place, expected):
    desk.storage.catalogue.in_force = replace(desk.storage.catalogue.in_force, **ruled)

    assert quote(desk, place=place)["confirmed"] == expected


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"store_id": "sto-9"}, StoreUnknown),
        ({"treatment_id": "tre-9"}, TreatmentUnknown),
        ({"addons": ["gold-leaf"]}, AddonUnknown),
        ({"course_id": "cou-9"}, CourseUnknown),
        ({"customer_id": "cus-2"}, NotYourCustomer),
    ],
)
def test_it_is_refused_like_the_booking(desk, asked, refusal):
    with pytest.raises(refusal):
        quote(desk, a_customer(), **asked)


def test_staff_ask_for_a_customer_of_theirs(desk):
    told = quote(desk, a_receptionist(XUJIAHUI.id), customer_id="cus-2")

    assert told["price_fen"] == 21800


def test_a_course_pays_for_its_treatment_but_not_for_what_is_added(desk):
    course = desk.of().buy_course(ASKED)

    told = quote(desk, a_customer(), course_id=course["id"], addons=["tea"], starts_at=START.isoformat())

    assert [(line["kind"], line["price_fen"]) for line in told["lines"]] == [
        ("treatment", 21800),
        ("addon", 1200),
        ("course", -21800),
    ]
    assert told["price_fen"] == 1200


def tried(desk, actor=None, **changes):
    desk.with_(an_appointment(**changes))
    return desk.of(actor).cancel_appointment({"appointment_id": "apt-1", "dry_run": True})


def test_trying_to_cancel_in_good_time_tells_that_it_is_free(desk):
    told = tried(desk)

    assert (told["status"], told["fee_fen"]) == ("cancelled", 0)
    assert "course_session_used" not in told


def test_trying_to_cancel_late_tells_the_fee_and_changes_nothing(desk):
    told = tried(desk, starts_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2))

    assert (told["status"], told["fee_fen"]) == ("late_cancelled", 4360)
    assert desk.storage.appointments.rows["apt-1"].status == "confirmed"
    assert desk.storage.appointments.told() == []


def test_the_store_that_tries_is_told_that_nobody_is_charged(desk):
    told = tried(desk, a_receptionist(XUJIAHUI.id), starts_at=NOW + timedelta(hours=1))

    assert (told["status"], told["fee_fen"]) == ("cancelled", 0)


@pytest.mark.parametrize(("hours", "used"), [(72, False), (1, True)])
def test_of_a_course_it_tells_whether_the_session_is_lost(desk, hours, used):
    course = desk.of().buy_course(ASKED)
    start = NOW + timedelta(hours=hours)
    visit = desk.book(course_id=course["id"], treatment_id=WAIST.id, starts_at=start.isoformat())

    told = desk.of().cancel_appointment({"appointment_id": visit["id"], "dry_run": True})

    assert told["course_session_used"] is used
    assert desk.of().get_course({"course_id": course["id"]})["reserved"] == 1


SOON = {"starts_at": NOW + timedelta(hours=1), "ends_at": NOW + timedelta(hours=2)}


def cancelled(desk, shown_fen, actor=None):
    desk.with_(an_appointment(**SOON))
    return desk.of(actor).cancel_appointment({"appointment_id": "apt-1", "expected_fee_fen": shown_fen})


def test_who_was_shown_less_than_it_costs_by_now_does_not_cancel(desk):
    with pytest.raises(FeeChanged) as refused:
        cancelled(desk, 0)

    assert refused.value.params == {"fee_fen": 4360}
    assert desk.storage.appointments.rows["apt-1"].status == "confirmed"
    assert desk.storage.appointments.told() == []


@pytest.mark.parametrize("shown_fen", [4360, 5000, None])
def test_who_was_shown_as_much_or_more_cancels_and_so_does_who_does_not_ask(desk, shown_fen):
    assert cancelled(desk, shown_fen)["fee_fen"] == 4360


@pytest.mark.control
def test_the_store_charges_nobody_whatever_was_shown(desk):
    assert cancelled(desk, 0, a_receptionist(XUJIAHUI.id))["status"] == "cancelled"


def test_what_cannot_be_cancelled_is_refused_when_tried_as_well(desk):
    with pytest.raises(IllegalTransition):
        tried(desk, status="in_service")
