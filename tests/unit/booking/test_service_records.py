from datetime import timedelta

import pytest

from services.booking.domain.record.events import ServiceRecorded
from shared.actor import ANONYMOUS
from shared.errors import Conflict, Forbidden, NotFound
from shared.testing import NOW, a_customer, a_manager, a_receptionist, a_technician
from tests.support.booking import LI, WAIST, WANG, XUJIAHUI, an_appointment
from tests.support.booking_desk import Desk

RECEPTION = a_receptionist(XUJIAHUI.id)
TECHNICIAN = a_technician(WANG.id)
DONE = {"treatment_id": WAIST.id, "technician_id": WANG.id, "minutes": 62}


@pytest.fixture
def desk():
    return Desk().with_(an_appointment(status="in_service"))


def put(desk, actor=TECHNICIAN, **changes):
    asked = {"appointment_id": "apt-1", "version": 0, "done": [DONE], **changes}
    key = asked.pop("key", None)
    return desk.of(actor, key=key, body=asked).put_service_record(asked)


def read(desk, actor=TECHNICIAN):
    return desk.of(actor).get_service_record({"appointment_id": "apt-1"})


def test_a_record_nobody_has_written_is_empty_and_of_version_zero(desk):
    empty = read(desk)

    assert (empty["version"], empty["done"], empty["photos"], empty["signature"]) == (0, [], [], None)
    assert empty["recorded_at"] is None


@pytest.mark.parametrize("actor", [TECHNICIAN, RECEPTION, a_manager(XUJIAHUI.id)])
def test_who_gave_the_treatment_and_the_stores_staff_write_what_was_done(desk, actor):
    written = put(
        desk, actor, products=[{"name": "艾条", "quantity": 1.5}], flags=["adverse_reaction"], notes="腰部紧张"
    )

    assert written == read(desk, actor)
    assert (written["version"], written["recorded_by"]) == (1, actor.account_id)
    assert written["recorded_at"] == "2026-11-18T10:00:00+08:00"
    assert written["done"][0]["treatment"]["slug"] == "waist-60"
    assert written["done"][0]["technician"]["name"] == "王建国"
    assert written["products"] == [{"name": "艾条", "quantity": 1.5}]


def test_the_customer_reads_all_but_what_is_internal(desk):
    put(desk, notes="回家热敷", internal_notes="怕痒, 手法轻")

    seen = read(desk, a_customer("cus-1"))

    assert seen["notes"] == "回家热敷"
    assert "internal_notes" not in seen
    assert read(desk)["internal_notes"] == "怕痒, 手法轻"


def test_the_customer_writes_nothing(desk):
    with pytest.raises(Forbidden) as refused:
        put(desk, a_customer("cus-1"))

    assert refused.value.code == "record_not_yours"
    assert read(desk)["version"] == 0


@pytest.mark.parametrize("method", ["get_service_record", "put_service_record", "get_record_history"])
@pytest.mark.parametrize("actor", [a_customer("cus-2"), a_technician(LI.id), a_receptionist("sto-2")])
def test_for_others_there_is_no_such_visit(desk, actor, method):
    with pytest.raises(NotFound):
        getattr(desk.of(actor), method)({"appointment_id": "apt-1"})


@pytest.mark.parametrize("method", ["get_service_record", "put_service_record"])
def test_nobody_reads_or_writes_without_signing_in(desk, method):
    with pytest.raises(Forbidden):
        getattr(desk.of(ANONYMOUS), method)({"appointment_id": "apt-1"})


@pytest.mark.parametrize("status", ["confirmed", "checked_in", "arrived", "cancelled", "no_show"])
def test_nothing_was_done_in_a_visit_that_did_not_begin(status):
    desk = Desk().with_(an_appointment(status=status))

    with pytest.raises(Conflict) as refused:
        put(desk)

    assert refused.value.code == "illegal_transition"
    assert desk.storage.records.versions == {}


def test_a_finished_visit_may_be_corrected_long_after(desk):
    put(desk)
    desk.with_(an_appointment(status="completed"))
    desk.clock.at = NOW + timedelta(days=90)

    assert put(desk, RECEPTION, version=1, done=[{**DONE, "minutes": 75}])["done"][0]["minutes"] == 75


def test_of_two_who_edit_the_same_version_the_second_is_told(desk):
    put(desk, RECEPTION)

    with pytest.raises(Conflict) as refused:
        put(desk, TECHNICIAN, notes="晚了一步")

    assert (refused.value.code, refused.value.params) == ("version_conflict", {"version": 1})
    assert read(desk)["notes"] is None


def test_every_version_stays_with_its_writer(desk):
    put(desk, notes="第一稿")
    put(desk, RECEPTION, version=1, notes="更正")

    versions = desk.of(RECEPTION).get_record_history({"appointment_id": "apt-1"})["items"]

    assert [(one["version"], one["notes"]) for one in versions] == [(1, "第一稿"), (2, "更正")]
    assert [one["recorded_by"] for one in versions] == ["acc-tec-1", "acc-reception"]


def test_earlier_versions_are_not_the_customers_to_see(desk):
    put(desk)

    with pytest.raises(Forbidden):
        desk.of(a_customer("cus-1")).get_record_history({"appointment_id": "apt-1"})


def test_each_version_is_announced_with_what_was_done_and_without_the_notes(desk):
    put(desk, notes="腰部紧张")
    put(desk, version=1, done=[DONE, {**DONE, "technician_id": LI.id, "minutes": 15}])

    first, second = desk.storage.records.events

    assert isinstance(first, ServiceRecorded)
    assert (first.revision, second.revision, first.customer_id, first.store_id) == (1, 2, "cus-1", XUJIAHUI.id)
    assert [one.minutes for one in second.treatments] == [62, 15]
    assert [one.id for one in second.technicians] == [WANG.id, LI.id]
    assert "紧张" not in str(first.data())


def test_the_same_key_writes_once(desk):
    assert put(desk, key="k-1") == put(desk, key="k-1")
    assert len(desk.storage.records.versions) == 1


@pytest.mark.parametrize("unknown", [{"treatment_id": "tre-9"}, {"technician_id": "tec-9"}])
def test_what_the_catalogue_does_not_have_was_not_done(desk, unknown):
    with pytest.raises(NotFound):
        put(desk, done=[{**DONE, **unknown}])

    assert desk.storage.records.versions == {}
