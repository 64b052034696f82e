import base64
import io

import pytest
from PIL import Image

from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.life.history import Entry
from services.booking.use_cases import sweep_files
from shared.errors import NotFound
from shared.testing import NOW, a_customer, a_technician, an_event
from tests.support.booking import LI, WANG, an_appointment
from tests.support.booking_desk import Desk

ME, TECHNICIAN = a_customer("cus-1"), a_technician(WANG.id)
PERSONAL = {
    "contact": Contact("林晓月", "+8613800000001"),
    "address": Address("衡山路12号", 121.44, 31.2),
    "note": "腰痛",
}
UNDER_WAY = ("checked_in", "departed", "arrived", "in_service")


def told(customer_id="cus-1"):
    return an_event("account_erased", {"account_id": customer_id, "revision": 2})


def a_visit(status="completed", **changes):
    return an_appointment(status=status, **{**PERSONAL, **changes})


def erase(desk):
    desk.of().on_account_erased(told())


def left(desk, visit_id="apt-1"):
    visit = desk.storage.appointments.rows[visit_id]
    return [getattr(visit, name) for name in PERSONAL]


@pytest.mark.parametrize("status", ["completed", "cancelled", "no_show"])
def test_what_is_over_keeps_what_was_bought_and_nothing_of_the_person(status):
    desk = Desk().with_(a_visit(status))
    desk.storage.appointments.entries.append(Entry("apt-1", 2, NOW, "cus-1", "cancel", status, {}, "我病了"))

    erase(desk)

    visit = desk.storage.appointments.rows["apt-1"]
    assert left(desk) == [None, None, None]
    assert [entry.reason for entry in desk.storage.appointments.entries] == [None]
    assert (visit.price_fen, visit.treatment_id, visit.status) == (21800, "tre-1", status)


@pytest.mark.parametrize("status", ["pending_payment", "pending_acceptance", "confirmed"])
def test_what_is_to_come_is_called_off_free_of_charge_and_told_without_a_contact(status):
    desk = Desk().with_(a_visit(status))

    erase(desk)

    visit = desk.storage.appointments.rows["apt-1"]
    assert (visit.status, visit.fee_fen) == ("cancelled", 0)
    (fact,) = [fact for fact in desk.storage.appointments.events if fact.type() == "appointment_cancelled"]
    assert (fact.contact, fact.reason, fact.actor) == (None, "account_erased", "system:booking")
    assert left(desk) == [None, None, None]


@pytest.mark.parametrize("status", UNDER_WAY)
def test_who_is_on_their_way_keeps_the_address_until_the_visit_has_ended(status):
    desk = Desk().with_(a_visit(status))
    erase(desk)
    assert left(desk) == list(PERSONAL.values())

    desk.with_(a_visit("completed"))
    desk.of().sweep_erased_customers()

    assert left(desk) == [None, None, None]


def test_a_booking_that_came_in_with_the_last_token_is_called_off_by_the_sweep():
    desk = Desk()
    erase(desk)
    desk.with_(a_visit("confirmed"))

    desk.of().sweep_erased_customers()

    assert desk.storage.appointments.rows["apt-1"].status == "cancelled"


def test_other_customers_keep_theirs():
    desk = Desk().with_(a_visit(), a_visit(id="apt-2", customer_id="cus-2", technician_ids=(LI.id,)))

    erase(desk)

    assert left(desk, "apt-2") == list(PERSONAL.values())


def test_notes_photos_and_feed_are_gone_and_what_was_done_stays_for_the_books():
    desk = Desk().with_(a_visit("in_service"))
    visit = {"appointment_id": "apt-1"}
    done = [{"treatment_id": "tre-1", "technician_id": WANG.id, "minutes": 60}]
    written = io.BytesIO()
    Image.new("RGB", (9, 9)).save(written, "PNG")
    technician = desk.of(TECHNICIAN)
    technician.put_service_record({**visit, "done": done, "notes": "腰部紧张", "internal_notes": "怕痒"})
    technician.add_photo({**visit, "kind": "before", "content": base64.b64encode(written.getvalue()).decode()})
    token = desk.of(ME).open_calendar_feed({})["token"]
    desk.with_(a_visit("completed"))

    erase(desk)

    record = technician.get_service_record(visit)
    assert (record["notes"], record["internal_notes"], record["photos"]) == (None, None, [])
    assert record["done"][0]["minutes"] == 60
    with pytest.raises(NotFound):
        desk.of().read_calendar_feed({"token": token})
    sweep_files(desk.storage, desk.files)
    assert desk.files.contents == {}


def test_one_takes_home_ones_visits_and_records_as_a_customer_sees_them():
    desk = Desk().with_(a_visit("in_service"), a_visit(id="apt-2", customer_id="cus-2", technician_ids=(LI.id,)))
    desk.of(TECHNICIAN).put_service_record({"appointment_id": "apt-1", "notes": "热敷", "internal_notes": "怕痒"})
    desk.storage.appointments.rows.pop("apt-2")  # the fake finds every row; what a search selects the database tells

    export = desk.of(ME).export_customer({})

    assert [visit["id"] for visit in export["appointments"]] == ["apt-1"]
    assert export["appointments"][0]["contact"]["name"] == "林晓月"
    assert export["service_records"][0]["notes"] == "热敷"
    assert "internal_notes" not in export["service_records"][0]
    assert export["calendar_feed"] is None
