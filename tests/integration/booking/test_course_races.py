"""One session is used once, and the last one goes to one: on both databases, by two replicas at once."""

from datetime import date, timedelta

import eventlet
import pytest
from eventlet.greenpool import GreenPool

from services.booking.adapters.courses import SqlCourses
from services.booking.domain.course.course import Course
from services.booking.domain.course.events import CourseBought
from services.booking.domain.ordering.request import BookingRequest
from services.booking.use_cases import act_on_appointment, book_appointment
from shared.errors import Refusal
from shared.testing import NOW, a_call, a_receptionist
from tests.support.booking import START


def sell(shop, sessions):
    course = Course(
        *("cou-1", 1, "cus-1", shop.store_id, shop.treatment_id, sessions, 60000, NOW),
        *(date(2027, 1, 1), "cus-1"),
    )
    storage = shop.storage()
    treatment = storage.catalogue.directory(treatments=[shop.treatment_id]).treatment(shop.treatment_id)
    storage.courses.add(course, CourseBought.of(course, treatment), NOW)


def book(shop, number, checkpoint=lambda _: eventlet.sleep(0)):
    starts_at = START + number * timedelta(hours=2)
    request = BookingRequest(shop.store_id, shop.treatment_id, starts_at, course_id="cou-1")
    return book_appointment(shop.desk(key=f"key-{number}", body="body", checkpoint=checkpoint), request)


def at_once(works):
    def outcome(work):
        try:
            return work()
        except Refusal as refusal:
            return refusal.code

    return list(GreenPool().imap(outcome, works))


def counts(shop):
    course = shop.storage().courses.get("cou-1")
    return course.reserved, course.used


def test_the_last_session_goes_to_one_of_many_bookings(shop):
    sell(shop, 2)
    together = iter(range(100))

    def wait(moment):
        if moment == "after_claim":
            eventlet.sleep(0.02 + next(together) * 0.001)

    outcomes = at_once([lambda number=number: book(shop, number, wait) for number in range(6)])

    assert outcomes.count("course_used_up") == 4
    assert counts(shop) == (2, 0)
    assert len(shop.storage().courses.sessions("cou-1")) == 2


@pytest.mark.real
def test_control_without_the_lock_two_visits_have_the_last_session(real_shop, monkeypatch):
    """The proof that the race above would show: both read the course with one session left, and both reserve it."""

    def unlocked(self, course_id):
        found = SqlCourses.get(self, course_id)
        eventlet.sleep(0.05)
        return found

    shop = real_shop("READ COMMITTED")
    sell(shop, 1)
    monkeypatch.setattr(SqlCourses, "lock", unlocked)

    outcomes = at_once([lambda number=number: book(shop, number) for number in range(2)])

    assert "course_used_up" not in outcomes
    assert len(shop.storage().courses.sessions("cou-1")) == 2
    assert counts(shop) == (1, 0)


def test_however_often_a_visit_is_finished_at_once_one_session_is_used(shop):
    sell(shop, 2)
    visit = book(shop, 0)["id"]
    call = a_call(a_receptionist(shop.store_id))

    def act(action):
        return act_on_appointment(shop.storage(call), call=call, now=START, action=action, appointment_id=visit)

    act("check-in")
    act("start")
    outcomes = at_once([lambda: act("finish")] * 5)

    assert outcomes.count("illegal_transition") == 4
    assert counts(shop) == (0, 1)
    assert [event.type for event in shop.events()].count("course_session_used") == 1


@pytest.mark.parametrize("state", ["used", "returned"])
def test_what_is_kept_of_a_session_comes_out_as_it_went_in(shop, state):
    sell(shop, 3)
    courses = shop.storage().courses
    visit = book(shop, 0)["id"]
    course, session = courses.get("cou-1"), courses.session("cou-1", visit)
    after, settled = course.settled(session, "completed" if state == "used" else "cancelled")

    shop.storage().transact(lambda: courses.save(after, settled, [], NOW))

    assert courses.get("cou-1") == after
    assert courses.session("cou-1", visit) == settled
    assert settled.state == state
