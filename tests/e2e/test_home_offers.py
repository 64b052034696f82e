"""A home visit from the booking to its end over HTTP: offered, passed on, accepted, on the way, at the door, done."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.support.shop import Client, Json, Shop, eventually

FIRST_MONDAY = 4
HOME = {
    "text": "莘庄地铁南广场1号",
    "lng": 121.39,
    "lat": 31.115,
    "contact_name": "林晓月",
    "contact_phone": "13800000001",
}


@pytest.fixture(scope="module")
def customer(shop: Shop) -> Client:
    return shop.sign_in("13800000001")


@pytest.fixture(scope="module")
def admin(shop: Shop) -> Client:
    return shop.sign_in_with_password("admin", "demo-admin")


@pytest.fixture(scope="module")
def days(shop: Shop) -> Iterator[int]:
    """A weekday of January for each visit to one shop: one that was made keeps its time."""
    return count(FIRST_MONDAY)


@pytest.fixture
def visit(customer: Client, days: Iterator[int]) -> Iterator[Json]:
    """Whoever the shop chooses is asked to come in the afternoon."""
    starts_at = f"2027-01-{next(days):02}T14:00:00+08:00"
    wish = customer.booking("xinzhuang", "waist-60", starts_at, place="home", address=HOME)
    answer = customer.book(wish)
    assert answer.status_code == 201, answer.text
    yield answer.json()
    customer.ask("POST", f"/appointments/{answer.json()['id']}/cancel")


def asked(shop: Shop, visit: Json) -> Client:
    """The technician whose time the visit has, signed in."""
    return shop.sign_in_with_password(visit["technician"]["slug"], "demo-technician")


def acted(client: Client, visit: Json, action: str, **body: object) -> Json:
    answer = client.ask("POST", f"/appointments/{visit['id']}/{action}", body)
    assert answer.status_code == 200, f"{action}: {answer.text}"
    return answer.json()


def refused(client: Client, visit: Json, action: str, **body: object) -> tuple[int, str]:
    answer = client.ask("POST", f"/appointments/{visit['id']}/{action}", body)
    return answer.status_code, answer.json().get("code", "")


def test_a_home_visit_from_the_offer_to_the_end(shop: Shop, customer: Client, visit: Json):
    assert visit["status"] == "pending_acceptance"
    assert visit["answer_by"]
    assert "arrival_code" not in visit
    technician = asked(shop, visit)
    assert technician.get(f"/appointments/{visit['id']}")["allowed_actions"] == ["accept", "decline"]

    assert acted(technician, visit, "accept")["status"] == "confirmed"
    code = customer.get(f"/appointments/{visit['id']}")["arrival_code"]
    assert "arrival_code" not in technician.get(f"/appointments/{visit['id']}")

    assert acted(technician, visit, "depart")["status"] == "departed"
    late = acted(technician, visit, "running-late", minutes=15)
    assert late["expected_at"] == visit["starts_at"].replace("14:00", "14:15")
    wrong = str((int(code) + 1) % 10_000).zfill(4)
    assert refused(technician, visit, "arrive", code=wrong) == (422, "arrival_code_wrong")
    assert refused(technician, visit, "start") == (409, "illegal_transition")
    assert acted(technician, visit, "arrive", code=code)["status"] == "arrived"
    assert acted(technician, visit, "start")["status"] == "in_service"
    assert acted(technician, visit, "finish")["status"] == "completed"


def test_declined_it_goes_to_somebody_else(shop: Shop, customer: Client, admin: Client, visit: Json):
    first = asked(shop, visit)
    acted(first, visit, "decline", reason="当天有家事")

    def now() -> Json:
        return customer.get(f"/appointments/{visit['id']}")

    moved = eventually(lambda: (told := now())["answer_by"] and told, "the next technician")
    assert moved["technician"]["id"] != visit["technician"]["id"]
    assert first.ask("GET", f"/appointments/{visit['id']}").status_code == 404
    offers = admin.get(f"/appointments/{visit['id']}/offers")
    assert [(one["state"], one["reason"]) for one in offers["items"]] == [("declined", "当天有家事"), ("offered", None)]
    assert customer.ask("GET", f"/appointments/{visit['id']}/offers").status_code == 404
    assert acted(asked(shop, moved), visit, "accept")["technician"]["id"] == moved["technician"]["id"]


def test_what_nobody_takes_is_on_the_dispatch_board_until_somebody_is_assigned(
    shop: Shop, customer: Client, admin: Client, visit: Json
):
    def state() -> str:
        return admin.get(f"/appointments/{visit['id']}/offers")["state"]

    while eventually(lambda: (now := state()) != "looking" and now, "an offer or the board") == "offering":
        acted(asked(shop, customer.get(f"/appointments/{visit['id']}")), visit, "decline", reason="没空")

    board = {"store_id": visit["store"]["id"], "date": visit["starts_at"][:10]}
    eventually(lambda: visit["id"] in unassigned(admin, board), "the visit on the board")
    who = visit["technician"]["id"]
    assert refused(customer, visit, "assign", technician_id=who) == (409, "illegal_transition")
    assigned = acted(admin, visit, "assign", technician_id=who)
    assert (assigned["status"], assigned["technician"]["id"]) == ("pending_acceptance", who)
    eventually(lambda: visit["id"] not in unassigned(admin, board), "the visit off the board")
    assert acted(asked(shop, visit), visit, "accept")["status"] == "confirmed"


def unassigned(admin: Client, board: Json) -> list[str]:
    return [one["appointment_id"] for one in admin.get("/dispatch", **board)["unassigned"]]


def test_a_call_for_help_reaches_the_store_and_not_the_other_party(
    shop: Shop, customer: Client, admin: Client, visit: Json
):
    technician = asked(shop, visit)
    assert refused(technician, visit, "sos", lng=121.39, lat=31.115) == (409, "illegal_transition")
    acted(technician, visit, "accept")
    acted(technician, visit, "depart")

    acted(technician, visit, "sos", lng=121.39, lat=31.115)

    where = {"store_id": visit["store"]["id"], "open": "true"}
    alert = next(one for one in admin.get("/sos-alerts", **where)["items"] if one["appointment_id"] == visit["id"])
    assert (alert["raised_as"], alert["lng"], alert["lat"]) == ("technician", 121.39, 31.115)
    assert customer.get("/sos-alerts")["items"] == []
    assert not any(entry["action"] == "sos" for entry in customer.get(f"/appointments/{visit['id']}/history")["items"])
    seen = admin.ask("POST", f"/sos-alerts/{alert['id']}/acknowledge", {"note": "已致电"})
    assert (seen.status_code, seen.json()["note"]) == (200, "已致电")
    assert technician.get("/sos-alerts")["items"][0]["acknowledged_at"]
