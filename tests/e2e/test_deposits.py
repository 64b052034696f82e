"""Deposits, the store's acceptance and no-shows' rules as pages meet them."""

import pytest

from tests.support.shop import Client, Shop, eventually, new_key

TREATMENT = "back-scraping-40"
DAY = "2026-12-08"


@pytest.fixture(scope="module")
def admin(shop: Shop) -> Client:
    return shop.sign_in_with_password("admin", "demo-admin")


@pytest.fixture(scope="module")
def customer(shop: Shop) -> Client:
    return shop.sign_in("13800000003")


@pytest.fixture(scope="module")
def waiting(shop: Shop, admin: Client, customer: Client) -> dict:
    """A visit that waits for its deposit."""
    rule = {"scope": shop.treatment(TREATMENT)["id"], "deposit_percent": 30}
    assert admin.ask("POST", "/booking-rules", rule).status_code == 201
    taken = iter(shop.slots("xujiahui", TREATMENT, DAY))

    def a_visit_that_waits() -> dict | None:
        """The rule reaches booking by an event: what is booked before is confirmed at once."""
        visit = customer.book(customer.booking("xujiahui", TREATMENT, next(taken)["starts_at"])).json()
        if visit["status"] == "pending_payment":
            return dict(visit)
        customer.ask("POST", f"/appointments/{visit['id']}/cancel", {}, key=new_key())
        return None

    return eventually(a_visit_that_waits, "a visit that waits for its deposit")


def pay(customer: Client, visit: dict, key: str, **asked):
    return customer.ask("POST", f"/appointments/{visit['id']}/pay", {"provider": "sandbox", **asked}, key=key)


def test_a_deposit_fails_is_tried_again_settles_once_and_comes_back(customer: Client, waiting: dict):
    assert waiting["payment"]["state"] == "unpaid"
    assert "pay" in waiting["allowed_actions"]

    failed = pay(customer, waiting, new_key(), outcome="fail")
    key = new_key()
    paid = pay(customer, waiting, key)
    again = pay(customer, waiting, key)
    twice = pay(customer, waiting, new_key())

    assert (failed.status_code, failed.json()["status"]) == (200, "pending_payment")
    assert (paid.status_code, paid.json()["status"]) == (200, "confirmed")
    assert paid.json()["payment"]["paid_fen"] == waiting["payment"]["deposit_fen"] > 0
    assert again.json() == paid.json()
    assert (twice.status_code, twice.json()["code"]) == (409, "illegal_transition")

    cancelled = customer.ask("POST", f"/appointments/{waiting['id']}/cancel", {}, key=new_key())
    assert cancelled.json()["payment"]["state"] == "refunding"

    def refunded() -> bool:
        return customer.get(f"/appointments/{waiting['id']}")["payment"]["state"] == "refunded"

    eventually(refunded, "the refund")


def test_a_provider_nobody_knows_and_a_payment_without_a_key_are_refused(customer: Client, waiting: dict):
    path = f"/appointments/{waiting['id']}/pay"

    unknown = customer.ask("POST", path, {"provider": "barter"}, key=new_key())
    keyless = customer.ask("POST", path, {"provider": "sandbox"})

    assert (unknown.status_code, unknown.json()["code"]) == (422, "payment_provider_not_offered")
    assert (keyless.status_code, keyless.json()["code"]) == (422, "idempotency_key_missing")
