"""What may be booked, by whom, at which price and under which rules."""

import pytest

from services.booking.domain.terms.rules import Rules
from shared.actor import ANONYMOUS
from shared.errors import Forbidden, Invalid, NotFound
from shared.testing import a_customer, a_receptionist, a_technician
from tests.support.booking import COUPLE, START, WANG, an_appointment


@pytest.mark.parametrize(
    ("field", "code"),
    [("store_id", "store_unknown"), ("treatment_id", "treatment_unknown"), ("technician_id", "technician_unknown")],
)
def test_what_the_catalogue_does_not_have_cannot_be_booked(desk, field, code):
    with pytest.raises(NotFound) as refused:
        desk.book(**{field: "nothing"})

    assert refused.value.code == code
    assert desk.scheduling.wishes == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"note": "长" * 501}, "note_too_long"),
        ({"contact": {"name": "林", "phone": "12345"}}, "phone_invalid"),
        ({"contact": {"name": "林", "phone": "no number"}}, "phone_invalid"),
        ({"party_size": 11}, "party_too_large"),
        ({"place": "home"}, "address_missing"),
    ],
)
def test_what_no_state_of_the_world_could_make_right_is_refused_before_anything_is_written(desk, asked, code):
    with pytest.raises(Invalid) as refused:
        desk.book(**asked)

    assert refused.value.code == code
    assert refused.value.fields
    assert desk.storage.attempts.rows == {}


def test_a_note_of_five_hundred_characters_is_not_too_long(desk):
    assert desk.book(note="长" * 500)["note"] == "长" * 500


def test_a_phone_number_is_kept_in_one_form(desk):
    assert desk.book(contact={"name": "林", "phone": "138 0000-0001"})["contact"]["phone"] == "+8613800000001"


def test_a_home_visit_costs_its_fee_and_goes_to_its_address(desk):
    address = {"text": "衡山路12号", "lng": 121.44, "lat": 31.2, "contact_name": "林", "contact_phone": "13800000001"}

    view = desk.book(place="home", address=address)

    assert view["price_fen"] == 21800 + 3000
    assert view["address"] == {"text": "衡山路12号", "lng": 121.44, "lat": 31.2}
    assert view["contact"] == {"name": "林", "phone": "+8613800000001"}
    assert desk.scheduling.wishes[0].address.lng == 121.44


@pytest.mark.parametrize(("party_size", "price_fen"), [(None, 55800), (2, 55800), (4, 111600), (3, 83700), (1, 27900)])
def test_the_price_covers_the_treatments_own_party_and_others_in_proportion(desk, party_size, price_fen):
    asked = {} if party_size is None else {"party_size": party_size}

    view = desk.book(treatment_id=COUPLE.id, **asked)

    assert view["price_fen"] == price_fen
    assert view["party_size"] == (party_size or 2)


def test_nobody_books_without_signing_in(desk):
    with pytest.raises(Forbidden) as refused:
        desk.book(ANONYMOUS)

    assert refused.value.code == "sign_in_required"


def test_staff_book_for_a_customer_of_their_store(desk):
    view = desk.book(a_receptionist("sto-1"), customer_id="cus-7")

    appointment = desk.storage.appointments.rows[view["id"]]
    assert (appointment.customer_id, appointment.booked_by) == ("cus-7", "acc-reception")


@pytest.mark.parametrize("actor", [a_customer(), a_technician(), a_receptionist("sto-2")])
def test_nobody_else_books_for_a_customer(desk, actor):
    with pytest.raises(Forbidden) as refused:
        desk.book(actor, customer_id="cus-7")

    assert refused.value.code == "not_your_customer"


@pytest.mark.parametrize(
    ("rules", "status"),
    [({"store_acceptance": True}, "pending_acceptance"), ({"deposit_percent": 30}, "pending_payment")],
)
def test_where_the_rules_ask_for_more_the_appointment_waits_with_a_deadline(desk, rules, status):
    desk.storage.catalogue.in_force = Rules("rul-9", hold_minutes=15, **rules)

    view = desk.book()

    assert view["status"] == status
    assert view["answer_by"] == "2026-11-18T10:15:00+08:00"
    awaiting = status.replace("pending", "appointment_awaiting")
    assert desk.storage.appointments.told() == ["appointment_requested", awaiting]


def test_a_home_visit_waits_for_no_acceptance_by_the_store(desk):
    desk.storage.catalogue.in_force = Rules("rul-9", store_acceptance=True, home_offer_minutes=0)

    view = desk.book(place="home", address={"text": "衡山路12号", "lng": 121.44, "lat": 31.2})

    assert view["status"] == "confirmed"


def test_a_free_treatment_asks_for_no_deposit(desk):
    desk.storage.catalogue.in_force = Rules("rul-9", deposit_percent=30)
    desk.storage.catalogue.treatments[COUPLE.id] = COUPLE.__class__("tre-2", "check", "体质", "Check", 20, 0, 1)

    assert desk.book(treatment_id=COUPLE.id)["status"] == "confirmed"


def test_a_number_that_is_taken_is_drawn_again(desk, monkeypatch):
    numbers = {0: "AAAAAAAA", 1: "BBBBBBBB"}
    monkeypatch.setattr("services.booking.use_cases.book.number_of", lambda _, draw=0: numbers[draw])
    desk.with_(an_appointment(number="AAAAAAAA", starts_at=START.replace(day=24)))

    view = desk.book()

    assert view["number"] == "BBBBBBBB"
    assert {fact.number for fact in desk.storage.appointments.events} == {"BBBBBBBB"}


def test_the_policy_in_force_is_agreed_with_the_appointment(desk):
    view = desk.book()

    assert view["free_cancel_until"] == "2026-11-23T13:00:00+08:00"
    assert desk.storage.appointments.events[1].policy.version == "rul-1"


def test_a_named_technician_is_asked_for_by_id(desk):
    view = desk.book(technician_id=WANG.id)

    assert desk.scheduling.wishes[0].technician_id == "tec-1"
    assert desk.storage.appointments.rows[view["id"]].technician_requested


def test_names_are_in_the_readers_language(desk):
    view = desk.book()

    english = desk.of(language="en").get_appointment({"appointment_id": view["id"]})

    assert english["treatment"]["name"] == "Lumbar tuina"
    assert view["treatment"]["name"] == "腰部推拿"
