"""The way to a home: depart, arrive by the customer's code, run late."""

from dataclasses import replace
from datetime import timedelta

import pytest
from marshmallow import ValidationError

from services.booking.domain.errors import (
    ArrivalCodeLocked,
    ArrivalCodeMissing,
    ArrivalCodeWrong,
    OverrideNotAllowed,
)
from shared.errors import Conflict, NotFound, Unavailable
from shared.testing import a_customer, a_receptionist, a_technician
from tests.support.booking import LI, START, WANG, an_appointment
from tests.support.booking_desk import overrides
from tests.support.booking_home import CODE

TECHNICIAN, RECEPTION = a_technician(WANG.id), a_receptionist("sto-1")
APT = {"appointment_id": "apt-1"}
WRONG = "0000"


def at_home(**changes):
    return an_appointment(**{"place": "home", **changes})


@pytest.fixture
def departed(desk):
    return desk.with_(at_home(status="departed"))


def row(desk, appointment_id="apt-1"):
    return desk.storage.appointments.rows[appointment_id]


def arrive(desk, actor=TECHNICIAN, **asked):
    return desk.of(actor).arrive_at_home({**APT, **asked})


def late(desk, minutes, actor=TECHNICIAN):
    return desk.of(actor).report_running_late({**APT, "minutes": minutes})


def told(desk):
    return [
        (fact.appointment_id, fact.minutes, fact.expected_at)
        for fact in desk.storage.appointments.events
        if fact.type() == "appointment_running_late"
    ]


@pytest.mark.parametrize("actor", [TECHNICIAN, RECEPTION])
def test_the_technician_sets_out(desk, actor):
    view = desk.with_(at_home()).of(actor).act_on_appointment({**APT, "action": "depart"})

    assert view["status"] == "departed"
    assert desk.storage.appointments.told() == ["appointment_departed"]


def test_nobody_sets_out_for_a_visit_in_the_store(desk):
    with pytest.raises(Conflict):
        desk.with_(an_appointment()).of(TECHNICIAN).act_on_appointment({**APT, "action": "depart"})


@pytest.mark.parametrize("status", ["confirmed", "departed"])
def test_the_code_is_shown_to_the_customer_alone(desk, status):
    desk.with_(at_home(status=status))

    assert desk.of(a_customer()).get_appointment(APT)["arrival_code"] == CODE
    assert desk.of(a_customer()).find_appointments({})["items"][0]["arrival_code"] == CODE
    for actor in (TECHNICIAN, RECEPTION):
        assert "arrival_code" not in desk.of(actor).get_appointment(APT)


def test_who_works_there_is_not_shown_the_code_of_their_own_visit(desk):
    """Or a technician who books for themselves in another's name would need nobody to tell it."""
    desk.with_(at_home())

    assert "arrival_code" not in desk.of(replace(TECHNICIAN, account_id="cus-1")).get_appointment(APT)


@pytest.mark.parametrize("changes", [{"place": "store"}, {"status": "arrived"}, {"status": "pending_acceptance"}])
def test_there_is_no_code_where_nobody_is_to_come(desk, changes):
    desk.with_(at_home(**changes))

    assert "arrival_code" not in desk.of(a_customer()).get_appointment(APT)


def test_the_right_code_is_an_arrival(departed):
    assert arrive(departed, code=f" {CODE} ")["status"] == "arrived"
    assert departed.storage.appointments.told() == ["appointment_arrived"]


def test_a_wrong_code_changes_nothing_and_counts(departed):
    with pytest.raises(ArrivalCodeWrong):
        arrive(departed, code=WRONG)

    assert row(departed).status == "departed"
    assert departed.storage.arrivals.tries == {"apt-1": 1}


def test_after_five_wrong_codes_not_even_the_right_one_counts(departed):
    for _ in range(5):
        with pytest.raises(ArrivalCodeWrong):
            arrive(departed, code=WRONG)

    with pytest.raises(ArrivalCodeLocked):
        arrive(departed, code=CODE)

    assert row(departed).status == "departed"


def test_the_fifth_try_may_be_the_right_one(departed):
    for _ in range(4):
        with pytest.raises(ArrivalCodeWrong):
            arrive(departed, code=WRONG)

    assert arrive(departed, code=CODE)["status"] == "arrived"


def test_staff_may_say_it_without_the_code_and_why(departed):
    departed.storage.arrivals.tries["apt-1"] = 99

    view = arrive(departed, RECEPTION, override_reason="客户手机没电")

    assert view["status"] == "arrived"
    assert departed.storage.appointments.entries[-1].reason == "客户手机没电"
    assert overrides(departed) == [("apt-1", "sto-1", str(RECEPTION), "arrive", "客户手机没电")]


def test_who_arrives_by_the_code_overrides_nothing(departed):
    arrive(departed, code=CODE)

    assert overrides(departed) == []


def test_a_technician_may_not(departed):
    with pytest.raises(OverrideNotAllowed):
        arrive(departed, override_reason="客户手机没电")


def test_without_a_code_it_is_asked_for(departed):
    with pytest.raises(ArrivalCodeMissing) as refused:
        arrive(departed)

    assert list(refused.value.fields) == ["code"]


def test_who_has_not_set_out_does_not_arrive_and_spends_no_try(desk):
    desk.with_(at_home())
    with pytest.raises(Conflict):
        arrive(desk, code=CODE)

    assert desk.storage.arrivals.tries == {}


def test_the_same_request_once_more_is_the_same_arrival(departed):
    first = departed.of(TECHNICIAN, key="k-1", body={"code": CODE}).arrive_at_home({**APT, "code": CODE})

    again = departed.of(TECHNICIAN, key="k-1", body={"code": CODE}).arrive_at_home({**APT, "code": CODE})

    assert again == first
    assert departed.storage.arrivals.tries == {"apt-1": 1}


def test_who_is_nothing_to_the_visit_learns_nothing_of_it(departed):
    with pytest.raises(NotFound):
        arrive(departed, a_technician(LI.id), code=CODE)


def test_the_visit_goes_on_in_the_home(desk):
    desk.with_(at_home(status="arrived"))

    assert desk.of(TECHNICIAN).act_on_appointment({**APT, "action": "start"})["status"] == "in_service"
    assert desk.of(TECHNICIAN).act_on_appointment({**APT, "action": "finish"})["status"] == "completed"


def test_at_the_door_nobody_may_be_missed_before_the_start(desk):
    desk.with_(at_home(status="arrived"))
    with pytest.raises(Conflict):
        desk.of(TECHNICIAN).act_on_appointment({**APT, "action": "no-show"})

    desk.clock.at = START

    assert desk.of(TECHNICIAN).act_on_appointment({**APT, "action": "no-show"})["status"] == "no_show"


def test_who_runs_late_has_it_told(desk):
    view = late(desk.with_(at_home()), 20)

    assert view["expected_at"] == "2026-11-23T15:20:00+08:00"
    assert told(desk) == [("apt-1", 20, START + timedelta(minutes=20))]
    assert "expected_at" in desk.of(a_customer()).get_appointment(APT)


def test_to_say_it_again_is_no_news_and_in_time_again_is(desk):
    late(desk.with_(at_home()), 20)
    late(desk, 20)
    assert len(told(desk)) == 1

    view = late(desk, 0)

    assert "expected_at" not in view
    assert told(desk)[-1] == ("apt-1", 0, START)


def test_who_was_never_late_is_told_nothing_of_being_in_time(desk):
    late(desk.with_(at_home()), 0)

    assert told(desk) == []


def test_those_whose_visits_follow_are_told_as_well(desk):
    after = an_appointment(id="apt-2", number="2AAAAAAA", starts_at=START + timedelta(hours=2))
    begun = an_appointment(
        id="apt-3", number="3AAAAAAA", starts_at=START + timedelta(hours=3), status="in_service", place="home"
    )
    desk.with_(at_home(), after, begun)

    late(desk, 15)

    assert [(who, minutes) for who, minutes, _ in told(desk)] == [("apt-1", 15), ("apt-2", 15)]
    assert row(desk, "apt-3").version == begun.version


def test_a_visit_that_moves_is_in_time_again(desk):
    late(desk.with_(at_home()), 20)
    later = (START + timedelta(hours=5)).isoformat()

    view = desk.of(a_customer()).reschedule_appointment({**APT, "starts_at": later})

    assert "expected_at" not in view


def test_lateness_is_not_told_while_scheduling_cannot_hear_it(desk):
    desk.with_(at_home()).scheduling.refusal = Unavailable()
    with pytest.raises(Unavailable):
        late(desk, 20)

    assert told(desk) == []


@pytest.mark.parametrize("status", ["pending_acceptance", "arrived", "in_service", "completed"])
def test_only_who_is_awaited_can_be_late(desk, status):
    with pytest.raises(Conflict):
        late(desk.with_(at_home(status=status)), 20)


def test_the_customer_is_not_late_for_their_technician(desk):
    with pytest.raises(Conflict):
        late(desk.with_(at_home()), 20, a_customer())


@pytest.mark.parametrize("minutes", [-1, 721, 1.5, "5"])
def test_lateness_is_in_whole_minutes_within_reason(desk, minutes):
    with pytest.raises(ValidationError):
        late(desk.with_(at_home()), minutes)
