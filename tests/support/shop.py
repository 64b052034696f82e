"""The demonstration shop as its customers meet it: over HTTP, by the paths of the API alone."""

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

Json = dict[str, Any]
FIRST_NUMBER = re.compile(r"\d+")


@dataclass
class Shop:
    """One running system at `url`."""

    url: str
    http: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **query: Any) -> Any:
        answer = self.http.get(f"{self.url}/api/v1{path}", params=query, timeout=20)
        assert answer.ok, f"GET {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def store(self, slug: str) -> Json:
        return self._by_slug("/stores", slug)

    def treatment(self, slug: str) -> Json:
        return self._by_slug("/treatments", slug)

    def technician(self, slug: str) -> Json:
        return self._by_slug("/technicians", slug)

    def slots(self, store: str, treatment: str, day: str, **query: Any) -> list[Json]:
        """The starts offered on one day; stores, treatments and technicians by their slugs."""
        if "technician" in query:
            query["technician_id"] = self.technician(query.pop("technician"))["id"]
        days = self.get(
            "/availability",
            store_id=self.store(store)["id"],
            treatment_id=self.treatment(treatment)["id"],
            **{"from": day},
            days=1,
            **query,
        )["days"]
        return list(days[0]["slots"])

    def sign_in(self, phone: str) -> "Client":
        """A customer, signed in by one-time code."""
        return self._session({"grant": "otp", "phone": phone, "code": self.new_code(phone)})

    def new_code(self, phone: str) -> str:
        """The one-time code that this call asked for, not an earlier one."""
        earlier = self.codes(phone)
        self.http.post(f"{self.url}/api/v1/auth/otp", json={"phone": phone}, timeout=20).raise_for_status()
        return self.next_code(phone, earlier)

    def next_code(self, phone: str, earlier: list[Json]) -> str:
        """The newest one-time code sent to that phone, once there is one beside the earlier ones."""
        text = eventually(lambda: self.codes(phone)[: -len(earlier) or None], "the one-time code")[0]["text"]
        code = FIRST_NUMBER.search(text)
        assert code, text
        return code[0]

    def sign_in_with_password(self, login: str, password: str) -> "Client":
        return self._session({"grant": "password", "login": login, "password": password})

    def anonymous(self) -> "Client":
        return Client(self, "")

    def codes(self, phone: str) -> list[Json]:
        """The messages with codes to this phone, newest first; other messages may arrive between them."""
        return [item for item in self.get("/dev/outbox", to=phone)["items"] if "验证码" in item["text"]]

    def _session(self, body: Json) -> "Client":
        answer = self.http.post(f"{self.url}/api/v1/auth/sessions", json=body, timeout=20)
        assert answer.status_code == 201, answer.text
        return Client(self, answer.json()["access_token"], answer.json()["account"])

    def _by_slug(self, path: str, slug: str) -> Json:
        return next(item for item in self.get(path, limit=100)["items"] if item["slug"] == slug)


@dataclass
class Client:
    """Somebody who asks, with or without having signed in."""

    shop: Shop
    token: str
    account: Json = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: Json | None = None, *, key: str | None = None, **more: Any
    ) -> requests.Response:
        """One request; `key` is the Idempotency-Key."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= more.pop("headers", {})
        return requests.request(method, f"{self.shop.url}/api/v1{path}", json=body, headers=headers, timeout=30, **more)

    def get(self, path: str, **query: Any) -> Any:
        answer = self.ask("GET", path, params=query)
        assert answer.ok, f"GET {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def booking(self, store: str, treatment: str, starts_at: str, technician: str | None = None, **more: Any) -> Json:
        """The body of a booking, by slugs."""
        return {
            "store_id": self.shop.store(store)["id"],
            "treatment_id": self.shop.treatment(treatment)["id"],
            "starts_at": starts_at,
            "technician_id": technician and self.shop.technician(technician)["id"],
            "place": "store",
            **more,
        }

    def book(self, body: Json, key: str | None = None) -> requests.Response:
        return self.ask("POST", "/appointments", body, key=key or new_key())


def new_key() -> str:
    return secrets.token_hex(12)


def eventually(look: Callable[[], Any], what: str, seconds: float = 10) -> Any:
    """What `look` answers once it is something; AssertionError when it stays empty."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"still without {what} after {seconds} s")
