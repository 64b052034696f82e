"""Bad input and bad days: each refusal is problem+json with its own stable code, and nothing half done remains."""

import pytest

from tests.support.shop import Client, Shop, new_key

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


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_date_that_no_calendar_of_ours_reaches_is_refused_by_field(shop: Shop, customer: Client, year: str):
    instant = f"{year}-12-31T23:00:00+08:00"
    wish = {"store_id": shop.store("xujiahui")["id"], "treatment_id": shop.treatment("shoulder-neck-60")["id"]}
    reception = shop.sign_in_with_password("reception.xujiahui", "demo-reception")

    for asked, field in (
        (customer.ask("GET", "/availability", params={**wish, "from": f"{year}-12-31"}), "from"),
        (customer.ask("GET", "/availability/explain", params={**wish, "starts_at": instant}), "starts_at"),
        (customer.ask("GET", "/appointments", params={"from": f"{year}-12-31"}), "from"),
        (customer.book({**wish, "starts_at": instant, "place": "store"}), "starts_at"),
        (reception.ask("GET", "/calendar", params={"store_id": wish["store_id"], "from": f"{year}-12-31"}), "from"),
    ):
        assert list(refused(asked, 422, "invalid")["errors"]) == [field]


def test_staff_write_what_is_in_their_scope_and_nothing_beyond(shop: Shop, customer: Client):
    manager, other = (
        shop.sign_in_with_password(f"manager.{slug}", "demo-manager") for slug in ("xujiahui", "jingansi")
    )
    reception = shop.sign_in_with_password("reception.xujiahui", "demo-reception")
    store = shop.store("xujiahui")
    path, edit = f"/stores/{store['id']}", {"version": store["version"], "parking": store["parking"]}

    assert shop.anonymous().ask("PATCH", path, edit).status_code == 401
    for outsider in (customer, reception, other):
        refused(outsider.ask("PATCH", path, edit), 403, "forbidden")
    assert manager.ask("PATCH", path, edit).status_code == 200
    refused(manager.ask("PATCH", path, edit), 409, "version_conflict")
    refused(manager.ask("DELETE", path), 403, "forbidden")
    elsewhere = {"scope": shop.store("jingansi")["id"], "min_notice_minutes": 30}
    refused(manager.ask("POST", "/booking-rules", elsewhere), 403, "forbidden")


def test_reception_books_for_nobody_unknown(shop: Shop):
    reception = shop.sign_in_with_password("reception.xujiahui", "demo-reception")
    at = f"{DAY}T15:00:00+08:00"

    unknown = reception.booking("xujiahui", "foot-60", at, customer_id="01ARZ3NDEKTSV4RRFFQ69G5FAV")
    nameless = reception.booking("xujiahui", "foot-60", at, contact={"name": "来电客人"})

    assert reception.book(unknown).status_code == 404
    assert list(refused(reception.book(nameless), 422, "customer_missing")["errors"]) == ["contact.phone"]
