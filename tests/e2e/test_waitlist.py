"""Waiting for time that is taken: offered when it becomes free, in fair order, and taken by accepting."""

from datetime import datetime, timedelta

import pytest

from tests.support.shop import Client, Shop, eventually, new_key

TREATMENT, STORE = "shoulder-neck-60", "jingansi"


@pytest.fixture
def first(shop: Shop) -> Client:
    return shop.sign_in("13800000001")


@pytest.fixture
def second(shop: Shop) -> Client:
    return shop.sign_in("13800000002")


@pytest.fixture
def third(shop: Shop) -> Client:
    return shop.sign_in("13800000003")


def taken(shop: Shop, customer: Client, day: str, technician: str) -> dict:
    """A visit at the first start of a day, to be waited for."""
    start = shop.slots(STORE, TREATMENT, day, technician=technician)[0]["starts_at"]
    answer = customer.book(customer.booking(STORE, TREATMENT, start, technician))
    assert answer.status_code == 201, answer.text
    return answer.json()


def wish_for(visit: dict, **changes: object) -> dict:
    """To have that visit's time with the same technician, to the minute."""
    start = datetime.fromisoformat(visit["starts_at"])
    window = {"from": f"{start:%H:%M}", "to": f"{start + timedelta(minutes=5):%H:%M}"}
    what = {"store_id": visit["store"]["id"], "treatment_id": visit["treatment"]["id"]}
    day = visit["starts_at"][:10]
    wish = {**what, "technician_id": visit["technician"]["id"], "from": day, "to": day, "windows": [window]}
    return {**wish, **changes}


def join(customer: Client, wish: dict) -> dict:
    answer = customer.ask("POST", "/waitlist", wish, key=new_key())
    assert answer.status_code == 201, answer.text
    return answer.json()


def offered(customer: Client, wish: dict) -> dict:
    """The wish once something is offered for it."""

    def look() -> dict | None:
        now: dict = customer.get(f"/waitlist/{wish['id']}")
        return now if now["status"] == "offered" else None

    return eventually(look, "an offer", 15)


def test_freed_time_is_offered_to_who_waits_and_becomes_theirs_by_accepting(shop: Shop, first: Client, second: Client):
    visit = taken(shop, first, "2026-12-02", "sun-li")
    wish = join(second, wish_for(visit))
    assert (wish["status"], wish["offer"], wish["allowed_actions"]) == ("waiting", None, ["withdraw"])

    assert first.ask("POST", f"/appointments/{visit['id']}/cancel").status_code == 200
    offer = offered(second, wish)["offer"]
    assert offer["starts_at"] == visit["starts_at"]
    # Held: nobody else can have it meanwhile.
    assert first.book(first.booking(STORE, TREATMENT, visit["starts_at"], "sun-li")).json()["code"] == "slot_taken"

    accepted = second.ask("POST", f"/waitlist/{wish['id']}/accept")

    assert accepted.status_code == 200, accepted.text
    appointment = accepted.json()
    assert (appointment["id"], appointment["status"]) == (offer["appointment_id"], "confirmed")
    assert appointment["starts_at"] == visit["starts_at"]
    assert second.get(f"/appointments/{appointment['id']}")["number"] == appointment["number"]
    assert second.get(f"/waitlist/{wish['id']}")["status"] == "accepted"
    again = second.ask("POST", f"/waitlist/{wish['id']}/accept")
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")


def test_who_declines_lets_the_next_in_line_have_it_at_once(shop: Shop, first: Client, second: Client, third: Client):
    visit = taken(shop, first, "2026-12-03", "sun-li")
    earlier, later = join(second, wish_for(visit)), join(third, wish_for(visit))
    first.ask("POST", f"/appointments/{visit['id']}/cancel")
    offered(second, earlier)
    assert third.get(f"/waitlist/{later['id']}")["status"] == "waiting"

    declined = second.ask("POST", f"/waitlist/{earlier['id']}/decline")

    assert (declined.status_code, declined.json()["status"]) == (200, "waiting")
    assert offered(third, later)["offer"]["starts_at"] == visit["starts_at"]
    assert third.ask("DELETE", f"/waitlist/{later['id']}").status_code == 204
    # The one who declined is not asked again for the same time.
    eventually(
        lambda: (
            visit["starts_at"]
            in [one["starts_at"] for one in shop.slots(STORE, TREATMENT, visit["starts_at"][:10], technician="sun-li")]
        ),
        "the freed time",
    )
    assert second.get(f"/waitlist/{earlier['id']}")["status"] == "waiting"
    assert second.ask("DELETE", f"/waitlist/{earlier['id']}").status_code == 204


def test_nobody_waits_for_what_can_be_booked_nor_for_what_never_can(shop: Shop, first: Client, second: Client):
    visit = taken(shop, first, "2026-12-04", "sun-li")
    free = wish_for(visit, windows=None)
    hopeless = wish_for(visit, technician_id=shop.technician("luo-bin")["id"])

    answer = second.ask("POST", "/waitlist", free, key=new_key())
    assert (answer.status_code, answer.json()["code"]) == (409, "slots_available")
    start = answer.json()["starts"][0]
    assert second.book(second.booking(STORE, TREATMENT, start, "sun-li")).status_code == 201

    answer = second.ask("POST", "/waitlist", hopeless, key=new_key())
    assert (answer.status_code, answer.json()["code"]) == (422, "wish_hopeless")
    past = second.ask("POST", "/waitlist", wish_for(visit, **{"from": "2026-11-01", "to": "2026-11-02"}), key=new_key())
    assert (past.status_code, past.json()["code"]) == (422, "wished_dates_invalid")
    assert second.ask("POST", "/waitlist", wish_for(visit)).json()["code"] == "idempotency_key_missing"


def test_a_wish_is_its_owners_and_the_stores_and_one_key_joins_once(shop: Shop, first: Client, second: Client):
    visit, key = taken(shop, first, "2026-12-07", "sun-li"), new_key()
    once, again = (second.ask("POST", "/waitlist", wish_for(visit), key=key) for _ in range(2))
    wish = once.json()
    assert (once.status_code, again.json()["id"]) == (201, wish["id"])

    assert first.ask("GET", f"/waitlist/{wish['id']}").status_code == 404
    assert first.ask("DELETE", f"/waitlist/{wish['id']}").status_code == 404
    assert wish["id"] not in [one["id"] for one in first.get("/waitlist")["items"]]
    admin = shop.sign_in_with_password("admin", "demo-admin")
    here = admin.get("/waitlist", store_id=visit["store"]["id"], status="waiting")["items"]
    assert wish["id"] in [one["id"] for one in here]
    assert second.ask("DELETE", f"/waitlist/{wish['id']}").status_code == 204
    assert second.ask("DELETE", f"/waitlist/{wish['id']}").status_code == 204


def test_a_technician_who_comes_back_to_work_is_waited_for_as_well(shop: Shop, first: Client, second: Client):
    day, admin = "2026-12-09", shop.sign_in_with_password("admin", "demo-admin")
    start = shop.slots(STORE, TREATMENT, day, technician="sun-li")[0]
    technician = shop.technician("sun-li")["id"]
    away = {"from": start["starts_at"], "to": start["ends_at"], "reason": "培训"}
    leave = admin.ask("POST", f"/technicians/{technician}/leave", away)
    assert leave.ok, leave.text
    there = {"store": shop.store(STORE), "treatment": shop.treatment(TREATMENT), "technician": {"id": technician}}
    wish = join(second, wish_for({**there, "starts_at": start["starts_at"]}))

    assert admin.ask("DELETE", f"/technicians/{technician}/leave/{leave.json()['id']}").status_code == 204

    assert offered(second, wish)["offer"]["starts_at"] == start["starts_at"]
    assert second.ask("DELETE", f"/waitlist/{wish['id']}").status_code == 204
