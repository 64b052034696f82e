"""What else becomes of visits, over HTTP: another time proposed and agreed to, a longer visit, a series with a date in
the way, a course used session by session, a deposit paid by a store's rule.
"""

from datetime import datetime, timedelta

import pytest

from tests.support.shop import Client, Json, Shop, eventually, new_key

TODAY, STORE = "2026-11-18", "xujiahui"
NECK, REHAB, CUPPING = "shoulder-neck-60", "back-rehab-60", "cupping-30"


@pytest.fixture(scope="module")
def customer(shop: Shop) -> Client:
    return shop.sign_in("13800000041")


@pytest.fixture(scope="module")
def neighbour(shop: Shop) -> Client:
    return shop.sign_in("13800000042")


@pytest.fixture(scope="module")
def reception(shop: Shop) -> Client:
    return shop.sign_in_with_password(f"reception.{STORE}", "demo-reception")


def booked(client: Client, treatment: str, starts_at: str, technician: str | None = None, **more: object) -> Json:
    answer = client.book(client.booking(STORE, treatment, starts_at, technician, **more))
    assert answer.status_code == 201, answer.text
    return answer.json()


def done(client: Client, path: str, status: int = 200, /, **body: object) -> Json:
    answer = client.ask("POST", path, body, key=new_key())
    assert answer.status_code == status, f"{path}: {answer.text}"
    return answer.json()


def starts(shop: Shop, treatment: str, day: str, technician: str) -> list[str]:
    return [slot["starts_at"] for slot in shop.slots(STORE, treatment, day, technician=technician)]


def later(instant: str, minutes: int) -> str:
    return (datetime.fromisoformat(instant) + timedelta(minutes=minutes)).isoformat()


def given(reception: Client, visit: Json, *actions: str) -> Json:
    for action in actions:
        visit = done(reception, f"/appointments/{visit['id']}/{action}")
    return visit


def test_a_course_is_bought_and_one_session_is_used_by_one_visit(shop: Shop, customer: Client, reception: Client):
    sold = {"store_id": shop.store(STORE)["id"], "treatment_id": shop.treatment(REHAB)["id"]}
    course = done(customer, "/courses", 201, **sold)
    assert (course["left"], course["status"]) == (course["sessions"], "active")
    start = shop.slots(STORE, REHAB, TODAY)[0]["starts_at"]

    visit = booked(customer, REHAB, start, course_id=course["id"])

    def counts() -> tuple[int, int, int]:
        now = customer.get(f"/courses/{course['id']}")
        return now["reserved"], now["used"], now["left"]

    assert visit["price_fen"] == 0
    assert counts() == (1, 0, course["sessions"] - 1)
    given(reception, visit, "check-in", "start", "finish")
    assert counts() == (0, 1, course["sessions"] - 1)
    twice = reception.ask("POST", f"/appointments/{visit['id']}/finish")
    assert (twice.status_code, twice.json()["code"]) == (409, "illegal_transition")
    assert counts() == (0, 1, course["sessions"] - 1)


def test_a_technician_proposes_another_time_and_the_customer_agrees(shop: Shop, customer: Client, neighbour: Client):
    first, *others = starts(shop, NECK, "2026-12-21", "zhang-wei")
    visit = booked(customer, NECK, first, "zhang-wei")
    technician = shop.sign_in_with_password("zhang-wei", "demo-technician")
    path = f"/appointments/{visit['id']}/proposals"

    proposal = done(technician, path, 201, starts_at=others[-1], reason="培训")
    assert (proposal["state"], proposal["starts_at"]) == ("open", others[-1])
    assert customer.get(path)["items"] == [proposal]
    assert customer.get(f"/appointments/{visit['id']}")["starts_at"] == first, "only the customer moves it"
    refused = technician.ask("POST", f"{path}/{proposal['id']}/agree")
    assert refused.status_code in (403, 409)
    assert neighbour.ask("POST", f"{path}/{proposal['id']}/agree").status_code == 404

    agreed = done(customer, f"{path}/{proposal['id']}/agree")

    assert (agreed["starts_at"], agreed["status"]) == (others[-1], "confirmed")
    assert agreed["technician"]["slug"] == "zhang-wei"
    assert customer.get(path)["items"][0]["state"] == "agreed"
    again = customer.ask("POST", f"{path}/{proposal['id']}/refuse")
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    eventually(lambda: first in starts(shop, NECK, "2026-12-21", "zhang-wei"), "the freed time")


def test_a_visit_is_made_longer_until_the_next_one_begins(
    shop: Shop, customer: Client, neighbour: Client, reception: Client
):
    here = ("wang-jianguo", "zhang-wei", "liu-yang")
    first, who = min((start, one) for one in here for start in starts(shop, NECK, TODAY, one))
    visit = booked(customer, NECK, first, who)
    free = starts(shop, NECK, TODAY, who)
    booked(neighbour, NECK, next(start for start in free if start >= later(visit["ends_at"], 30)), who)
    path = f"/appointments/{visit['id']}/extend"
    early = customer.ask("POST", path, {"minutes": 15})
    assert (early.status_code, early.json()["code"]) == (409, "illegal_transition")
    before = given(reception, visit, "check-in", "start")

    longer = done(reception, path, minutes=15)

    assert longer["ends_at"] == later(before["ends_at"], 15)
    assert longer["price_fen"] > before["price_fen"]
    refused = reception.ask("POST", path, {"minutes": 60})
    assert (refused.status_code, refused.json()["code"]) == (409, "no_room_to_extend")
    assert refused.json()["most_minutes"] < 60
    assert customer.get(f"/appointments/{visit['id']}")["ends_at"] == longer["ends_at"], "nothing has changed"
    assert given(reception, visit, "finish")["status"] == "completed"


def test_a_series_with_a_date_in_the_way_is_made_by_leaving_it_out(shop: Shop, customer: Client, neighbour: Client):
    first = starts(shop, NECK, "2026-12-22", "li-xiuying")[3]
    second = later(first, 7 * 24 * 60)
    booked(neighbour, NECK, second, "li-xiuying")
    asked = {**customer.booking(STORE, NECK, first, "li-xiuying"), "every_weeks": 1, "count": 3}

    refused = customer.ask("POST", "/series", asked, key=new_key())
    assert (refused.status_code, refused.json()["code"]) == (409, "series_conflicts")
    (conflict,) = refused.json()["conflicts"]
    assert (conflict["date"], conflict["code"]) == (second[:10], "slot_taken")
    assert conflict["alternatives"]
    assert first in starts(shop, NECK, first[:10], "li-xiuying"), "all dates or none"

    series = done(customer, "/series", 201, **asked, skip=[conflict["date"]])

    assert [(one["date"], one["skipped"]) for one in series["items"]] == [
        (first[:10], False),
        (second[:10], True),
        (later(second, 7 * 24 * 60)[:10], False),
    ]
    visits = [one["appointment"] for one in series["items"] if one["appointment"]]
    assert [visit["status"] for visit in visits] == ["confirmed", "confirmed"]
    cancelled = done(customer, f"/series/{series['id']}/cancel")
    assert {one["appointment"]["status"] for one in cancelled["items"] if one["appointment"]} == {"cancelled"}


def test_a_deposit_is_paid_and_comes_back_with_a_cancellation_in_time(shop: Shop, customer: Client):
    admin = shop.sign_in_with_password("admin", "demo-admin")
    rule = {"scope": shop.treatment(CUPPING)["id"], "deposit_percent": 50}
    assert admin.ask("POST", "/booking-rules", rule).status_code == 201
    free = iter(shop.slots(STORE, CUPPING, "2026-12-23"))

    def a_visit_that_waits() -> Json | None:
        visit = booked(customer, CUPPING, next(free)["starts_at"])
        if visit["status"] == "pending_payment":
            return visit
        done(customer, f"/appointments/{visit['id']}/cancel")
        return None

    visit = eventually(a_visit_that_waits, "a visit that waits for its deposit")
    paid = done(customer, f"/appointments/{visit['id']}/pay", provider="sandbox")
    assert (paid["status"], paid["payment"]["paid_fen"]) == ("confirmed", visit["price_fen"] // 2)

    done(customer, f"/appointments/{visit['id']}/cancel")

    def refunded() -> bool:
        return customer.get(f"/appointments/{visit['id']}")["payment"]["state"] == "refunded"

    eventually(refunded, "the refund")
