"""The catalogue held in memory, and a counter at which a test asks for things as somebody."""

from collections.abc import Callable
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from services.catalog.adapters.in_memory import InMemoryCatalogue
from services.catalog.adapters.portraits import PillowPortraits
from services.catalog.service import CatalogService
from shared.actor import Actor
from shared.clock import FixedClock
from shared.testing import NOW, InMemoryKeys, a_call, an_admin

Json = dict[str, Any]
EVERY_DAY = {day: [{"from": "10:00", "to": "22:00"}] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


class Counter:
    """Asks the service as an administrator unless told otherwise; `told` is what the catalogue has announced."""

    def __init__(self) -> None:
        self.catalogue = InMemoryCatalogue()
        self.keys = InMemoryKeys()
        self.clock = FixedClock(NOW)

    def ask(
        self, method: str, actor: Actor | None = None, *, language: str = "zh-CN", key: str = "", **asked: Any
    ) -> Json:
        call = a_call(actor or an_admin(), language=language, key=key, body=asked)
        given = {"catalogue": self.catalogue, "portraits": PillowPortraits(), "idempotency": self.keys}
        service = worker_factory(CatalogService, call=call, clock=self.clock, **given)
        answer: Json = getattr(service, method)(asked)
        return answer

    def slugs(self, method: str, **asked: Any) -> list[str]:
        return [item["slug"] for item in self.ask(method, **asked)["items"]]

    @property
    def told(self) -> list[tuple[str, Json]]:
        return [(fact.type(), fact.data()) for fact in self.catalogue.facts]

    def a_store(self, slug: str = "xujiahui", **changes: Any) -> Json:
        return self.ask("create_store", **{**a_store(slug), **changes})

    def a_treatment(self, slug: str = "full-body-90", **changes: Any) -> Json:
        return self.ask("create_treatment", **{**a_treatment(slug), **changes})

    def a_technician(self, *stores: Json, slug: str = "wang-jianguo", **changes: Any) -> Json:
        return self.ask("create_technician", **{**a_technician(slug, *stores), **changes})


def a_store(slug: str = "xujiahui") -> Json:
    return {
        "slug": slug,
        "name": "徐家汇店",
        "name_en": "Xujiahui",
        "aliases": ["徐汇店"],
        "address": "上海市徐汇区肇嘉浜路1065号3楼",
        "lng": 121.4365,
        "lat": 31.1955,
        "phone": "021-54010001",
        "opening_hours": EVERY_DAY,
    }


def a_treatment(slug: str = "full-body-90") -> Json:
    return {
        "slug": slug,
        "name": "全身推拿",
        "name_en": "Full-body tuina",
        "category": "推拿",
        "aliases": ["按摩", "massage"],
        "duration_minutes": 90,
        "price_fen": 29800,
        "places": ["store", "home"],
    }


def a_technician(slug: str, *stores: Json) -> Json:
    return {
        "slug": slug,
        "name": "王建国",
        "call": "王师傅",
        "gender": "male",
        "level": 3,
        "skills": ["推拿", "康复"],
        "stores": [store["id"] for store in stores],
    }


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def store_request() -> Callable[..., Json]:
    return lambda **changes: {**a_store(), **changes}
