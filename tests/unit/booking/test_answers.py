"""Scheduling's question: is this claim needed?"""

import pytest

from shared.actor import ANONYMOUS, Actor
from shared.errors import Forbidden
from shared.testing import a_customer, an_admin
from tests.support.booking import START, an_appointment

SCHEDULING = Actor.system("scheduling")


def needed(desk, claim_id):
    return desk.of(SCHEDULING).answer_for_claim({"claim_id": claim_id})["needed"]


def test_a_visit_needs_its_claim(desk):
    assert needed(desk, desk.book()["id"])


@pytest.mark.parametrize("status", ["declined", "expired", "cancelled", "late_cancelled", "no_show"])
def test_an_ended_visit_does_not_and_its_attempt_stays_done(desk, status):
    booked = desk.book()["id"]
    desk.storage.appointments.rows[booked] = an_appointment(id=booked, status=status)

    assert not needed(desk, booked)
    assert desk.storage.attempts.rows[booked].state == "done"


def test_a_completed_visit_keeps_its_claim(desk):
    booked = desk.book()["id"]
    desk.storage.appointments.rows[booked] = an_appointment(id=booked, status="completed")

    assert needed(desk, booked)


def test_a_no_to_an_unknown_claim_is_for_ever(desk):
    assert not needed(desk, "clm-9")
    assert desk.storage.attempts.rows["clm-9"].state == "abandoned"


def test_an_open_attempt_is_abandoned_by_the_question(desk):
    asked = []

    def ask(moment):
        if moment == "after_attempt":
            (attempt,) = desk.storage.attempts.rows
            asked.append(needed(desk, attempt))

    desk.checkpoint = ask
    with pytest.raises(Exception, match="abandoned"):
        desk.book(starts_at=START.isoformat())

    assert asked == [False]
    assert desk.storage.appointments.rows == {}


def test_asking_twice_gives_the_same_answer(desk):
    booked = desk.book()["id"]

    assert [needed(desk, booked), needed(desk, booked)] == [True, True]
    assert [needed(desk, "clm-9"), needed(desk, "clm-9")] == [False, False]


@pytest.mark.parametrize("actor", [a_customer(), an_admin(), ANONYMOUS, Actor.system("notification")])
def test_nobody_but_scheduling_asks(desk, actor):
    with pytest.raises(Forbidden):
        desk.of(actor).answer_for_claim({"claim_id": "clm-1"})

    assert desk.storage.attempts.rows == {}


def test_attempts_nobody_came_back_for_are_given_up(desk):
    desk.checkpoint = crash
    with pytest.raises(SystemExit):
        desk.book()
    (attempt,) = desk.storage.attempts.rows
    booking = desk.of(Actor.system("booking"))

    booking.sweep_open_attempts()
    assert desk.storage.attempts.rows[attempt].state == "open"

    desk.storage.attempts.release(attempt)
    booking.sweep_open_attempts()
    assert desk.storage.attempts.rows[attempt].state == "abandoned"


def crash(moment):
    raise SystemExit(moment)
