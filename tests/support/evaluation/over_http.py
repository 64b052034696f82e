"""The chat as its customers reach it: over HTTP, in a demonstration shop that `make run` started."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.support.evaluation.stories import Story
from tests.support.shop import Client, Json, Shop

IN_FORCE = "requested,pending_payment,pending_acceptance,confirmed"
SINCE = "2026-11-18T00:00:00+08:00"
DEFAULT = "wang-jianguo"


class HttpPartner:
    """A customer with a telephone of their own, so that no story meets another's appointments."""

    can = frozenset({"release"})

    def __init__(self, url: str) -> None:
        self.shop = Shop(url)
        self.admin = self.shop.sign_in_with_password("admin", "demo-admin")
        self.mine: Client | None = None
        self.others: Client | None = None
        self.customer = self.shop.anonymous()
        self.answer: Json = {}
        self.leaves: list[tuple[str, str]] = []

    def prepare(self, story: Story) -> None:
        if story.signed_in:
            self.sign_in()
        for what, (start, *more) in story.shop.items():
            getattr(self, f"_{what.removesuffix('_too')}")(start, *more)

    def say(self, text: str) -> Json:
        body = {"conversation_id": self.answer.get("conversation_id"), "text": text}
        return self._keep(self.customer, "/chat/messages", body)

    def act(self, turn: Mapping[str, Any]) -> Json | None:
        match turn["do"]:
            case "sign_in":
                self.sign_in()
            case "fill":
                self._fill(*turn["what"])
            case "release":
                path = f"/chat/conversations/{self.answer['conversation_id']}/release"
                answer = self.admin.ask("POST", path, {})
                assert answer.ok, answer.text
            case "confirm" | "decline" as what:
                return self._keep(self.customer, f"/chat/proposals/{self.answer['proposal']['id']}/{what}")
        return None

    def sign_in(self) -> None:
        self.mine = self.customer = self.shop.sign_in(_a_phone())

    def books(self) -> dict[str, Json]:
        return {view["id"]: view for client in (self.mine, self.others) if client for view in _in_force(client)}

    def leave(self) -> None:
        """Give the time back, so that the next story finds the shop empty."""
        for client in filter(None, (self.mine, self.others)):
            for view in _in_force(client):
                client.ask("POST", f"/appointments/{view['id']}/cancel", {"reason": "story told"})
        for technician, leave in self.leaves:
            self.admin.ask("DELETE", f"/technicians/{technician}/leave/{leave}")

    def _keep(self, client: Client, path: str, body: Json | None = None) -> Json:
        answer = client.ask("POST", path, body or {})
        assert answer.ok, f"{path} {body}: {answer.status_code} {answer.text}"
        self.answer = answer.json()
        return self.answer

    def _has(self, start: str, treatment: str, technician: str = DEFAULT) -> None:
        assert self.mine
        self._booked(self.mine, start, treatment, technician)

    def _others(self, start: str, treatment: str, technician: str = DEFAULT) -> None:
        self.others = self.others or self.shop.sign_in(_a_phone())
        self._booked(self.others, start, treatment, technician)

    def _booked(self, client: Client, start: str, treatment: str, technician: str) -> None:
        store = self.shop.technician(technician)["stores"][0]
        slug = store["slug"] if isinstance(store, dict) else self._slug_of(store)
        answer = client.book(client.booking(slug, treatment, f"{start}:00+08:00", technician))
        assert answer.status_code == 201, answer.text

    def _slug_of(self, store_id: str) -> str:
        return next(row["slug"] for row in self.shop.get("/stores")["items"] if row["id"] == store_id)

    def _fill(self, start: str, *technicians: str) -> None:
        since = datetime.fromisoformat(f"{start}:00+08:00")
        self._away(technicians, since, since + timedelta(hours=1))

    def _fill_store(self, start: str, store: str) -> None:
        self._fill(start, *self._staff(store))

    def _fill_day(self, day: str, store: str) -> None:
        since = datetime.fromisoformat(f"{day}T00:00:00+08:00")
        self._away(tuple(self._staff(store)), since, since + timedelta(days=1))

    def _away(self, technicians: tuple[str, ...], since: datetime, until: datetime) -> None:
        away = {"from": since.isoformat(), "to": until.isoformat(), "reason": "story"}
        for slug in technicians:
            technician = self.shop.technician(slug)["id"]
            answer = self.admin.ask("POST", f"/technicians/{technician}/leave", away)
            assert answer.ok, answer.text
            self.leaves.append((technician, answer.json()["id"]))

    def _staff(self, store: str) -> Iterator[str]:
        found = self.shop.get("/technicians", store_id=self.shop.store(store)["id"], limit=100)["items"]
        return (row["slug"] for row in found)


def _in_force(client: Client) -> list[Json]:
    query = {"status": IN_FORCE, "from": SINCE, "limit": 100}
    return list(client.get("/appointments", **query)["items"])


def _a_phone() -> str:
    return f"139{secrets.randbelow(10**8):08d}"
