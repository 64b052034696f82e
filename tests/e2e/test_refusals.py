"""Bad input and bad days: each refusal is problem+json with its own stable code, and nothing half done remains."""

import pytest

from tests.support.shop import Client, Shop, new_key

pytestmark = pytest.mark.xdist_group("system")

DAY = "2026-11-20"


@pytest.fixture
def customer(shop: Shop) -> Client:
    return shop.sign_in("13800000002")


def refused(answer, status: int, code: str) -> dict:
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    return answer.json()


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        ("2026-11-17T15:00:00+08:00", "in_the_past"),
        ("2026-11-18T10:15:00+08:00", "too_soon"),
        ("2027-03-01T15:00:00+08:00", "too_far_ahead"),
        ("2026-11-20T03:00:00+08:00", "outside_hours"),
        ("2026-11-20T15:07:00+08:00", "off_grid"),
    ],
)
def test_a_start_that_cannot_be_is_refused_by_the_rule_it_breaks(customer: Client, starts_at: str, code: str):
    answer = customer.book(customer.booking("xujiahui", "shoulder-neck-60", starts_at, "wang-jianguo"))

    refused(answer, 422, code)


def test_a_technician_without_the_skill_or_the_level_is_refused(customer: Client):
    no_skill = customer.booking("xujiahui", "shoulder-neck-60", f"{DAY}T15:00:00+08:00", "chen-jing")
    no_level = customer.booking("xujiahui", "waist-60", f"{DAY}T15:00:00+08:00", "liu-yang")

    refused(customer.book(no_skill), 422, "technician_unsuitable")
    refused(customer.book(no_level), 422, "technician_unsuitable")


def test_a_treatment_not_given_at_home_is_refused(customer: Client):
    address = {"text": "某路1号", "lng": 121.44, "lat": 31.20, "contact_name": "顾明", "contact_phone": "13800000002"}
    body = customer.booking("xujiahui", "foot-60", f"{DAY}T15:00:00+08:00", place="home", address=address)

    refused(customer.book(body), 422, "place_not_offered")


def test_a_home_too_far_away_is_refused(customer: Client):
    address = {"text": "苏州", "lng": 120.58, "lat": 31.30, "contact_name": "顾明", "contact_phone": "13800000002"}
    body = customer.booking("xujiahui", "full-body-90", f"{DAY}T15:00:00+08:00", place="home", address=address)

    refused(customer.book(body), 422, "out_of_area")


def test_a_note_too_long_and_a_phone_that_is_none_are_refused(customer: Client):
    at = f"{DAY}T15:00:00+08:00"

    refused(
        customer.book(customer.booking("xujiahui", "shoulder-neck-60", at, note="很长" * 2000)), 422, "note_too_long"
    )
    contact = {"name": "某人", "phone": "12345"}
    refused(customer.book(customer.booking("xujiahui", "shoulder-neck-60", at, contact=contact)), 422, "phone_invalid")


def test_a_party_too_large_is_refused(customer: Client):
    body = customer.booking("xujiahui", "shoulder-neck-60", f"{DAY}T15:00:00+08:00", party_size=50)

    refused(customer.book(body), 422, "party_too_large")


def test_unknown_things_are_not_found(customer: Client):
    for field in ("store_id", "treatment_id", "technician_id"):
        body = customer.booking("xujiahui", "shoulder-neck-60", f"{DAY}T15:00:00+08:00", "wang-jianguo")
        assert customer.book({**body, field: "01ARZ3NDEKTSV4RRFFQ69G5FAV"}).status_code == 404
    assert customer.ask("GET", "/appointments/01ARZ3NDEKTSV4RRFFQ69G5FAV").status_code == 404
    assert customer.ask("GET", "/stores/nowhere").status_code == 404


def test_a_body_that_is_not_json_is_malformed(customer: Client):
    headers = {"Content-Type": "application/json", "Idempotency-Key": new_key()}
    answer = customer.ask("POST", "/appointments", data=b"{not json", headers=headers)

    refused(answer, 400, "malformed")


def test_booking_needs_a_key_and_a_sign_in(shop: Shop, customer: Client):
    body = customer.booking("xujiahui", "shoulder-neck-60", f"{DAY}T15:00:00+08:00")

    refused(customer.ask("POST", "/appointments", body), 422, "idempotency_key_missing")
    assert shop.anonymous().book(body).status_code == 401


def test_a_wrong_code_and_a_wrong_password_do_not_sign_in(shop: Shop):
    nobody = shop.anonymous()

    assert (
        nobody.ask("POST", "/auth/sessions", {"grant": "otp", "phone": "13800000001", "code": "000000"}).status_code
        == 401
    )
    wrong = {"grant": "password", "login": "admin", "password": "wrong"}
    assert nobody.ask("POST", "/auth/sessions", wrong).status_code == 401
    refused(nobody.ask("POST", "/auth/otp", {"phone": "12"}), 422, "phone_invalid")


def test_every_refused_start_is_explained_in_words(shop: Shop):
    query = {
        "store_id": shop.store("xujiahui")["id"],
        "treatment_id": shop.treatment("shoulder-neck-60")["id"],
        "starts_at": "2026-11-20T03:00:00+08:00",
    }

    told = shop.get("/availability/explain", **query)

    assert told["offered"] is False
    assert "outside_hours" in [reason["code"] for reason in told["reasons"]]
    assert all(reason["text"] for reason in told["reasons"])


def test_what_is_offered_is_accepted_at_once(shop: Shop, customer: Client):
    slots = shop.slots("renmin", "head-45", DAY)
    for slot in slots[:: max(1, len(slots) // 4)]:
        body = customer.booking("renmin", "head-45", slot["starts_at"])
        body["technician_id"] = slot["technician_ids"][0]
        booked = customer.book(body)
        if booked.status_code == 409:
            # An earlier round of this loop may have taken the neighbour; then it is no longer offered either.
            left = shop.slots("renmin", "head-45", DAY)
            assert all(
                body["technician_id"] not in o["technician_ids"] for o in left if o["starts_at"] == slot["starts_at"]
            )
        else:
            assert booked.status_code == 201, booked.text
