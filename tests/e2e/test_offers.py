"""What is offered is accepted by a booking made at once, and nothing else is; an explanation says the same."""

from datetime import datetime, timedelta

import pytest

from tests.support.shop import Client, Shop, eventually

EVERY_FIVE_MINUTES = timedelta(minutes=5)


@pytest.fixture
def customer(shop: Shop) -> Client:
    return shop.sign_in("13800000003")


@pytest.fixture
def admin(shop: Shop) -> Client:
    return shop.sign_in_with_password("admin", "demo-admin")


def starts(slots: list[dict]) -> list[str]:
    """The clock times: `15:00`."""
    return [slot["starts_at"][11:16] for slot in slots]


def five_minute_grid(day: str, since: str, minutes: int) -> list[str]:
    first = datetime.fromisoformat(f"{day}T{since}:00+08:00")
    return [(first + step * EVERY_FIVE_MINUTES).isoformat() for step in range(minutes // 5)]


@pytest.mark.parametrize(
    ("treatment", "technician", "day", "neighbour", "since"),
    [
        pytest.param("shoulder-neck-60", "luo-bin", "2026-12-04", "waist-60", "13:10", id="beside a neighbour"),
        pytest.param("tcm-check-20", "luo-bin", "2026-12-05", "moxibustion-45", "13:50", id="while the moxa burns"),
        pytest.param("couple-full-body-90", "luo-bin", "2026-12-06", "waist-60", "17:00", id="two until closing"),
    ],
)
def test_what_is_offered_is_accepted_and_nothing_else_is(
    shop: Shop, customer: Client, treatment: str, technician: str, day: str, neighbour: str, since: str
):
    there = customer.booking("xinzhuang", neighbour, f"{day}T14:00:00+08:00", technician)
    assert shop.sign_in("13800000002").book(there).status_code == 201

    def offer() -> dict[str, dict]:
        return {slot["starts_at"]: slot for slot in shop.slots("xinzhuang", treatment, day, technician=technician)}

    offered = offer()
    wish = {name: value for name, value in there.items() if name in ("store_id", "technician_id")}
    wish["treatment_id"] = shop.treatment(treatment)["id"]

    for start in five_minute_grid(day, since, 100):
        told = shop.get("/availability/explain", starts_at=start, **wish)
        booked = customer.book({**wish, "starts_at": start, "place": "store"})

        assert told["offered"] == (start in offered) == (booked.status_code == 201), (start, told, booked.text)
        if booked.ok:
            visit = booked.json()
            assert {one["id"] for one in visit["technicians"]} <= set(offered[start]["technician_ids"])
            assert visit["ends_at"] == offered[start]["ends_at"]
            assert customer.ask("POST", f"/appointments/{visit['id']}/cancel").status_code == 200
            assert eventually(lambda: offer() == offered, "the freed time")
        else:
            assert told["reasons"][0]["code"] == booked.json()["code"]


def test_a_technician_may_be_booked_while_the_mask_works(shop: Shop, customer: Client):
    day = "2026-12-07"
    facial = customer.booking("xinzhuang", "moxibustion-45", f"{day}T14:00:00+08:00", "luo-bin")
    assert customer.book(facial).status_code == 201

    assert "14:10" in starts(shop.slots("xinzhuang", "tcm-check-20", day, technician="luo-bin"))
    assert "14:10" not in starts(shop.slots("xinzhuang", "cupping-30", day, technician="luo-bin"))


def test_an_own_visit_may_move_to_where_its_own_time_is_and_stay_where_it_is(shop: Shop, customer: Client):
    day = "2026-12-08"
    booked = customer.book(customer.booking("xinzhuang", "waist-60", f"{day}T14:00:00+08:00", "luo-bin")).json()
    wish = {"store_id": booked["store"]["id"], "treatment_id": booked["treatment"]["id"], "from": day, "days": 1}
    own = customer.get("/availability", **wish, technician_id=booked["technician"]["id"], appointment_id=booked["id"])
    free = own["days"][0]["slots"]

    assert {"13:30", "14:00", "14:30"} <= set(starts(free))
    for slot in free[::4]:
        body = {"starts_at": slot["starts_at"], "dry_run": True}
        assert customer.ask("POST", f"/appointments/{booked['id']}/reschedule", body).status_code == 200
    stays = customer.ask("POST", f"/appointments/{booked['id']}/reschedule", {"starts_at": booked["starts_at"]})
    assert (stays.status_code, stays.json()["version"]) == (200, booked["version"])
    stranger = shop.sign_in("13800000001")
    assert stranger.ask("GET", "/availability", params={**wish, "appointment_id": booked["id"]}).status_code == 404


def test_a_customer_is_in_one_place_at_a_time_and_a_guest_of_theirs_may_be_in_another(shop: Shop, customer: Client):
    day = "2026-12-14"
    visit = customer.book(customer.booking("xinzhuang", "waist-60", f"{day}T14:00:00+08:00", "luo-bin")).json()
    wish = customer.booking("jingansi", "foot-60", visit["starts_at"])
    asked = {"store_id": wish["store_id"], "treatment_id": wish["treatment_id"], "from": day, "days": 1}

    def offered(**more) -> list[str]:
        return starts(customer.get("/availability", **asked, **more)["days"][0]["slots"])

    assert not {at for at in offered() if "13:00" < at < "15:00"}
    refused = customer.book(wish)
    assert (refused.status_code, refused.json()["code"]) == (409, "customer_busy")

    assert "14:00" in offered(for_guest="true")
    for_guest = {**wish, "contact": {"name": "外婆", "phone": "13900000001"}}
    assert customer.book(for_guest).status_code == 201


@pytest.mark.parametrize(
    ("anchor", "step", "expected"),
    [
        ("window", 30, ["11:10", "11:40", "12:10"]),
        ("clock", 30, ["11:30", "12:00", "12:30"]),
        ("clock", 45, ["11:15", "12:00", "12:45"]),
        ("tight", 15, ["11:10", "11:40", "11:55"]),
    ],
)
def test_a_stores_rules_set_the_grid(shop: Shop, customer: Client, admin: Client, anchor, step, expected):
    day = {"window": "2026-12-10", "clock": "2026-12-11", "tight": "2026-12-12"}[anchor] if step != 45 else "2026-12-13"
    store = shop.store("xinzhuang")["id"]
    booking = customer.booking("xinzhuang", "shoulder-neck-60", f"{day}T10:00:00+08:00", "luo-bin")
    assert customer.book(booking).status_code == 201

    def set_grid(**values) -> None:
        assert admin.ask("POST", "/booking-rules", {"scope": store, **values}).status_code == 201

    def offered() -> list[str]:
        return starts(shop.slots("xinzhuang", "shoulder-neck-60", day, technician="luo-bin"))

    try:
        set_grid(slot_anchor=anchor, slot_step_minutes=step)
        assert eventually(lambda: offered()[:3] == expected, f"{expected} at last")
    finally:
        set_grid(slot_anchor="window", slot_step_minutes=15)
        eventually(lambda: offered()[:2] == ["11:10", "11:25"], "the shop's own grid")
