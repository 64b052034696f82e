"""加钟: a visit made longer while it is given, by the same machinery as any change."""

from datetime import timedelta

import pytest
from marshmallow import ValidationError

from services.booking.domain.life.treatments import PlannedTreatment
from shared.actor import Actor
from shared.errors import Conflict, NotFound, Unavailable
from shared.testing import a_customer, a_receptionist, a_technician
from tests.support.booking import COUPLE, FACIAL, LI, START, WAIST, WANG, an_appointment

TECHNICIAN, RECEPTION = a_technician(WANG.id), a_receptionist("sto-1")
APT = {"appointment_id": "apt-1"}
IN_SERVICE = {"status": "in_service", "version": 4}


@pytest.fixture
def running(desk):
    desk.clock.at = START + timedelta(minutes=30)
    return desk.with_(an_appointment(**IN_SERVICE))


def extend(desk, actor=TECHNICIAN, minutes=30, **call):
    request = {**APT, "minutes": minutes}
    return desk.of(actor, body=request, **call).extend_appointment(request)


@pytest.mark.parametrize("actor", [TECHNICIAN, RECEPTION], ids=["technician", "staff"])
def test_whoever_works_there_makes_it_longer(running, actor):
    assert "extend" in running.of(actor).get_appointment(APT)["allowed_actions"]

    longer = extend(running, actor)

    assert (longer["duration_minutes"], longer["extension_minutes"], longer["version"]) == (90, 30, 5)
    assert (longer["status"], longer["price_fen"]) == ("in_service", 21800 + 10900)


def test_it_is_told_with_what_it_replaced(running):
    extend(running)

    fact = running.storage.appointments.events[-1]
    assert (fact.type(), fact.minutes, fact.revision) == ("appointment_extended", 30, 5)
    assert fact.previous.ends_at == START + timedelta(hours=1)
    entry = running.storage.appointments.entries[-1]
    assert (entry.action, entry.actor) == ("extend", str(TECHNICIAN))
    assert entry.changes["extension_minutes"] == [0, 30]
    assert entry.changes["price_fen"] == [21800, 32700]


def test_the_same_key_makes_it_longer_once(running):
    first = extend(running, key="key-1")

    assert extend(running, key="key-1") == first
    assert running.storage.appointments.rows["apt-1"].extension_minutes == 30


def test_a_second_extension_adds_to_the_first(running):
    extend(running, key="key-1")

    longer = extend(running, minutes=15, key="key-2")

    assert (longer["extension_minutes"], longer["price_fen"]) == (45, 21800 + 10900 + 5450)


def test_what_comes_next_refuses_it_and_nothing_is_changed(running):
    desk = running.with_(an_appointment(id="apt-2", number="2", starts_at=START + timedelta(hours=1)))

    with pytest.raises(Conflict) as refused:
        extend(desk)

    assert refused.value.code == "no_room_to_extend"
    assert desk.storage.appointments.rows["apt-1"] == an_appointment(**IN_SERVICE)


@pytest.mark.parametrize("status", ["confirmed", "checked_in", "completed", "cancelled"])
def test_only_what_is_being_given_can_be_made_longer(desk, status):
    desk.with_(an_appointment(status=status))

    with pytest.raises(Conflict) as refused:
        extend(desk)

    assert refused.value.code == "illegal_transition"
    assert desk.scheduling.wishes == []


def test_a_customer_may_not_and_a_stranger_finds_nothing(running):
    with pytest.raises(Conflict):
        extend(running, a_customer())
    with pytest.raises(NotFound):
        extend(running, a_customer("cus-9"))


@pytest.mark.parametrize("minutes", [0, 7, -5, 185, "30", True])
def test_minutes_come_in_steps_of_five_up_to_three_hours(running, minutes):
    with pytest.raises(ValidationError):
        extend(running, minutes=minutes)


def test_an_old_version_is_refused(running):
    with pytest.raises(Conflict) as refused:
        running.of(TECHNICIAN).extend_appointment({**APT, "minutes": 30, "version": 3})

    assert refused.value.code == "version_conflict"


def test_of_several_treatments_the_last_is_paid_by_the_minute(desk):
    middle, end = START + timedelta(hours=1), START + timedelta(hours=2)
    parts = (
        PlannedTreatment(WAIST.id, START, middle, (WANG.id,)),
        PlannedTreatment(FACIAL.id, middle, end, (LI.id,)),
    )
    desk.with_(an_appointment(**IN_SERVICE, ends_at=end, planned=parts, technician_ids=(WANG.id, LI.id)))
    desk.clock.at = middle

    longer = extend(desk)

    assert longer["price_fen"] == 21800 + FACIAL.price_fen // 2
    assert [one["ends_at"][11:16] for one in longer["treatments"]] == ["16:00", "17:30"]


def test_a_party_pays_for_everybody(desk):
    couple = an_appointment(**IN_SERVICE, treatment_id=COUPLE.id, party_size=2, price_fen=COUPLE.price_fen)
    desk.with_(couple)
    desk.clock.at = START

    assert extend(desk)["price_fen"] == COUPLE.price_fen + COUPLE.price_fen // 3


def test_an_answer_that_was_lost_is_found_by_the_sweep(running):
    running.scheduling.lost = Unavailable()
    with pytest.raises(Unavailable):
        extend(running)

    running.of(Actor.system("booking")).sweep_open_changes()

    after = running.storage.appointments.rows["apt-1"]
    assert (after.extension_minutes, after.price_fen, after.ends_at) == (30, 32700, START + timedelta(minutes=90))
    assert running.storage.appointments.told()[-1] == "appointment_extended"
