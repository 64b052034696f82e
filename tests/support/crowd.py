"""Customers who book, move and cancel all at once, each by the rules of a careful client, and remember what they heard.

A request has a key and is repeated under it until it is answered: while nobody answers (a broken connection, 503), or
while the first try is still at work. Whatever is answered in the end is what the customer believes.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import eventlet
import requests
from eventlet.event import Event

from tests.support.shop import Client, Json, Shop, new_key

UNDER_WAY = frozenset({"idempotency_key_in_progress", "change_in_progress"})
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 1.0
SECONDS_TO_ANSWER = 240.0
REQUEST_SECONDS = 12.0
BOOK, MOVE, CANCEL = "book", "reschedule", "cancel"
LIKELY = ((BOOK, 5), (MOVE, 3), (CANCEL, 2))


@dataclass(frozen=True)
class Market:
    """What may be booked: ids of (store, treatment), the days, and starts that mostly are free."""

    offers: Sequence[tuple[str, str]]
    days: Sequence[date]

    @classmethod
    def of(cls, shop: Shop, today: date, treatments: Sequence[str] = ("shoulder-neck-60", "head-45")) -> "Market":
        stores = [store["id"] for store in shop.get("/stores", limit=100)["items"]]
        kinds = [shop.treatment(slug)["id"] for slug in treatments]
        offers = [(store, kind) for store in stores for kind in kinds]
        return cls(offers, [today + timedelta(days=ahead) for ahead in range(2, 50)])

    def start(self, chance: random.Random) -> str:
        minutes = chance.randrange(10 * 60 + 30, 19 * 60, 15)
        return f"{chance.choice(self.days)}T{minutes // 60:02}:{minutes % 60:02}:00+08:00"


@dataclass(frozen=True)
class Told:
    """One request answered: what it was, when it was first sent and when answered (monotonic), how often sent."""

    action: str
    status: int
    code: str
    sent_at: float
    answered_at: float
    tries: int

    @property
    def is_success(self) -> bool:
        return self.status in {200, 201}


@dataclass
class Customer:
    """One client; `view` is what they believe of their visits, by id, as last answered."""

    client: Client
    market: Market
    gateways: Callable[[], Sequence[str]]
    chance: random.Random
    view: dict[str, Json] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    silences: Counter[str] = field(default_factory=Counter)

    @property
    def id(self) -> str:
        return str(self.client.account["id"])

    def act(self) -> None:
        """One thing, to its end."""
        live = [one for one in self.view.values() if one["status"] == "confirmed"]
        words, weights = zip(*LIKELY, strict=True)
        action = self.chance.choices(words, weights)[0] if live else BOOK
        if action == BOOK:
            self._ask(action, "/appointments", self._wish())
            return
        visit = self.chance.choice(live)
        body = {"starts_at": self.market.start(self.chance)} if action == MOVE else {}
        self._ask(action, f"/appointments/{visit['id']}/{action}", body)

    def _wish(self) -> Json:
        """For somebody else, since a customer cannot be in two places and would mostly be in their own way."""
        store, treatment = self.chance.choice(self.market.offers)
        phone = f"137{self.chance.randrange(10**8):08}"
        return {
            "store_id": store,
            "treatment_id": treatment,
            "starts_at": self.market.start(self.chance),
            "technician_id": None,
            "place": "store",
            "contact": {"name": f"客人{phone[-4:]}", "phone": phone},
        }

    def _ask(self, action: str, path: str, body: Json) -> None:
        key, sent_at, tries, pause = new_key(), time.monotonic(), 0, FIRST_PAUSE_SECONDS
        while time.monotonic() < sent_at + SECONDS_TO_ANSWER:
            tries += 1
            answer = self._send(path, body, key, tries)
            if answer is not None:
                self._hear(action, answer, sent_at, tries)
                return
            eventlet.sleep(pause * self.chance.uniform(0.5, 1))
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        raise AssertionError(f"{action} was not answered in {SECONDS_TO_ANSWER} s: {dict(self.silences)}")

    def _send(self, path: str, body: Json, key: str, tries: int) -> requests.Response | None:
        """The answer, if it is one; each try goes to another gateway, as a load balancer would send it."""
        gateways = self.gateways()
        url = gateways[(tries + hash(self.id)) % len(gateways)]
        headers = {"Authorization": f"Bearer {self.client.token}", "Idempotency-Key": key}
        try:
            answer = requests.post(f"{url}/api/v1{path}", json=body, headers=headers, timeout=REQUEST_SECONDS)
        except requests.RequestException as error:
            self.silences[type(error).__name__] += 1
            return None
        code = "" if answer.ok else answer.json().get("code", "")
        if answer.status_code == requests.codes.unavailable or code in UNDER_WAY:
            self.silences[code] += 1
            return None
        return answer

    def _hear(self, action: str, answer: requests.Response, sent_at: float, tries: int) -> None:
        body: dict[str, Any] = answer.json()
        code = "" if answer.ok else body["code"]
        self.told.append(Told(action, answer.status_code, code, sent_at, time.monotonic(), tries))
        if answer.ok:
            self.view[body["id"]] = body


@dataclass
class Crowd:
    """All of them at once, from `start` until `stop`; `pause` seconds between one's actions."""

    customers: Sequence[Customer]
    pause: float = 0.3

    def start(self) -> None:
        self._enough = Event()
        self._began = time.monotonic()
        for customer in self.customers:
            customer.silences.clear()
        self._threads = [eventlet.spawn(self._live, customer) for customer in self.customers]

    def stop(self) -> None:
        """Each finishes what it is at; raises what any of them met."""
        if not self._enough.ready():
            self._enough.send(None)
        for thread in self._threads:
            thread.wait()

    def since(self, moment: float) -> list[Told]:
        """What was answered after that moment, in order."""
        told = (one for customer in self.customers for one in customer.told if one.answered_at > moment)
        return sorted(told, key=lambda one: one.answered_at)

    def wait_for_successes(self, many: int, seconds: float) -> None:
        """Until so many more requests have succeeded."""
        since, deadline = time.monotonic(), time.monotonic() + seconds
        while sum(one.is_success for one in self.since(since)) < many:
            assert time.monotonic() < deadline, f"fewer than {many} successes in {seconds} s: {self.silences()}"
            self._raise_if_dead()
            eventlet.sleep(0.05)

    def seconds_to_success(self, moment: float) -> float | None:
        """From the moment to the first success after it of a request that had to wait for it or was sent after it."""
        first = next((one for one in self.since(moment) if one.is_success), None)
        return None if first is None else round(first.answered_at - moment, 2)

    def silences(self) -> Counter[str]:
        return sum((customer.silences for customer in self.customers), Counter())

    def errors(self) -> list[Told]:
        """Answers that no careful client should ever get."""
        return [one for one in self.since(self._began) if one.status >= requests.codes.server_error]

    def _live(self, customer: Customer) -> None:
        eventlet.sleep(customer.chance.uniform(0, self.pause * len(self.customers) / 4))
        while not self._enough.ready():
            customer.act()
            eventlet.sleep(self.pause)

    def _raise_if_dead(self) -> None:
        for thread in self._threads:
            if thread.dead:
                thread.wait()
