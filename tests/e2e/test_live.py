"""Pages that are open learn of what happens: over the whole system, in both profiles."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from tests.support.shop import Client, Shop, eventually

SECONDS = 30


class Page:
    """Reads a stream as a browser would."""

    def __init__(self, answer: requests.Response) -> None:
        self.lines = answer.iter_lines(chunk_size=1, decode_unicode=True)

    def until(self, kind: str, **told: Any) -> dict[str, Any]:
        """The next event of that kind that tells this."""
        event: dict[str, str] = {}
        deadline = time.monotonic() + SECONDS
        for line in self.lines:
            assert time.monotonic() < deadline, f"no {kind} {told} in {SECONDS} s"
            if line:
                name, _, value = line.partition(": ")
                event[name] = value
                continue
            data = json.loads(event.get("data", "{}"))
            if event.get("event") == kind and told.items() <= data.items():
                return data
            event = {}
        raise AssertionError(f"the stream ended without {kind} {told}")


@contextmanager
def listening(client: Client) -> Iterator[Page]:
    with client.ask("GET", "/live", stream=True) as answer:
        assert answer.status_code == 200, answer.text
        page = Page(answer)
        yield page


def booked(customer: Client, starts_at: str) -> dict[str, Any]:
    answer = customer.book(customer.booking("xujiahui", "moxibustion-45", starts_at))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_customers_page_learns_of_a_booking_its_message_and_what_is_said_in_the_chat(shop: Shop):
    customer = shop.sign_in("13800000003")
    slot = shop.slots("xujiahui", "moxibustion-45", "2026-11-24")[-1]
    with listening(customer) as page:
        visit = booked(customer, slot["starts_at"])
        page.until(
            "appointment_changed", appointment_id=visit["id"], type="appointment_confirmed", version=visit["version"]
        )
        told = page.until("notification", appointment_id=visit["id"])
        customer.ask("POST", "/chat/messages", {"conversation_id": None, "text": "你好"})
        said = page.until("chat_message")

    assert told["kind"] == "appointment_confirmed"
    assert said["turn"] == 1
    mine = customer.get("/notifications")["items"]
    assert told["notification_id"] in {one["id"] for one in mine}


def test_nobody_elses_page_learns_of_it(shop: Shop):
    customer, other = shop.sign_in("13800000004"), shop.sign_in("13800000005")
    first, second = (
        shop.slots("xujiahui", "moxibustion-45", day)[0]["starts_at"] for day in ("2026-11-25", "2026-11-26")
    )
    with listening(other) as page:
        theirs = booked(customer, first)
        mine = booked(other, second)
        heard = page.until("appointment_changed")

    assert heard["appointment_id"] == mine["id"] != theirs["id"]


def test_a_session_that_is_ended_ends_its_page(shop: Shop):
    customer = shop.sign_in("13800000006")
    with listening(customer) as page:
        customer.ask("DELETE", "/auth/sessions/current")
        assert page.until("bye") == {"reason": "session_ended"}

    assert eventually(lambda: customer.ask("GET", "/me").status_code == 401, "the end of the session")
