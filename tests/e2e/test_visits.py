"""Several treatments in one visit over HTTP: offered is accepted, told treatment by treatment, moved and cancelled."""

import pytest

from tests.support.shop import Client, Shop, eventually

DAY = "2026-12-17"
TWO = ("waist-60", "facial-clean-60")
"""A waist massage, which 罗斌 gives but no facials, and a facial, which in 莘庄 only 许宁 gives."""


@pytest.fixture
def customer(shop: Shop) -> Client:
    return shop.sign_in("13800000003")


def a_visit(customer: Client, starts_at: str, technician: str | None = "luo-bin", then: str = TWO[1], **more) -> dict:
    following = {"treatment_id": customer.shop.treatment(then)["id"], "technician_id": None}
    return customer.booking("xinzhuang", TWO[0], starts_at, technician, then=[following], **more)


def clocks(visit: dict) -> list[tuple[str, str, str]]:
    return [(one["slug"], one["starts_at"][11:16], one["ends_at"][11:16]) for one in visit["treatments"]]


def test_a_visit_of_two_treatments_is_booked_moved_and_cancelled(shop: Shop, customer: Client):
    then = shop.treatment(TWO[1])["id"]

    def offer() -> list[dict]:
        return shop.slots("xinzhuang", TWO[0], DAY, technician="luo-bin", then=then)

    before = offer()
    slot = next(slot for slot in before if slot["starts_at"][11:16] == "13:00")
    booked = customer.book(a_visit(customer, slot["starts_at"]))

    assert booked.status_code == 201, booked.text
    visit = booked.json()
    assert clocks(visit) == [(TWO[0], "13:00", "14:00"), (TWO[1], "14:00", "15:00")]
    assert [one["technician"]["slug"] for one in visit["treatments"]] == ["luo-bin", "xu-ning"]
    assert (visit["ends_at"], visit["price_fen"]) == (slot["ends_at"], 21800 + 18800)
    assert [one["slug"] for one in visit["technicians"]] == ["luo-bin", "xu-ning"]

    path = f"/appointments/{visit['id']}"
    moved = customer.ask("POST", f"{path}/reschedule", {"starts_at": f"{DAY}T15:00:00+08:00"})
    assert moved.status_code == 200, moved.text
    assert clocks(moved.json()) == [(TWO[0], "15:00", "16:00"), (TWO[1], "16:00", "17:00")]
    assert customer.get(path)["treatments"] == moved.json()["treatments"]

    other = {"treatment_id": shop.treatment("head-45")["id"]}
    refused = customer.ask("POST", f"{path}/reschedule", other)
    assert (refused.status_code, refused.json()["code"]) == (422, "several_treatments")

    assert customer.ask("POST", f"{path}/cancel").status_code == 200
    assert eventually(lambda: offer() == before, "the freed time")


def test_of_a_visit_what_is_offered_is_accepted_and_nothing_else_is(shop: Shop, customer: Client):
    """Somebody else's facial stands in the way of the second part, their massage in the way of the first."""
    neighbour = shop.sign_in("13800000001")
    for treatment, technician, since in (("facial-clean-60", "xu-ning", "16:00"), ("waist-60", "luo-bin", "17:30")):
        there = neighbour.booking("xinzhuang", treatment, f"{DAY}T{since}:00+08:00", technician)
        assert neighbour.book(there).status_code == 201
    then = shop.treatment(TWO[1])["id"]
    offered = {s["starts_at"]: s for s in shop.slots("xinzhuang", TWO[0], DAY, technician="luo-bin", then=then)}
    wish = {key: value for key, value in a_visit(customer, "").items() if key in {"store_id", "treatment_id"}}

    for minute in range(0, 5 * 60, 15):
        start = f"{DAY}T{13 + minute // 60}:{minute % 60:02d}:00+08:00"
        technician_id = shop.technician("luo-bin")["id"]
        told = shop.get("/availability/explain", starts_at=start, then=then, technician_id=technician_id, **wish)
        booked = customer.book(a_visit(customer, start))

        assert told["offered"] == (start in offered) == (booked.status_code == 201), (start, told, booked.text)
        if booked.ok:
            assert booked.json()["ends_at"] == offered[start]["ends_at"]
            assert customer.ask("POST", f"/appointments/{booked.json()['id']}/cancel").status_code == 200
            assert eventually(
                lambda at=start: any(
                    slot["starts_at"] == at
                    for slot in shop.slots("xinzhuang", TWO[0], DAY, technician="luo-bin", then=then)
                ),
                "the freed time",
            )
        else:
            assert told["reasons"][0]["code"] == booked.json()["code"]
    assert f"{DAY}T14:30:00+08:00" not in offered
    assert f"{DAY}T13:45:00+08:00" in offered


def test_whoever_gives_all_of_it_is_sent_to_a_home_visit_and_the_way_is_paid_once(shop: Shop, customer: Client):
    home = {"place": "home", "address": {"text": "莘建路1号", "lng": 121.386, "lat": 31.113}}
    body = a_visit(customer, f"{DAY}T11:30:00+08:00", None, **home)

    booked = customer.book(body)

    assert booked.status_code == 201, booked.text
    assert {one["technician"]["slug"] for one in booked.json()["treatments"]} == {"xu-ning"}
    assert booked.json()["price_fen"] == 21800 + 18800 + 3000
    named = a_visit(customer, f"{DAY}T17:00:00+08:00", "luo-bin", **home)
    named["then"][0]["technician_id"] = shop.technician("xu-ning")["id"]
    refused = customer.book(named)
    assert (refused.status_code, refused.json()["code"]) == (422, "one_technician_at_home")
    assert customer.ask("POST", f"/appointments/{booked.json()['id']}/cancel").status_code == 200


def test_a_later_treatment_that_who_is_named_for_it_does_not_give_is_told(shop: Shop):
    """宋佳 gives no 督灸; that others do not give the massage is no reason, since somebody does."""
    governor = shop.treatment("governor-moxibustion-60")["id"]
    wish = {"store_id": shop.store("xinzhuang")["id"], "treatment_id": shop.treatment(TWO[0])["id"]}
    start = f"{DAY}T13:00:00+08:00"

    by_song = f"{governor}:{shop.technician('song-jia')['id']}"
    told = shop.get("/availability/explain", starts_at=start, then=by_song, **wish)

    assert told["offered"] is False
    assert (told["reasons"][0]["code"], told["reasons"][0]["treatment_id"]) == ("technician_unsuitable", governor)
