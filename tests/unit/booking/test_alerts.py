"""Calls for help from visits at homes."""

from datetime import timedelta

import pytest
from marshmallow import ValidationError

from shared.errors import Conflict, NotFound
from shared.testing import NOW, a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support.booking import LI, WANG, an_appointment

TECHNICIAN, RECEPTION = a_technician(WANG.id), a_receptionist("sto-1")
APT = {"appointment_id": "apt-1"}
HERE = {"lng": 121.44, "lat": 31.2}


@pytest.fixture
def there(desk):
    return desk.with_(an_appointment(place="home", status="in_service"))


def call(desk, actor=TECHNICIAN, **where):
    return desk.of(actor).raise_sos({**APT, **where})


def alerts(desk, actor=RECEPTION, **search):
    return desk.of(actor).find_sos_alerts(search)["items"]


def facts(desk):
    return [fact for fact in desk.storage.appointments.events if fact.type() == "sos_raised"]


@pytest.mark.parametrize("status", ["departed", "arrived", "in_service"])
def test_a_technician_calls_from_the_departure_to_the_end(desk, status):
    desk.with_(an_appointment(place="home", status=status))
    assert "sos" in desk.of(TECHNICIAN).get_appointment(APT)["allowed_actions"]

    call(desk, **HERE)

    (fact,) = facts(desk)
    assert (fact.raised_as, fact.raised_at, fact.lng, fact.lat) == ("technician", NOW, 121.44, 31.2)


@pytest.mark.parametrize("changes", [{"status": "confirmed"}, {"status": "completed"}, {"place": "store"}])
def test_before_and_after_and_in_the_store_there_are_other_ways(desk, changes):
    desk.with_(an_appointment(**{"place": "home", "status": "in_service", **changes}))
    with pytest.raises(Conflict):
        call(desk, **HERE)


def test_the_customer_may_call_as_well(there):
    call(there, a_customer(), **HERE)

    assert facts(there)[0].raised_as == "customer"


def test_a_call_without_a_position_is_a_call(there):
    call(there)

    assert (alerts(there)[0]["lng"], facts(there)[0].lng) == (None, None)


def test_the_appointment_tells_nobody_of_it(there):
    """Or whoever the caller is afraid of would read it."""
    before = there.storage.appointments.rows["apt-1"]
    call(there, **HERE)

    assert there.storage.appointments.rows["apt-1"] == before
    assert there.of(a_customer()).get_history(APT)["items"] == []
    assert alerts(there, a_customer()) == []


def test_the_position_travels_sealed(there):
    call(there, **HERE)

    data = facts(there)[0].data()
    assert {name for name in data if name.startswith(("lng", "lat"))} == {"lng_sealed", "lat_sealed"}
    assert "121.44" not in str(data)


def test_who_calls_again_makes_the_same_call_more_urgent(there):
    call(there, **HERE)
    there.clock.at += timedelta(minutes=2)
    call(there)

    (alert,) = alerts(there)
    assert (alert["calls"], alert["lng"], alert["raised_at"], alert["called_at"]) == (
        2,
        121.44,
        "2026-11-18T10:00:00+08:00",
        "2026-11-18T10:02:00+08:00",
    )
    assert [fact.number_of_calls for fact in facts(there)] == [1, 2]


def test_the_store_sees_it_and_acknowledges_it(there):
    call(there, **HERE)
    (alert,) = alerts(there, open=True)

    seen = there.of(RECEPTION).acknowledge_sos({"alert_id": alert["id"], "note": "已报警"})

    assert (seen["acknowledged_by"], seen["note"]) == ("acc-reception", "已报警")
    assert alerts(there, open=True) == []
    assert alerts(there, TECHNICIAN)[0]["acknowledged_at"] == "2026-11-18T10:00:00+08:00"


def test_whoever_was_first_stays_named(there):
    call(there, **HERE)
    named = {"alert_id": alerts(there)[0]["id"]}
    there.of(RECEPTION).acknowledge_sos(named)

    assert there.of(a_manager("sto-1")).acknowledge_sos(named)["acknowledged_by"] == "acc-reception"


def test_after_it_was_acknowledged_a_call_is_a_new_one(there):
    call(there, **HERE)
    there.of(RECEPTION).acknowledge_sos({"alert_id": alerts(there)[0]["id"]})

    call(there, **HERE)

    assert len(alerts(there)) == 2
    assert [fact.number_of_calls for fact in facts(there)] == [1, 1]


@pytest.mark.parametrize("actor", [a_receptionist("sto-2"), a_customer(), TECHNICIAN])
def test_only_the_store_acknowledges(there, actor):
    call(there, **HERE)
    with pytest.raises(NotFound):
        there.of(actor).acknowledge_sos({"alert_id": alerts(there, an_admin())[0]["id"]})


def test_other_stores_see_nothing(there):
    call(there, **HERE)

    assert alerts(there, a_receptionist("sto-2")) == alerts(there, a_technician(LI.id)) == []
    assert len(alerts(there, an_admin())) == 1


def test_there_is_no_such_alert(there):
    with pytest.raises(NotFound):
        there.of(RECEPTION).acknowledge_sos({"alert_id": "sos-9"})


@pytest.mark.parametrize("where", [{"lng": 200, "lat": 31.2}, {"lng": 121.4, "lat": -91}])
def test_a_position_is_on_earth(there, where):
    with pytest.raises(ValidationError):
        call(there, **where)
