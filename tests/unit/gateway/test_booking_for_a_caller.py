"""Staff who book for somebody on the telephone: their account is found or made first."""

from shared.errors import Forbidden, Invalid, NotFound

BOOKING = {"store_id": "s", "treatment_id": "t", "starts_at": "2026-11-23T15:00:00+08:00"}
CALLER = {"name": "来电客人", "phone": "13911112222"}


def book(client, headers, **more):
    return client.post("/api/v1/appointments", json={**BOOKING, **more}, headers={**headers, "Idempotency-Key": "k"})


def test_the_caller_becomes_the_customer(client, rpc, reception):
    rpc.answers["ensure_customer"] = {"account_id": "acc-42"}

    assert book(client, reception, contact=CALLER).status_code == 201

    assert rpc.calls == [
        ("identity", "ensure_customer", CALLER),
        ("booking", "book_appointment", {**BOOKING, "contact": CALLER, "customer_id": "acc-42"}),
    ]


def test_finding_the_caller_uses_up_no_key_of_the_booking(client, rpc, reception):
    rpc.answers["ensure_customer"] = {"account_id": "acc-42"}

    book(client, reception, contact=CALLER)

    assert rpc.contexts[0].idempotency is None
    assert rpc.contexts[1].idempotency.key == "k"


def test_a_caller_at_home_may_be_named_in_the_address(client, rpc, reception):
    rpc.answers["ensure_customer"] = {"account_id": "acc-42"}
    there = {"text": "某路1号", "lng": 121.44, "lat": 31.2, "contact_name": "来电客人", "contact_phone": "13911112222"}

    book(client, reception, place="home", address=there)

    assert rpc.calls[0] == ("identity", "ensure_customer", CALLER)
    assert rpc.calls[1][2]["customer_id"] == "acc-42"


def test_a_customer_the_staff_names_is_one_they_may_see(client, rpc, reception):
    book(client, reception, contact=CALLER, customer_id="acc-3")

    assert rpc.calls == [
        ("customer_profile", "get_customer", {"customer_id": "acc-3"}),
        ("booking", "book_appointment", {**BOOKING, "contact": CALLER, "customer_id": "acc-3"}),
    ]


def test_nothing_is_booked_for_a_customer_nobody_knows(client, rpc, reception):
    rpc.answers["get_customer"] = NotFound()

    assert book(client, reception, customer_id="acc-404").status_code == 404
    assert [method for _, method, _ in rpc.calls] == ["get_customer"]


def test_a_customers_own_contact_makes_no_account(client, rpc, customer):
    book(client, customer, contact=CALLER)

    assert rpc.calls == [("booking", "book_appointment", {**BOOKING, "contact": CALLER})]


def test_nothing_is_booked_for_a_phone_that_is_none(client, rpc, reception):
    rpc.answers["ensure_customer"] = Invalid(code="phone_invalid")

    answer = book(client, reception, contact={"phone": "12"})

    assert (answer.status_code, answer.json["code"]) == (422, "phone_invalid")
    assert [method for _, method, _ in rpc.calls] == ["ensure_customer"]


def test_a_customer_id_from_a_customer_is_bookings_to_refuse(client, rpc, customer):
    rpc.answers["book_appointment"] = Forbidden()

    assert book(client, customer, customer_id="acc-3").status_code == 403


def test_a_course_is_sold_to_a_customer_the_staff_may_see_only(client, rpc, reception):
    rpc.answers["get_customer"] = NotFound()

    sold = client.post(
        "/api/v1/courses", json={"store_id": "s", "treatment_id": "t", "customer_id": "acc-404"}, headers=reception
    )

    assert sold.status_code == 404
    assert [method for _, method, _ in rpc.calls] == ["get_customer"]
