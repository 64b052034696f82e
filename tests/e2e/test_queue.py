"""Guests without an appointment: a number, the wait by the calendar, the call, the visit; and reception's board."""

from datetime import datetime

import pytest

from tests.support.shop import Client, Shop, new_key

STORE, TREATMENT = "xinzhuang", "shoulder-neck-60"


@pytest.fixture
def admin(shop: Shop) -> Client:
    return shop.sign_in_with_password("admin", "demo-admin")


def take(client: Client, **body: object) -> dict:
    wanted = {"store_id": client.shop.store(STORE)["id"], **body}
    answer = client.ask("POST", "/queue-tickets", wanted, key=new_key())
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_guest_is_told_when_is_called_and_served_by_a_visit(shop: Shop, admin: Client):
    customer, treatment = shop.sign_in("13800000003"), shop.treatment(TREATMENT)["id"]
    ahead = take(admin, treatment_id=treatment, name="散客")
    ticket = take(customer, treatment_id=treatment)

    assert ticket["number"] > ahead["number"]
    assert ticket["ahead"] >= 1
    assert ticket["estimated_at"] is None or datetime.fromisoformat(ticket["estimated_at"])
    assert [one["id"] for one in customer.get("/queue-tickets")["items"]] == [ticket["id"]]
    assert customer.ask("GET", f"/queue-tickets/{ahead['id']}").status_code == 404
    assert customer.ask("POST", f"/queue-tickets/{ticket['id']}/call").json()["code"] == "illegal_transition"

    called = admin.ask("POST", f"/queue-tickets/{ticket['id']}/call").json()
    assert (called["status"], called["answer_by"] > called["called_at"]) == ("called", True)
    served = admin.ask("POST", f"/queue-tickets/{ticket['id']}/serve")

    assert served.status_code == 200, served.text
    visit = served.json()["appointment"]
    assert (served.json()["status"], visit["status"]) == ("served", "checked_in")
    mine = customer.get(f"/appointments/{visit['id']}")
    assert mine["number"] == visit["number"]
    assert admin.ask("POST", f"/appointments/{visit['id']}/start").json()["status"] == "in_service"
    assert admin.ask("POST", f"/queue-tickets/{ahead['id']}/leave").json()["status"] == "left"
    assert admin.ask("POST", f"/queue-tickets/{ahead['id']}/serve").json()["code"] == "illegal_transition"


def test_the_board_shows_reception_the_day_and_nobody_else(shop: Shop, admin: Client):
    customer, store_id = shop.sign_in("13800000001"), shop.store(STORE)["id"]
    start = shop.slots(STORE, TREATMENT, "2026-11-18")[0]["starts_at"]
    visit = customer.book(customer.booking(STORE, TREATMENT, start)).json()
    ticket = take(admin, name="等候")

    board = admin.get("/board", store_id=store_id)

    assert (board["on"], board["as_of"][:10]) == ("2026-11-18", "2026-11-18")
    assert visit["id"] in [one["id"] for one in board["appointments"]["confirmed"]]
    assert ticket["id"] in [one["id"] for one in board["queue"]]
    assert board["counts"]["queue"] == len(board["queue"])
    assert customer.ask("GET", "/board", params={"store_id": store_id}).status_code == 404
    assert shop.anonymous().ask("GET", "/board", params={"store_id": store_id}).status_code == 401
    assert admin.ask("POST", f"/queue-tickets/{ticket['id']}/leave").status_code == 200
