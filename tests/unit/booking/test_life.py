"""Cancelling and the plain steps, through the service."""

from datetime import timedelta

import pytest
from marshmallow import ValidationError

from services.booking.domain.terms.rules import Policy
from shared.actor import Actor
from shared.errors import Conflict, NotFound
from shared.testing import a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support.booking import START, WANG, an_appointment

TECHNICIAN, RECEPTION = a_technician(WANG.id), a_receptionist("sto-1")
APT = {"appointment_id": "apt-1"}


def row(desk):
    return desk.storage.appointments.rows["apt-1"]


def test_cancelling_in_good_time_is_free(desk):
    view = desk.with_(an_appointment()).of().cancel_appointment({**APT, "reason": "ill"})

    assert (view["status"], view["fee_fen"], view["allowed_actions"]) == ("cancelled", 0, [])
    (fact,) = desk.storage.appointments.events
    assert (fact.type(), fact.reason, fact.revision) == ("appointment_cancelled", "ill", 3)


def test_cancelling_late_costs_what_was_agreed(desk):
    desk.clock.at = START - timedelta(hours=2) + timedelta(seconds=1)

    view = desk.with_(an_appointment(price_fen=19999)).of().cancel_appointment(APT)

    assert (view["status"], view["fee_fen"]) == ("late_cancelled", 4000)
    assert desk.storage.appointments.told() == ["appointment_late_cancelled"]


def test_the_last_free_moment_is_free(desk):
    desk.clock.at = START - timedelta(hours=2)

    assert desk.with_(an_appointment()).of().cancel_appointment(APT)["status"] == "cancelled"


def test_the_stored_policy_judges_not_the_newest(desk):
    desk.clock.at = START - timedelta(hours=3)

    view = desk.with_(an_appointment(policy=Policy("rul-0", 24, 50))).of().cancel_appointment(APT)

    assert (view["status"], view["fee_fen"]) == ("late_cancelled", 10900)


def test_what_was_never_accepted_is_cancelled_free_at_any_hour(desk):
    desk.clock.at = START - timedelta(minutes=5)
    waiting = an_appointment(status="pending_acceptance", answer_by=START)

    view = desk.with_(waiting).of().cancel_appointment(APT)

    assert (view["status"], view["fee_fen"], view["answer_by"]) == ("cancelled", 0, None)


def test_a_store_that_cancels_charges_nobody(desk):
    desk.clock.at = START - timedelta(minutes=5)

    view = desk.with_(an_appointment()).of(RECEPTION).cancel_appointment(APT)

    assert (view["status"], view["fee_fen"]) == ("cancelled", 0)


def test_after_the_start_the_customer_cannot_cancel(desk):
    desk.clock.at = START

    with pytest.raises(Conflict) as refused:
        desk.with_(an_appointment()).of().cancel_appointment(APT)

    assert refused.value.code == "illegal_transition"
    assert refused.value.params == {"status": "confirmed", "action": "cancel"}
    assert desk.storage.appointments.events == []


@pytest.mark.parametrize("status", ["cancelled", "completed", "in_service", "no_show", "expired", "declined"])
def test_a_finished_appointment_cannot_be_cancelled(desk, status):
    desk.with_(an_appointment(status=status))

    for actor in (a_customer(), RECEPTION, an_admin()):
        with pytest.raises(Conflict):
            desk.of(actor).cancel_appointment(APT)

    assert row(desk).status == status


def test_cancelling_twice_with_one_key_answers_twice_and_happens_once(desk):
    desk.with_(an_appointment())
    first = desk.of(key="key-1", body=APT).cancel_appointment(APT)

    assert desk.of(key="key-1", body=APT).cancel_appointment(APT) == first
    assert len(desk.storage.appointments.events) == 1


def test_nobody_cancels_for_strangers(desk):
    desk.with_(an_appointment())

    for stranger in (a_customer("cus-2"), a_receptionist("sto-2"), a_technician("tec-9")):
        with pytest.raises(NotFound):
            desk.of(stranger).cancel_appointment(APT)


def test_the_technician_neither_cancels_nor_moves(desk):
    with pytest.raises(Conflict):
        desk.with_(an_appointment()).of(TECHNICIAN).cancel_appointment(APT)


def test_a_visit_to_the_store_goes_from_the_door_to_the_end(desk):
    desk.with_(an_appointment())
    desk.clock.at = START - timedelta(minutes=10)

    statuses = [
        desk.of(RECEPTION).act_on_appointment({**APT, "action": "check-in"})["status"],
        desk.of(TECHNICIAN).act_on_appointment({**APT, "action": "start"})["status"],
        desk.of(TECHNICIAN).act_on_appointment({**APT, "action": "finish"})["status"],
    ]

    assert statuses == ["checked_in", "in_service", "completed"]
    assert desk.storage.appointments.told() == [
        "appointment_checked_in",
        "appointment_started",
        "appointment_completed",
    ]
    assert [entry.version for entry in desk.storage.appointments.entries] == [3, 4, 5]


def test_nobody_checks_in_days_before(desk):
    with pytest.raises(Conflict):
        desk.with_(an_appointment()).of(RECEPTION).act_on_appointment({**APT, "action": "check-in"})


@pytest.mark.parametrize("action", ["cancel", "reschedule", "arrive", "sos", "expire", "fly"])
def test_what_is_no_plain_step_is_not_taken_as_one(desk, action):
    with pytest.raises(ValidationError) as refused:
        desk.with_(an_appointment()).of(RECEPTION).act_on_appointment({**APT, "action": action})

    assert list(refused.value.messages) == ["action"]


def test_a_customer_who_has_not_come_is_missed_only_after_the_start(desk):
    desk.with_(an_appointment())
    desk.clock.at = START - timedelta(seconds=1)
    with pytest.raises(Conflict):
        desk.of(RECEPTION).act_on_appointment({**APT, "action": "no-show"})

    desk.clock.at = START
    view = desk.of(RECEPTION).act_on_appointment({**APT, "action": "no-show", "reason": "did not answer"})

    assert view["status"] == "no_show"
    assert desk.storage.appointments.told() == ["appointment_no_show"]


def test_an_acceptance_confirms(desk):
    waiting = an_appointment(status="pending_acceptance", answer_by=START)

    view = desk.with_(waiting).of(TECHNICIAN).act_on_appointment({**APT, "action": "accept"})

    assert (view["status"], view["answer_by"]) == ("confirmed", None)
    assert desk.storage.appointments.told() == ["appointment_confirmed"]


def test_who_declines_says_why(desk):
    desk.with_(an_appointment(status="pending_acceptance", answer_by=START))
    with pytest.raises(ValidationError):
        desk.of(TECHNICIAN).act_on_appointment({**APT, "action": "decline"})

    view = desk.of(TECHNICIAN).act_on_appointment({**APT, "action": "decline", "reason": "bed is broken"})

    assert view["status"] == "declined"
    assert desk.storage.appointments.events[0].reason == "bed is broken"


def test_the_customer_does_not_accept_their_own_request(desk):
    with pytest.raises(Conflict):
        desk.with_(an_appointment(status="pending_acceptance", answer_by=START)).of().act_on_appointment(
            {**APT, "action": "accept"}
        )


def test_what_nobody_answers_expires_at_its_deadline_and_not_before(desk):
    deadline = desk.clock.at + timedelta(minutes=15)
    desk.with_(an_appointment(status="pending_acceptance", answer_by=deadline))
    booking = desk.of(Actor.system("booking"))

    desk.clock.at = deadline - timedelta(seconds=1)
    booking.sweep_overdue_appointments()
    assert row(desk).status == "pending_acceptance"

    desk.clock.at = deadline
    booking.sweep_overdue_appointments()
    assert row(desk).status == "expired"
    assert desk.storage.appointments.told() == ["appointment_expired"]


def test_what_was_accepted_at_the_last_moment_does_not_expire(desk):
    desk.with_(an_appointment(status="confirmed", answer_by=desk.clock.at - timedelta(hours=1)))

    desk.of(Actor.system("booking")).sweep_overdue_appointments()

    assert row(desk).status == "confirmed"


@pytest.mark.parametrize(
    ("actor", "actions"),
    [
        (a_customer(), ["reschedule", "cancel"]),
        (TECHNICIAN, ["propose"]),
        (RECEPTION, ["reschedule", "cancel"]),
        (a_manager("sto-1"), ["reschedule", "cancel"]),
        (an_admin(), ["reschedule", "cancel"]),
    ],
)
def test_days_before_the_visit_each_role_is_offered_its_own_actions(desk, actor, actions):
    assert desk.with_(an_appointment()).of(actor).get_appointment(APT)["allowed_actions"] == actions


@pytest.mark.parametrize(
    ("actor", "actions"),
    [
        (a_customer(), []),
        (TECHNICIAN, ["check-in", "no-show"]),
        (RECEPTION, ["reschedule", "cancel", "check-in", "no-show"]),
    ],
)
def test_once_the_visit_should_have_begun_others_are_offered(desk, actor, actions):
    desk.clock.at = START

    assert desk.with_(an_appointment()).of(actor).get_appointment(APT)["allowed_actions"] == actions
