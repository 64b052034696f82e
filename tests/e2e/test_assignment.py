"""The choice of technicians over HTTP: a wish for a gender, the never-again list, the reasons, the clocks."""

import pytest

from tests.support.shop import Client, Shop, eventually

DAY = "2026-12-19"
TREATMENT = "waist-60"
MALE = {"wang-jianguo", "zhang-wei", "liu-yang"}


@pytest.fixture
def customer(shop: Shop) -> Client:
    return shop.sign_in("13800000004")


@pytest.fixture
def reception(shop: Shop) -> Client:
    return shop.sign_in_with_password("reception.xujiahui", "demo-reception")


def offered(client: Client, **more: str) -> dict[str, list[str]]:
    """By start, the slugs of who could take it."""
    asked = {"store_id": client.shop.store("xujiahui")["id"], "treatment_id": client.shop.treatment(TREATMENT)["id"]}
    people = {one["id"]: one["slug"] for one in client.get("/technicians", store_id=asked["store_id"])["items"]}
    (day,) = client.get("/availability", **asked, days=1, **{"from": DAY}, **more)["days"]
    return {slot["starts_at"]: [people[who] for who in slot["technician_ids"]] for slot in day["slots"]}


def test_a_wish_for_a_gender_is_offered_accepted_and_explained(shop: Shop, customer: Client, reception: Client):
    slots = offered(customer, technician_gender="male")
    start = next(start for start, who in slots.items() if len(who) > 1)
    assert all({*who} <= MALE for who in slots.values())

    body = customer.booking("xujiahui", TREATMENT, start, technician_gender="male")
    booked = customer.book(body)

    assert booked.status_code == 201, booked.text
    visit = booked.json()
    assert visit["technician"]["slug"] in slots[start]
    assert visit["chosen_because"]["text"]
    woman = shop.technician("li-xiuying")["id"]
    wish = {"store_id": body["store_id"], "treatment_id": body["treatment_id"], "technician_gender": "male"}
    told = shop.get("/availability/explain", starts_at=start, technician_id=woman, **wish)
    assert (told["offered"], told["reasons"][0]["code"]) == (False, "technician_unsuitable")
    assert "性别" in told["reasons"][0]["text"]
    stranger = shop.sign_in("13800000005")
    assert stranger.book({**body, "technician_id": woman}).json()["code"] == "technician_unsuitable"

    why = reception.get(f"/appointments/{visit['id']}/assignment")
    (part,) = why["parts"]
    assert (part["chosen"], why["replay_agrees"]) == ([visit["technician"]["id"]], True)
    assert {one["because"] for one in part["excluded"]} >= {"gender"}
    assert customer.ask("GET", f"/appointments/{visit['id']}/assignment").status_code == 404
    clocks = reception.get(f"/stores/{visit['store']['id']}/clocks", date=DAY)["items"]
    mine = next(row for row in clocks if row["technician_id"] == visit["technician"]["id"])
    assert (mine["requested"], mine["rotation"]) == (0, 1)
    assert customer.ask("POST", f"/appointments/{visit['id']}/cancel").ok


def test_a_technician_on_the_list_is_gone_for_this_customer_alone(shop: Shop, customer: Client, reception: Client):
    person = shop.technician("zhao-min")["id"]
    before = offered(customer)
    start = next(start for start, who in before.items() if "zhao-min" in who)

    assert customer.ask("PUT", f"/me/never-again/{person}", {"reason": "太重了"}).status_code == 200
    try:
        assert [one["reason"] for one in customer.get("/me/never-again")["items"]] == ["太重了"]
        assert not any("zhao-min" in who for who in offered(customer).values())
        refused = customer.book(customer.booking("xujiahui", TREATMENT, start, "zhao-min"))
        assert (refused.status_code, refused.json()["code"]) == (422, "technician_unsuitable")
        assert "never_again" not in refused.text
        stranger = shop.sign_in("13800000005")
        assert "zhao-min" in offered(stranger)[start]
        assert stranger.ask("GET", f"/customers/{_account(customer)}/never-again").status_code in (403, 404)
    finally:
        assert customer.ask("DELETE", f"/me/never-again/{person}").status_code == 204
    assert eventually(lambda: offered(customer) == before, "the technician is back")
    assert reception.ask("PUT", f"/customers/nobody/never-again/{person}").status_code == 404


def test_weights_are_rules_and_are_checked(shop: Shop):
    admin = shop.sign_in_with_password("admin", "demo-admin")
    store = shop.store("renmin")["id"]

    made = admin.ask("POST", "/booking-rules", {"scope": store, "assignment_weights": {"rotation": 4, "gap": 0.5}})
    wrong = [{"speed": 1}, {"gap": -1}, {"gap": 101}, {}, "all"]

    assert (made.status_code, made.json()["assignment_weights"]) == (201, {"rotation": 4, "gap": 0.5})
    for weights in wrong:
        refused = admin.ask("POST", "/booking-rules", {"scope": store, "assignment_weights": weights})
        assert refused.status_code == 422, weights


def _account(client: Client) -> str:
    return str(client.get("/me")["id"])
