"""Archives held in memory, and a desk at which a test asks for them as somebody."""

from collections.abc import Callable
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from services.customer_profile.adapters.in_memory import InMemoryArchives, InMemoryTimeline, InMemoryVisits
from services.customer_profile.service import CustomerProfileService
from shared.actor import CUSTOMER, Actor
from shared.clock import FixedClock
from shared.crypto import keyring
from shared.events import Event, event_place
from shared.testing import NOW, InMemoryInbox, InMemoryKeys, a_call, an_admin, an_event, sample

Json = dict[str, Any]


class Desk:
    """Asks the service as an administrator unless told otherwise, and lets events arrive."""

    def __init__(self) -> None:
        self.archives = InMemoryArchives()
        self.timeline = InMemoryTimeline(self.archives)
        self.visits = InMemoryVisits()
        self.clock = FixedClock(NOW)
        self.inbox = InMemoryInbox()
        self.keys = InMemoryKeys()

    def ask(self, method: str, actor: Actor | None = None, *, key: str = "", **asked: Any) -> Json:
        answer: Json = getattr(self._service(actor, key, asked), method)(asked)
        return answer

    def names(self, q: str | None = None, actor: Actor | None = None) -> list[str]:
        return [item["name"] for item in self.ask("find_customers", actor, q=q)["items"]]

    def hear(self, event: Event) -> None:
        getattr(self._service(Actor.system("customer_profile"), "", {}), f"on_{event.type}")(event)

    def a_customer(self, customer_id: str = "cus-1", name: str = "林晓月", **changes: Any) -> str:
        self.hear(account_changed(customer_id, name, **changes))
        return customer_id

    def a_visit(self, customer_id: str, store_id: str, **changes: Any) -> Event:
        event = appointment_event(customer_id, store_id, **changes)
        self.hear(event)
        return event

    def _service(self, actor: Actor | None, key: str, body: Json) -> Any:
        return worker_factory(
            CustomerProfileService,
            archives=self.archives,
            timeline=self.timeline,
            visits=self.visits,
            clock=self.clock,
            call=a_call(actor or an_admin(), key=key, body=body),
            inbox=self.inbox,
            idempotency=self.keys,
        )


def account_changed(customer_id: str, name: str, **changes: Any) -> Event:
    """Identity's event; `phone`, `email` and `birthday` are given in plain and travel sealed."""
    plain = {"name": name, **{field: changes.pop(field, None) for field in ("phone", "email", "birthday")}}
    sealed = {
        f"{field}_sealed": None if value is None else keyring().seal(value, event_place(field))
        for field, value in plain.items()
    }
    data = {
        "account_id": customer_id,
        "revision": 1,
        "roles": [CUSTOMER],
        "gender": None,
        "language": "zh-CN",
        "technician_id": None,
        "stores": [],
    }
    return an_event("account_changed", {**data, **sealed, **changes})


def appointment_event(customer_id: str, store_id: str, type_: str = "appointment_confirmed", **changes: Any) -> Event:
    """Booking's committed sample, of this customer at this store."""
    promised = sample("booking", type_)
    store = {**promised.data["store"], "id": store_id}
    return an_event(type_, {**promised.data, "customer_id": customer_id, "store": store}, **changes)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def account() -> Callable[..., Event]:
    return account_changed


@pytest.fixture
def visit() -> Callable[..., Event]:
    return appointment_event
