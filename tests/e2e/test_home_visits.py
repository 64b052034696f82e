"""Home visits over HTTP: the way from one customer to the next is working time, and every slot tells of it."""

from datetime import datetime, timedelta

import pytest

from tests.support.shop import Client, Json, Shop

DAY = "2026-12-26"
WHO, TREATMENT = "luo-bin", "waist-60"
FIRST = {"lng": 121.39, "lat": 31.115}
NEAR = {"lng": 121.391, "lat": 31.116}
"""A hundred and fifty metres from the first."""
FAR = {"lng": 121.47, "lat": 31.16}
"""Some nine kilometres away: within what the house serves, and more than half an hour by road."""


@pytest.fixture(scope="module")
def visit(shop: Shop) -> Json:
    """At the first home, at the first time the house can be there."""
    customer = shop.sign_in("13800000003")
    start = offered(shop, FIRST)[0]["starts_at"]
    answer = customer.book(at_home(customer, FIRST, start))
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def neighbour(shop: Shop) -> Client:
    return shop.sign_in("13800000001")


def offered(shop: Shop, spot: dict[str, float], place: str = "home", day: str = DAY) -> list[Json]:
    return shop.slots("xinzhuang", TREATMENT, day, technician=WHO, place=place, **spot)


def at_home(customer: Client, spot: dict[str, float], start: str) -> Json:
    contact = {"contact_name": "林晓月", "contact_phone": "13800000001"}
    address = {"text": "莘建路1号", **spot, **contact}
    return customer.booking("xinzhuang", TREATMENT, start, WHO, place="home", address=address)


def next_after(visit: Json, slots: list[Json]) -> Json:
    return next(slot for slot in slots if slot["starts_at"] >= visit["ends_at"])


def minutes_after(visit: Json, slot: Json) -> float:
    return (instant(slot["starts_at"]) - instant(visit["ends_at"])) / timedelta(minutes=1)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_right_after_a_visit_at_home_a_near_home_is_offered_and_a_far_one_only_later(shop: Shop, visit: Json):
    near, far = (next_after(visit, offered(shop, spot)) for spot in (NEAR, FAR))

    assert minutes_after(visit, near) <= 25
    assert minutes_after(visit, far) >= 35
    tomorrow = {spot["lng"]: offered(shop, spot, day="2026-12-27") for spot in (NEAR, FAR)}
    assert all(slots for slots in tomorrow.values()), "without a visit before, both may be had"


def test_a_far_home_is_booked_when_it_is_offered_and_refused_before(shop: Shop, visit: Json, neighbour: Client):
    near, far = (next_after(visit, offered(shop, spot)) for spot in (NEAR, FAR))

    early = neighbour.book(at_home(neighbour, FAR, near["starts_at"]))
    assert (early.status_code, early.json()["code"]) == (409, "slot_taken")
    booked = neighbour.book(at_home(neighbour, FAR, far["starts_at"]))
    assert booked.status_code == 201, booked.text
    assert neighbour.ask("POST", f"/appointments/{booked.json()['id']}/cancel").status_code == 200


@pytest.mark.parametrize(
    ("language", "line"),
    [
        pytest.param("zh-CN", "{at}，从莘庄店出发需 {minutes} 分钟", id="zh"),
        pytest.param("en", "Leaving Xinzhuang at {at}, {minutes} minutes on the way", id="en"),
    ],
)
def test_a_slot_tells_from_where_and_when_the_technician_sets_out(
    neighbour: Client, visit: Json, language: str, line: str
):
    shop = neighbour.shop
    wish = {
        "store_id": shop.store("xinzhuang")["id"],
        "treatment_id": shop.treatment(TREATMENT)["id"],
        "technician_id": shop.technician(WHO)["id"],
        "from": DAY,
        "days": 2,
        "place": "home",
        **FAR,
    }
    answer = neighbour.ask("GET", "/availability", params=wish, headers={"Accept-Language": language})
    today, tomorrow = (day["slots"] for day in answer.json()["days"])

    way = tomorrow[0]["travel"]
    leave_at = instant(way["leave_at"])
    assert way["text"] == line.format(at=leave_at.strftime("%H:%M"), minutes=way["minutes"])
    assert leave_at + timedelta(minutes=way["minutes"]) <= instant(tomorrow[0]["starts_at"])
    assert "travel" not in next_after(visit, today), "how far it is from another customer would tell where they live"


def test_in_the_store_nobody_is_told_of_a_way_but_it_takes_its_time(shop: Shop, visit: Json):
    slots = offered(shop, {}, place="store")

    assert all("travel" not in slot for slot in slots)
    assert minutes_after(visit, next_after(visit, slots)) >= 10


def test_why_a_far_home_is_not_offered_is_told_in_minutes(shop: Shop, visit: Json):
    near = next_after(visit, offered(shop, NEAR))
    wish = {
        "store_id": shop.store("xinzhuang")["id"],
        "treatment_id": shop.treatment(TREATMENT)["id"],
        "technician_id": shop.technician(WHO)["id"],
        "place": "home",
    }

    told = shop.get("/availability/explain", starts_at=near["starts_at"], **wish, **FAR)

    assert told["offered"] is False
    assert any("分钟" in reason["text"] and "赶" in reason["text"] for reason in told["reasons"]), told
    assert shop.get("/availability/explain", starts_at=near["starts_at"], **wish, **NEAR)["offered"] is True
