import base64
import io
from dataclasses import replace

import pytest
from PIL import Image

from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.life.history import Entry
from services.booking.domain.queue.ticket import Ticket
from services.booking.domain.waitlist.wish import Terms
from services.booking.use_cases import sweep_files
from shared.errors import NotFound
from shared.testing import NOW, a_customer, a_technician, an_event
from tests.support.booking import LI, WAIST, WANG, an_appointment
from tests.support.booking_desk import Desk
from tests.support.booking_wishes import a_wish, an_offer

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


OFFERED = {"status": "offered", "version": 3, "offer": an_offer()}


@pytest.mark.parametrize(
    ("changes", "after"), [({}, "withdrawn"), (OFFERED, "withdrawn"), ({"status": "lapsed"}, "lapsed")]
)
def test_whoever_is_forgotten_waits_no_longer_and_offered_time_goes_back(changes, after):
    desk = Desk()
    desk.storage.attempts.reserve("apt-9")
    terms = Terms(party_size=1, **PERSONAL)
    desk.storage.waitlist.rows["wish-1"] = a_wish(terms=terms, **changes)
    desk.storage.waitlist.rows["wish-2"] = a_wish(id="wish-2", customer_id="cus-2", terms=terms)

    erase(desk)

    wish, other = desk.storage.waitlist.rows.values()
    assert (wish.status, wish.terms) == (after, Terms(party_size=1))
    assert (other.status, other.terms) == ("waiting", terms)
    assert [fact.contact for fact in desk.storage.waitlist.events] == [None] * ("offer" in changes)
    assert desk.storage.attempts.rows["apt-9"].state == ("abandoned" if "offer" in changes else "open")


@pytest.mark.parametrize(("status", "after"), [("waiting", "left"), ("called", "left"), ("served", "served")])
def test_a_ticket_is_nobodys_any_more(status, after):
    desk = Desk()
    mine = Ticket("tic-1", "sto-1", NOW.date(), 1, status, 1, NOW, "cus-1", "cus-1", contact=PERSONAL["contact"])
    desk.storage.queue.rows = {"tic-1": mine, "tic-2": replace(mine, id="tic-2", customer_id="cus-2", position=2)}

    erase(desk)

    ticket, other = desk.storage.queue.rows.values()
    assert (ticket.status, ticket.contact) == (after, None)
    assert (other.status, other.contact) == (status, mine.contact)
    assert all(fact.contact is None for fact in desk.storage.queue.events)


def test_a_course_stays_in_the_books_and_its_session_comes_back_with_the_visit():
    desk = Desk()
    sold = {"store_id": "sto-1", "treatment_id": WAIST.id}
    course_id = desk.of(ME).buy_course(sold)["id"]
    desk.book(ME, course_id=course_id)

    erase(desk)

    course = desk.storage.courses.rows[course_id]
    assert (course.customer_id, course.sessions, course.reserved, course.used) == ("cus-1", 3, 0, 0)


def test_one_takes_home_what_one_waits_for_bought_and_was_asked():
    desk = Desk().with_(a_visit("confirmed", technician_requested=True))
    course_id = desk.of(ME).buy_course({"store_id": "sto-1", "treatment_id": WAIST.id})["id"]
    desk.storage.waitlist.rows["wish-1"] = a_wish(terms=Terms(party_size=1, **PERSONAL))
    ticket = Ticket("tic-1", "sto-1", NOW.date(), 1, "waiting", 1, NOW, "cus-1", "cus-1")
    desk.storage.queue.rows["tic-1"] = ticket
    desk.of(TECHNICIAN).propose_time({"appointment_id": "apt-1", "reason": "培训"})

    export = desk.of(ME).export_customer({})

    assert [one["id"] for one in export["courses"]] == [course_id]
    assert [one["id"] for one in export["waitlist"]] == ["wish-1"]
    assert [one["number"] for one in export["queue_tickets"]] == ["A001"]
    assert [one["reason"] for one in export["time_proposals"]] == ["培训"]
    assert (export["series"], export["sos_alerts"]) == ([], [])
    nothing = desk.of(a_customer("cus-2"))
    desk.storage.appointments.rows.clear()  # the fake finds every row
    assert not any(nothing.export_customer({}).values())


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
