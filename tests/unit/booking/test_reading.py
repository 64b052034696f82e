"""Getting, finding and the history, through the service; and what the shapes take and give."""

from datetime import timedelta

import pytest
from marshmallow import ValidationError

from shared.actor import ANONYMOUS
from shared.errors import Forbidden, NotFound
from shared.testing import a_customer, a_manager, a_receptionist, a_technician, an_admin
from tests.support.booking import JINGANSI, START, WANG, an_appointment

APT = {"appointment_id": "apt-1"}


@pytest.mark.parametrize(
    "actor", [a_customer(), a_technician(WANG.id), a_receptionist("sto-1"), a_manager("sto-1"), an_admin()]
)
def test_who_has_to_do_with_a_visit_sees_it(desk, actor):
    assert desk.with_(an_appointment()).of(actor).get_appointment(APT)["number"] == "7K4M9QXB"


@pytest.mark.parametrize("actor", [a_customer("cus-2"), a_technician("tec-9"), a_receptionist("sto-2")])
def test_for_everybody_else_it_does_not_exist(desk, actor):
    desk.with_(an_appointment())

    for ask in ("get_appointment", "get_history"):
        with pytest.raises(NotFound) as refused:
            getattr(desk.of(actor), ask)(APT)
        assert refused.value.code == "appointment_unknown"


@pytest.mark.parametrize(
    ("ask", "request_"), [("get_appointment", APT), ("get_history", APT), ("find_appointments", {})]
)
def test_somebody_not_signed_in_reads_nothing(desk, ask, request_):
    with pytest.raises(Forbidden) as refused:
        getattr(desk.with_(an_appointment()).of(ANONYMOUS), ask)(request_)

    assert refused.value.code == "sign_in_required"


def test_the_view_holds_what_the_contract_promises(desk):
    view = desk.with_(an_appointment(chosen_because={"code": "rotation"})).of().get_appointment(APT)

    promised = {
        *("id", "number", "status", "version", "store", "treatment", "technician", "technicians", "starts_at"),
        *("ends_at", "place", "party_size", "price_fen", "chosen_because", "allowed_actions"),
    }
    assert promised <= view.keys()
    assert view["store"] == {"id": "sto-1", "slug": "xujiahui", "name": "徐家汇店"}
    assert view["ends_at"] == "2026-11-23T16:00:00+08:00"
    assert view["chosen_because"] == {"code": "rotation"}


def test_a_reason_for_the_choice_is_left_out_where_there_is_none(desk):
    assert "chosen_because" not in desk.with_(an_appointment()).of().get_appointment(APT)


def test_a_list_is_told_page_by_page(desk):
    visits = [an_appointment(id=f"apt-{n}", number=f"N{n}", starts_at=START + timedelta(hours=n)) for n in range(3)]
    booking = desk.with_(*visits).of()

    first = booking.find_appointments({"limit": 2})
    rest = booking.find_appointments({"limit": 2, "cursor": first["next_cursor"]})

    assert [item["id"] for item in first["items"] + rest["items"]] == ["apt-2", "apt-1", "apt-0"]
    assert rest["next_cursor"] is None


def test_what_is_looked_for_reaches_the_search(desk):
    desk.of(a_receptionist("sto-1")).find_appointments(
        {"status": "confirmed,cancelled", "from": "2026-11-23", "to": "2026-11-23", "technician_id": "tec-1"}
    )

    (search,) = desk.storage.appointments.searches
    assert (list(search.statuses), search.technician_id) == (["confirmed", "cancelled"], "tec-1")
    assert search.starts_from.isoformat() == "2026-11-23T00:00:00+08:00"
    assert search.starts_before.isoformat() == "2026-11-24T00:00:00+08:00"
    assert search.scope.store_ids == {"sto-1"}


def test_an_instant_is_taken_as_it_is(desk):
    desk.of().find_appointments({"from": "2026-11-23T07:30:00+00:00", "to": "2026-11-23T09:00:00Z"})

    (search,) = desk.storage.appointments.searches
    assert search.starts_from == START + timedelta(minutes=30)
    assert search.starts_before == START + timedelta(hours=2)


def test_a_store_nobody_knows_is_not_searched(desk):
    with pytest.raises(NotFound):
        desk.of().find_appointments({"store_id": "sto-9"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "maybe"),
        ("status", 3),
        ("from", "yesterday"),
        ("from", "2026-11-23T07:30:00"),
        ("to", 5),
        ("from", "0001-01-01"),
        ("to", "9999-12-31"),
        ("cursor", "!"),
        ("cursor", "bm9wZQ=="),
        ("cursor", "WyIyMDI2LTExLTIzVDA3OjAwOjAwIiwgImFwdC0xIl0="),  # an instant without its offset
        ("cursor", "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzA4OjAwIiwgImFwdC0xIl0="),  # the year 1
        ("cursor", "WyIyMDI2LTExLTIzVDA3OjAwOjAwKzAwOjAwIiwgM10="),  # a number for the id
        ("limit", 0),
        ("limit", 101),
    ],
)
def test_a_malformed_search_is_refused_by_field(desk, field, value):
    with pytest.raises(ValidationError) as refused:
        desk.of().find_appointments({field: value})

    assert list(refused.value.messages) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", "2026-11-23T15:00:00"),
        ("starts_at", "three o'clock"),
        ("starts_at", "0001-01-01T00:00:00+08:00"),
        ("starts_at", "9999-12-31T23:00:00-08:00"),
        ("starts_at", None),
        ("store_id", ""),
        ("place", "office"),
        ("party_size", 0),
        ("party_size", "two"),
        ("note", 5),
        ("address", {"text": "", "lng": 500, "lat": 31.2}),
    ],
)
def test_a_malformed_booking_is_refused_by_field(desk, field, value):
    with pytest.raises(ValidationError) as refused:
        desk.book(**{field: value})

    assert list(refused.value.messages) == [field]


def test_empty_contact_fields_are_no_contact(desk):
    assert desk.book(contact={"name": "", "phone": None})["contact"] is None


def test_what_a_later_client_adds_is_ignored(desk):
    assert desk.book(coupon="none of our business")["status"] == "confirmed"


def test_the_history_tells_who_did_what_in_the_stores_time(desk):
    view = desk.book()
    ask = {"appointment_id": view["id"]}
    desk.of(a_receptionist("sto-1")).reschedule_appointment(
        {**ask, "starts_at": (START + timedelta(days=1)).isoformat(), "reason": "wish of the guest"}
    )

    requested, confirmed, moved = desk.of().get_history(ask)["items"]

    assert (requested["action"], requested["actor"], requested["version"]) == ("request", "cus-1", 1)
    assert (confirmed["action"], confirmed["actor"], confirmed["at"]) == (
        "confirm",
        "system:booking",
        "2026-11-18T10:00:00+08:00",
    )
    assert moved["changes"]["starts_at"] == ["2026-11-23T15:00:00+08:00", "2026-11-24T15:00:00+08:00"]
    assert (moved["actor"], moved["reason"]) == ("acc-reception", "wish of the guest")


def test_another_stores_visit_is_told_with_its_own_store(desk):
    view = desk.with_(an_appointment(store_id=JINGANSI.id)).of(language="en-GB").get_appointment(APT)

    assert view["store"]["name"] == "Jing'an Temple"
