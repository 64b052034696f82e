"""Races around the waitlist as customers run them, through the whole stack: one gap is had by one."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import requests

from tests.support.shop import Client, Shop, eventually, new_key

STORE, TREATMENT, TECHNICIAN = "renmin", "shoulder-neck-60", "ma-li"


@pytest.fixture(scope="module")
def customers(shop: Shop) -> list[Client]:
    return [shop.sign_in(f"1380000000{n}") for n in (1, 2, 3)]


def all_at_once(asks: list) -> list[requests.Response]:
    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(lambda ask: ask(), asks))


def taken(shop: Shop, customer: Client, day: str) -> dict:
    start = shop.slots(STORE, TREATMENT, day, technician=TECHNICIAN)[0]["starts_at"]
    answer = customer.book(customer.booking(STORE, TREATMENT, start, TECHNICIAN))
    assert answer.status_code == 201, answer.text
    return answer.json()


def join(customer: Client, visit: dict) -> dict:
    start = datetime.fromisoformat(visit["starts_at"])
    window = {"from": f"{start:%H:%M}", "to": f"{start + timedelta(minutes=5):%H:%M}"}
    what = {"store_id": visit["store"]["id"], "treatment_id": visit["treatment"]["id"], "windows": [window]}
    day = visit["starts_at"][:10]
    wish = {**what, "technician_id": visit["technician"]["id"], "from": day, "to": day}
    answer = customer.ask("POST", "/waitlist", wish, key=new_key())
    assert answer.status_code == 201, answer.text
    return answer.json()


def status(customer: Client, wish: dict) -> str:
    return str(customer.get(f"/waitlist/{wish['id']}")["status"])


def offered(customer: Client, wish: dict) -> None:
    eventually(lambda: status(customer, wish) == "offered", "an offer", 20)


def leave(customer: Client, wish: dict) -> None:
    assert customer.ask("DELETE", f"/waitlist/{wish['id']}").status_code in (204, 409)


@pytest.mark.parametrize("day", ["2026-12-10", "2026-12-11"])
def test_of_an_offer_and_direct_bookings_of_one_gap_exactly_one_has_it(shop: Shop, customers: list[Client], day: str):
    first, second, third = customers
    visit = taken(shop, first, day)
    wish = join(second, visit)
    body = third.booking(STORE, TREATMENT, visit["starts_at"], TECHNICIAN)
    assert first.ask("POST", f"/appointments/{visit['id']}/cancel").status_code == 200

    won: list[str] = []

    def settled() -> bool:
        """Somebody books again and again until the time is theirs or the offer's."""
        answer = third.book(body)
        if answer.status_code == 201:
            won.append(answer.json()["id"])
        return bool(won) or status(second, wish) == "offered"

    eventually(settled, "a winner", 20)

    is_offered = status(second, wish) == "offered"
    assert is_offered != bool(won)
    again = third.book(body)
    assert again.json()["code"] in ("slot_taken", "customer_busy")
    leave(second, wish)


def test_an_offer_accepted_many_times_at_once_is_one_appointment(shop: Shop, customers: list[Client]):
    first, second, _ = customers
    visit = taken(shop, first, "2026-12-12")
    wish = join(second, visit)
    first.ask("POST", f"/appointments/{visit['id']}/cancel")
    offered(second, wish)

    answers = all_at_once([lambda: second.ask("POST", f"/waitlist/{wish['id']}/accept")] * 8)

    outcomes = Counter(answer.status_code if answer.ok else answer.json()["code"] for answer in answers)
    assert outcomes == Counter({200: 1, "illegal_transition": 7})


def test_of_accepting_and_withdrawing_at_once_one_counts(shop: Shop, customers: list[Client]):
    first, second, _ = customers
    visit = taken(shop, first, "2026-12-13")
    wish = join(second, visit)
    first.ask("POST", f"/appointments/{visit['id']}/cancel")
    offered(second, wish)

    accepted, withdrawn = all_at_once(
        [
            lambda: second.ask("POST", f"/waitlist/{wish['id']}/accept"),
            lambda: second.ask("DELETE", f"/waitlist/{wish['id']}"),
        ]
    )

    assert {accepted.ok, withdrawn.ok} == {True, False}, (accepted.text, withdrawn.text)
    assert status(second, wish) == ("accepted" if accepted.ok else "withdrawn")


def test_of_those_who_wait_for_one_gap_the_first_alone_is_offered_it(shop: Shop, customers: list[Client]):
    first, second, third = customers
    visit = taken(shop, first, "2026-12-16")
    wishes = [(customer, join(customer, visit)) for customer in (third, second)]

    first.ask("POST", f"/appointments/{visit['id']}/cancel")
    offered(*wishes[0])

    assert [status(*one) for one in wishes] == ["offered", "waiting"]
    for one in wishes:
        leave(*one)


def test_numbers_taken_at_once_are_all_different(shop: Shop, customers: list[Client]):
    admin = shop.sign_in_with_password("admin", "demo-admin")
    body = {"store_id": shop.store(STORE)["id"], "name": "散客"}

    answers = all_at_once([lambda: admin.ask("POST", "/queue-tickets", body, key=new_key())] * 12)

    numbers = [answer.json()["number"] for answer in answers]
    assert len(set(numbers)) == len(numbers) == 12


def test_a_number_served_by_two_at_once_is_one_visit(shop: Shop, customers: list[Client]):
    admin = shop.sign_in_with_password("admin", "demo-admin")
    body = {"store_id": shop.store(STORE)["id"], "treatment_id": shop.treatment(TREATMENT)["id"]}
    ticket = admin.ask("POST", "/queue-tickets", body, key=new_key()).json()

    answers = all_at_once([lambda: admin.ask("POST", f"/queue-tickets/{ticket['id']}/serve")] * 6)

    served = [answer.json() for answer in answers if answer.ok]
    assert len({one["appointment"]["id"] for one in served}) == 1, [answer.text for answer in answers]
    assert len(served) == 1
