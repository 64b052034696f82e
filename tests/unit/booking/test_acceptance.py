"""A store that wants to say yes itself."""

from datetime import timedelta

import pytest
from marshmallow import ValidationError

from services.booking.domain.terms.rules import Rules
from shared.actor import Actor
from shared.errors import Conflict
from shared.testing import a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support.booking import WANG, XUJIAHUI

RECEPTION = a_receptionist(XUJIAHUI.id)


@pytest.fixture
def asked(desk):
    """A visit that waits for the store's word until 10:15."""
    desk.storage.catalogue.in_force = Rules("rul-9", hold_minutes=15, store_acceptance=True)
    return {"appointment_id": desk.book()["id"]}


def test_the_store_is_told_until_when_it_has_to_answer(desk, asked):
    fact = desk.storage.appointments.events[-1]

    assert (fact.type(), fact.status) == ("appointment_awaiting_acceptance", "pending_acceptance")
    assert fact.answer_by == desk.clock.at + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("actor", "actions"),
    [
        (a_customer(), ["reschedule", "cancel"]),
        (a_technician(WANG.id), ["accept", "decline"]),
        (RECEPTION, ["accept", "decline", "reschedule", "cancel"]),
        (a_manager(XUJIAHUI.id), ["accept", "decline", "reschedule", "cancel"]),
        (an_admin(), ["accept", "decline", "reschedule", "cancel"]),
    ],
)
def test_who_may_answer_is_offered_to(desk, asked, actor, actions):
    assert desk.of(actor).get_appointment(asked)["allowed_actions"] == actions


def test_a_yes_confirms(desk, asked):
    view = desk.of(RECEPTION).act_on_appointment({**asked, "action": "accept"})

    assert (view["status"], view["answer_by"]) == ("confirmed", None)
    assert desk.storage.appointments.told()[-1] == "appointment_confirmed"


def test_a_no_has_a_reason_and_gives_the_time_back(desk, asked):
    with pytest.raises(ValidationError):
        desk.of(RECEPTION).act_on_appointment({**asked, "action": "decline"})

    view = desk.of(RECEPTION).act_on_appointment({**asked, "action": "decline", "reason": "设备维修"})

    assert (view["status"], view["allowed_actions"]) == ("declined", [])
    assert desk.of().get_history(asked)["items"][-1]["reason"] == "设备维修"


def test_from_the_deadline_on_it_is_too_late_for_a_yes(desk, asked):
    desk.clock.at += timedelta(minutes=15)

    with pytest.raises(Conflict) as refused:
        desk.of(RECEPTION).act_on_appointment({**asked, "action": "accept"})

    assert refused.value.code == "illegal_transition"
    assert "accept" not in desk.of(RECEPTION).get_appointment(asked)["allowed_actions"]
    desk.of(Actor.system("booking")).sweep_overdue_appointments()
    assert desk.of().get_appointment(asked)["status"] == "expired"


def test_a_yes_at_the_last_moment_holds(desk, asked):
    desk.clock.at += timedelta(minutes=15) - timedelta(seconds=1)
    desk.of(RECEPTION).act_on_appointment({**asked, "action": "accept"})
    desk.clock.at += timedelta(hours=1)

    desk.of(Actor.system("booking")).sweep_overdue_appointments()

    assert desk.of().get_appointment(asked)["status"] == "confirmed"


def test_the_customer_may_withdraw_meanwhile_free_of_charge(desk, asked):
    assert desk.of().cancel_appointment(asked)["status"] == "cancelled"
