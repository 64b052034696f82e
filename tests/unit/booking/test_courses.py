"""Courses 疗程: sold, reserved by booking, used by the visit, returned by a free cancellation; never more than sold."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from marshmallow import ValidationError

from services.booking.domain.course.course import Course
from shared.actor import Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.ids import new_id
from shared.testing import NOW, a_customer, a_receptionist, an_admin
from tests.support.booking import COUPLE, FACIAL, LI, START, WAIST, WANG
from tests.support.booking_desk import a_request

RECEPTION = a_receptionist("sto-1")
SOLD = {"store_id": "sto-1", "treatment_id": WAIST.id}
HOUR = timedelta(hours=1)


def a_course(**changes):
    defaults = {
        "sessions": 3,
        "price_fen": 60000,
        "bought_at": NOW,
        "expires_on": date(2027, 11, 18),
        "sold_by": "cus-1",
    }
    return Course(**{"id": "cou-1", "revision": 1, "customer_id": "cus-1", **SOLD, **defaults, **changes})


@pytest.fixture
def owned(desk):
    desk.storage.courses.rows["cou-1"] = a_course()
    return desk


def book(desk, number=0, actor=None, **changes):
    """A visit by the course, each an hour after the one before."""
    starts_at = (START + 2 * number * HOUR).isoformat()
    request = {"technician_id": WANG.id, "starts_at": starts_at, "course_id": "cou-1", **changes}
    return desk.book(actor, key=f"key-{number}", **request)


def course(desk):
    return desk.storage.courses.rows["cou-1"]


def counts(desk):
    return course(desk).reserved, course(desk).used


def act(desk, visit, *actions, at=START):
    desk.clock.at = at
    for action in actions:
        desk.of(RECEPTION).act_on_appointment({"appointment_id": visit["id"], "action": action})


def test_a_customer_buys_what_the_catalogue_sells(desk):
    bought = desk.of().buy_course(SOLD)

    assert (bought["sessions"], bought["left"], bought["price_fen"], bought["status"]) == (3, 3, 60000, "active")
    assert (bought["expires_on"], bought["customer_id"]) == ("2027-11-18", "cus-1")
    (fact,) = desk.storage.courses.events
    assert (fact.type(), fact.treatment.slug, fact.appointment_id) == ("course_bought", WAIST.slug, None)


def test_staff_sell_to_a_customer_and_nobody_else_does(desk):
    assert desk.of(RECEPTION).buy_course({**SOLD, "customer_id": "cus-1"})["customer_id"] == "cus-1"
    for other in (a_customer("cus-8"), a_receptionist("sto-2")):
        with pytest.raises(Forbidden):
            desk.of(other).buy_course({**SOLD, "customer_id": "cus-1"})


def test_staff_say_to_whom_they_sell(desk):
    with pytest.raises(Invalid) as refused:
        desk.of(RECEPTION).buy_course(SOLD)

    assert (refused.value.code, list(refused.value.fields)) == ("customer_missing", ["customer_id"])
    assert not desk.storage.courses.rows
    own = {**SOLD, "customer_id": RECEPTION.account_id}
    assert desk.of(RECEPTION).buy_course(own)["customer_id"] == RECEPTION.account_id


def test_the_same_key_sells_one_course(desk):
    first = desk.of(key="key-1", body=SOLD).buy_course(SOLD)

    assert desk.of(key="key-1", body=SOLD).buy_course(SOLD) == first
    assert len(desk.storage.courses.rows) == 1


def test_what_is_not_sold_by_the_course_cannot_be_bought(desk):
    with pytest.raises(Invalid) as refused:
        desk.of().buy_course({**SOLD, "treatment_id": FACIAL.id})

    assert refused.value.code == "course_not_sold"


def test_a_booking_by_the_course_costs_nothing_and_reserves_a_session(owned):
    visit = book(owned)

    assert (visit["price_fen"], visit["course_id"], visit["status"]) == (0, "cou-1", "confirmed")
    assert counts(owned) == (1, 0)
    assert owned.storage.appointments.events[0].course_id == "cou-1"


def test_what_is_beside_the_treatment_is_paid(owned):
    then = [{"treatment_id": FACIAL.id}]

    assert book(owned, addons=["tea"], then=then)["price_fen"] == 1200 + FACIAL.price_fen


def test_the_visit_uses_it_exactly_once(owned):
    visit = book(owned)

    act(owned, visit, "check-in", "start", "finish")

    assert counts(owned) == (0, 1)
    assert owned.storage.courses.told() == ["course_session_used"]
    assert (owned.storage.courses.events[0].used, owned.storage.courses.events[0].appointment_id) == (1, visit["id"])
    with pytest.raises(Conflict):
        act(owned, visit, "finish")
    assert counts(owned) == (0, 1)


def test_finishing_again_under_the_same_key_uses_nothing_more(owned):
    visit = book(owned)
    act(owned, visit, "check-in", "start")
    finish = {"appointment_id": visit["id"], "action": "finish"}

    for _ in range(3):
        owned.of(RECEPTION, key="fin", body=finish).act_on_appointment(finish)

    assert counts(owned) == (0, 1)


def test_cancelled_in_time_it_is_the_customers_again(owned):
    owned.of().cancel_appointment({"appointment_id": book(owned)["id"]})

    assert counts(owned) == (0, 0)
    assert owned.storage.courses.told() == ["course_session_returned"]
    assert book(owned, 1)["price_fen"] == 0


@pytest.mark.parametrize(("uses", "expected"), [(True, (0, 1)), (False, (0, 0))])
def test_the_rules_of_the_booking_say_what_a_late_cancellation_costs(owned, uses, expected):
    catalogue = owned.storage.catalogue
    catalogue.in_force = replace(catalogue.in_force, late_cancel_uses_session=uses)
    visit = book(owned)
    catalogue.in_force = replace(catalogue.in_force, late_cancel_uses_session=not uses)
    owned.clock.at = START - HOUR

    assert owned.of().cancel_appointment({"appointment_id": visit["id"]})["status"] == "late_cancelled"

    assert counts(owned) == expected


@pytest.mark.parametrize(("uses", "expected"), [(True, (0, 1)), (False, (0, 0))])
def test_and_what_a_visit_that_was_missed_costs(owned, uses, expected):
    catalogue = owned.storage.catalogue
    catalogue.in_force = replace(catalogue.in_force, no_show_uses_session=uses)

    act(owned, book(owned), "no-show", at=START + HOUR / 2)

    assert counts(owned) == expected


def test_never_more_than_were_bought(owned):
    for number in range(3):
        book(owned, number)

    with pytest.raises(Conflict) as refused:
        book(owned, 3)

    assert refused.value.code == "course_used_up"
    assert counts(owned) == (3, 0)
    assert len(owned.storage.appointments.rows) == 3
    assert len(owned.scheduling.claims) == 3


def test_the_last_session_goes_to_one_even_if_both_were_told_it_is_left(owned):
    """Somebody else's booking is made while this one waits for its claim."""
    owned.storage.courses.rows["cou-1"] = a_course(sessions=1)
    owned.scheduling.meanwhile = lambda: (setattr(owned.scheduling, "meanwhile", lambda: None), book(owned, 1))

    with pytest.raises(Conflict) as refused:
        book(owned)

    assert refused.value.code == "course_used_up"
    assert counts(owned) == (1, 0)
    assert len(owned.storage.appointments.rows) == 1


def test_no_session_begins_after_the_last_day(owned):
    owned.storage.courses.rows["cou-1"] = a_course(expires_on=date(2026, 11, 23))
    assert book(owned)["price_fen"] == 0

    with pytest.raises(Conflict) as refused:
        book(owned, 12)

    assert refused.value.code == "course_expired"


def test_neither_is_a_visit_moved_beyond_it(owned):
    owned.storage.courses.rows["cou-1"] = a_course(expires_on=date(2026, 11, 23))
    visit = {"appointment_id": book(owned)["id"]}

    with pytest.raises(Conflict) as refused:
        owned.of().reschedule_appointment({**visit, "starts_at": (START + timedelta(days=1)).isoformat()})

    assert refused.value.code == "course_expired"
    moved = owned.of().reschedule_appointment({**visit, "starts_at": (START + HOUR).isoformat()})
    assert (moved["price_fen"], moved["course_id"]) == (0, "cou-1")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"treatment_id": FACIAL.id}, "course_not_fitting"),
        ({"party_size": 2}, "course_not_fitting"),
        ({"course_id": "cou-9"}, "course_unknown"),
    ],
)
def test_a_course_pays_for_what_was_bought_alone(owned, changes, code):
    with pytest.raises((Invalid, NotFound)) as refused:
        book(owned, **changes)

    assert refused.value.code == code
    assert owned.scheduling.claims == {}


def test_a_visit_by_the_course_becomes_no_other_treatment(owned):
    visit = {"appointment_id": book(owned)["id"]}

    with pytest.raises(Invalid) as refused:
        owned.of().reschedule_appointment({**visit, "treatment_id": FACIAL.id})

    assert refused.value.code == "course_not_fitting"


def test_another_technician_at_another_time_keeps_the_session(owned):
    visit = {"appointment_id": book(owned)["id"]}

    owned.of().reschedule_appointment({**visit, "technician_id": LI.id})

    assert counts(owned) == (1, 0)


def test_somebody_elses_course_does_not_exist(owned):
    with pytest.raises(NotFound):
        book(owned, actor=a_customer("cus-9"))
    with pytest.raises(NotFound):
        owned.of(a_customer("cus-9")).get_course({"course_id": "cou-1"})
    with pytest.raises(NotFound):
        owned.of(a_receptionist("sto-2")).get_course({"course_id": "cou-1"})


def test_staff_book_by_the_customers_course(owned):
    assert book(owned, actor=RECEPTION, customer_id="cus-1")["price_fen"] == 0


def test_a_series_by_the_course_takes_a_session_for_each_date_or_none_at_all(owned):
    def series(count, key):
        request = a_request(technician_id=WANG.id, course_id="cou-1", every_weeks=1, count=count)
        return owned.of(key=key, body=request).book_series(request)

    with pytest.raises(Conflict) as refused:
        series(4, "four")
    assert refused.value.code == "course_used_up"
    assert counts(owned) == (0, 0)
    assert owned.storage.appointments.rows == {}
    for one in list(owned.scheduling.claims):
        owned.scheduling.release(one)

    assert len(series(3, "three")["items"]) == 3
    assert counts(owned) == (3, 0)


def test_the_list_is_the_customers_own_or_the_stores(owned):
    owned.storage.courses.rows["cou-2"] = a_course(id="cou-2", customer_id="cus-2")
    owned.storage.courses.rows["cou-3"] = a_course(id="cou-3", store_id="sto-2")

    def ids(actor=None, **query):
        return [one["id"] for one in owned.of(actor).find_courses(query)["items"]]

    assert ids() == ["cou-3", "cou-1"]
    assert ids(customer_id="cus-2") == ["cou-3", "cou-1"]
    assert ids(RECEPTION) == ["cou-2", "cou-1"]
    assert ids(RECEPTION, customer_id="cus-1") == ["cou-1"]
    assert ids(an_admin()) == ["cou-3", "cou-2", "cou-1"]


def test_the_list_comes_in_pages_and_takes_no_cursor_of_another_list(desk):
    rows = {one: a_course(id=one) for one in (new_id() for _ in range(3))}
    desk.storage.courses.rows.update(rows)
    first = desk.of().find_courses({"limit": 2})
    rest = desk.of().find_courses({"cursor": first["next_cursor"]})

    assert {one["id"] for one in (*first["items"], *rest["items"])} == set(rows)
    assert (len(first["items"]), rest["next_cursor"]) == (2, None)
    for garbled in ("garbage", "WyJhIl0=", ""):
        with pytest.raises(ValidationError) as refused:
            desk.of().find_courses({"cursor": garbled})
        assert list(refused.value.messages) == ["cursor"]


def test_one_alone_tells_what_became_of_each_session(owned):
    used, returned = book(owned), book(owned, 1)
    owned.of().cancel_appointment({"appointment_id": returned["id"]})
    act(owned, used, "check-in", "start", "finish")
    book(owned, 2)

    told = owned.of().get_course({"course_id": "cou-1"})

    states = {one["appointment_id"]: one["state"] for one in told["history"]}
    assert (states[used["id"]], states[returned["id"]]) == ("used", "returned")
    assert (told["reserved"], told["used"], told["left"]) == (1, 1, 1)


def test_a_couples_course_pays_for_the_couple(desk):
    desk.storage.catalogue.treatments[COUPLE.id] = replace(COUPLE, course=WAIST.course)
    desk.storage.courses.rows["cou-1"] = a_course(treatment_id=COUPLE.id)

    assert book(desk, treatment_id=COUPLE.id)["price_fen"] == 0


def test_an_expired_pending_visit_gives_it_back(owned):
    catalogue = owned.storage.catalogue
    catalogue.in_force = replace(catalogue.in_force, store_acceptance=True)
    book(owned)
    owned.clock.at = NOW + timedelta(hours=1)

    owned.of(Actor.system("booking")).sweep_overdue_appointments()

    assert counts(owned) == (0, 0)
    assert isinstance(course(owned).bought_at, datetime)
