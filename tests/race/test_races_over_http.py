"""Races as customers run them: many bookings of one time at the same moment, through the whole stack.

The same races at the claims themselves, at both isolation levels and with the lock taken out as a negative control, are
in tests/integration/scheduling.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.shop import Client, Shop, eventually, new_key


@pytest.fixture(scope="module")
def customers(shop: Shop) -> list[Client]:
    return [shop.sign_in(f"1380000000{n}") for n in (1, 2, 3)]


def all_at_once(requests_: list) -> list[requests.Response]:
    with ThreadPoolExecutor(len(requests_)) as pool:
        return list(pool.map(lambda ask: ask(), requests_))


def for_guest(body: dict, number: int) -> dict:
    """The booking for somebody else, since a customer is in one place at a time and would be their own neighbour."""
    return {**body, "contact": {"name": f"客人{number}", "phone": f"139{number:08d}"}}


def outcomes(answers: list[requests.Response]) -> Counter:
    return Counter("booked" if answer.status_code == 201 else answer.json()["code"] for answer in answers)


@pytest.mark.parametrize(("many", "day"), [(10, "2026-12-01"), (64, "2026-12-02")])
def test_of_many_bookings_of_one_time_exactly_one_succeeds(shop: Shop, customers: list[Client], many: int, day: str):
    slot = shop.slots("xujiahui", "shoulder-neck-60", day, technician="li-xiuying" if many == 10 else "zhang-wei")[0]
    technician = "li-xiuying" if many == 10 else "zhang-wei"
    body = customers[0].booking("xujiahui", "shoulder-neck-60", slot["starts_at"], technician)

    answers = all_at_once([lambda c=customers[n % 3], n=n: c.book(for_guest(body, n)) for n in range(many)])

    assert outcomes(answers) == Counter({"booked": 1, "slot_taken": many - 1})


def test_two_free_technicians_serve_two_of_three_who_take_anybody(shop: Shop, customers: list[Client]):
    day = "2026-12-01"  # a Tuesday, on which one of the store's three is off
    slot = next(slot for slot in shop.slots("xinzhuang", "waist-60", day) if len(slot["technician_ids"]) == 2)
    body = customers[0].booking("xinzhuang", "waist-60", slot["starts_at"])

    answers = all_at_once([lambda c=customer: c.book(body) for customer in customers])

    assert outcomes(answers) == Counter({"booked": 2, "slot_taken": 1})
    taken = {answer.json()["technician"]["id"] for answer in answers if answer.status_code == 201}
    assert taken == set(slot["technician_ids"])


def test_one_key_sent_many_times_at_once_gives_one_appointment(shop: Shop, customers: list[Client]):
    customer, key = customers[0], new_key()
    slot = shop.slots("jingansi", "shoulder-neck-60", "2026-12-04")[0]
    body = customer.booking("jingansi", "shoulder-neck-60", slot["starts_at"])

    answers = all_at_once([lambda: customer.book(body, key) for _ in range(12)])

    told = outcomes(answers)
    assert set(told) <= {"booked", "idempotency_key_in_progress"}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert customer.book(body, key).status_code == 201


def booked_first(shop: Shop, customer: Client, day: str, technician: str, nth: int) -> dict:
    """A visit at the n-th start that is offered now: each booking moves the grid behind it."""
    start = shop.slots("jingansi", "shoulder-neck-60", day, technician=technician)[nth]["starts_at"]
    answer = customer.book(customer.booking("jingansi", "shoulder-neck-60", start, technician))
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_two_visits_that_swap_places_never_share_one(shop: Shop, customers: list[Client]):
    day, technician = "2026-12-05", "sun-li"
    visits = [
        booked_first(shop, customer, day, technician, nth) for customer, nth in zip(customers, (0, 8), strict=False)
    ]
    first, second = (visit["starts_at"] for visit in visits)

    def move(customer: Client, visit: dict, to: str) -> requests.Response:
        return customer.ask("POST", f"/appointments/{visit['id']}/reschedule", {"starts_at": to}, key=new_key())

    answers = all_at_once([lambda: move(customers[0], visits[0], second), lambda: move(customers[1], visits[1], first)])

    assert outcomes(answers) == Counter({"slot_taken": 2})


def test_a_move_and_a_booking_aimed_at_one_time_leave_one_winner(shop: Shop, customers: list[Client]):
    day, technician = "2026-12-06", "ma-li"
    slots = shop.slots("renmin", "shoulder-neck-60", day, technician=technician)
    wanted = slots[10]["starts_at"]
    body = customers[0].booking("renmin", "shoulder-neck-60", slots[0]["starts_at"], technician)
    visit = customers[0].book(body).json()

    answers = all_at_once(
        [
            lambda: customers[0].ask("POST", f"/appointments/{visit['id']}/reschedule", {"starts_at": wanted}),
            lambda: customers[1].book({**body, "starts_at": wanted}),
        ]
    )

    won = [answer for answer in answers if answer.ok]
    assert len(won) == 1, [answer.text for answer in answers]


def test_a_time_freed_again_and_again_is_taken_by_one_each_time(shop: Shop, customers: list[Client]):
    day, technician = "2026-12-08", "luo-bin"
    start = shop.slots("xinzhuang", "shoulder-neck-60", day, technician=technician)[0]["starts_at"]
    body = customers[0].booking("xinzhuang", "shoulder-neck-60", start, technician)
    for _ in range(5):
        answers = all_at_once([lambda c=customer: c.book(body) for customer in customers])
        assert outcomes(answers)["booked"] == 1
        winner = next(n for n, answer in enumerate(answers) if answer.status_code == 201)
        visit = answers[winner].json()
        assert customers[winner].ask("POST", f"/appointments/{visit['id']}/cancel", {}).status_code == 200
        eventually(
            lambda: (
                start
                in [s["starts_at"] for s in shop.slots("xinzhuang", "shoulder-neck-60", day, technician=technician)]
            ),
            "the freed time",
        )
