"""A technician falls ill: a visit at home is adrift, a proposal finds who goes instead, the appointment follows."""

import pytest

from tests.support.shop import Client, Shop, eventually

DAY = "2026-12-09"
HOME = {
    "text": "莘庄地铁南广场1号",
    "lng": 121.39,
    "lat": 31.115,
    "contact_name": "沈佳怡",
    "contact_phone": "13800000003",
}


@pytest.fixture
def customer(shop: Shop) -> Client:
    return shop.sign_in("13800000003")


@pytest.fixture
def admin(shop: Shop) -> Client:
    return shop.sign_in_with_password("admin", "demo-admin")


def test_a_visit_adrift_is_given_to_somebody_else(shop: Shop, customer: Client, admin: Client):
    wish = customer.booking("xinzhuang", "waist-60", f"{DAY}T15:00:00+08:00", place="home", address=HOME)
    visit = customer.book(wish).json()
    ill, store = visit["technician"]["id"], visit["store"]["id"]

    def board() -> dict:
        return admin.get("/dispatch", store_id=store, date=DAY)

    def lanes() -> dict[str, list[str]]:
        return {one["technician_id"]: [v["appointment_id"] for v in one["visits"]] for one in board()["technicians"]}

    assert lanes()[ill] == [visit["id"]]
    assert board()["figures"]["travel_km"] > 0
    assert customer.ask("GET", "/dispatch", params={"store_id": store}).status_code == 403

    away = {"from": f"{DAY}T09:00:00+08:00", "to": f"{DAY}T23:00:00+08:00", "reason": "病假"}
    kept = admin.ask("POST", f"/technicians/{ill}/leave", {**away, "decisions": {visit["id"]: "keep"}})
    assert kept.status_code == 201, kept.text
    assert [one["appointment_id"] for one in board()["unassigned"]] == [visit["id"]]

    asked = admin.ask("POST", "/dispatch/proposals", {"store_id": store, "date": DAY, "seconds": 2})
    assert asked.status_code == 202, asked.text
    path = f"/dispatch/proposals/{asked.json()['id']}"
    ready = eventually(lambda: (told := admin.get(path))["status"] == "ready" and told, "the proposal", 30)
    assert (ready["before"]["lost"], ready["after"]["lost"], ready["after"]["moved"]) == (1, 0, 1)
    assert ready["moves"][0]["to"]["starts_at"] == visit["starts_at"]

    applied = admin.ask("POST", f"{path}/apply")
    assert (applied.status_code, applied.json()["status"]) == (200, "applied")
    assert admin.ask("DELETE", path).json()["code"] == "illegal_transition"
    instead = ready["moves"][0]["to"]["technician_id"]
    assert lanes()[instead] == [visit["id"]]

    def technician() -> str:
        return customer.get(f"/appointments/{visit['id']}")["technician"]["id"]

    assert eventually(lambda: technician() == instead, "the appointment with its new technician")


def test_lateness_is_told_and_taken_back(shop: Shop, admin: Client):
    who = shop.technician("luo-bin")["id"]
    for minutes in (25, 0):
        told = admin.ask("POST", "/dispatch/lateness", {"technician_id": who, "minutes": minutes})
        assert (told.status_code, told.json()["minutes"]) == (200, minutes), told.text
    wrong = admin.ask("POST", "/dispatch/lateness", {"technician_id": who, "minutes": -5})
    assert wrong.status_code == 422
