"""What tests of the technician's pages share: orders to answer, a page that is there, what is wrong in it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.support import looks
from tests.support.shop import Json, Shop, new_key
from tests.support.visitors import Visitor, booked, customer_of

TODAY = "2026-11-18"
HOMES = {
    "xujiahui": {"lng": 121.44, "lat": 31.2},
    "jingansi": {"lng": 121.45, "lat": 31.226},
    "renmin": {"lng": 121.478, "lat": 31.235},
    "xinzhuang": {"lng": 121.39, "lat": 31.115},
}
CREATED = 201
Order = Callable[..., Json]


@contextmanager
def home_visits(shop: Shop) -> Iterator[Order]:
    """`order("song-jia", "xinzhuang")`: asked of that technician by somebody new; called off at the end."""
    made: list[tuple[Visitor, str]] = []

    def order(technician: str, store: str, *, treatment: str = "full-body-90", note: str = "") -> Json:
        customer = customer_of(shop)
        home = {"text": "幸福路 8 号 3 楼", **HOMES[store], "contact_name": "赵小姐", "contact_phone": "13911110001"}
        for slot in shop.slots(store, treatment, TODAY, technician=technician, place="home", **HOMES[store])[::-1]:
            wish = customer.booking(store, treatment, slot["starts_at"], technician)
            answer = customer.book({**wish, "place": "home", "address": home, "note": note})
            if answer.status_code == CREATED:
                made.append((customer, answer.json()["id"]))
                return {**answer.json(), "customer": customer}
        raise AssertionError(f"no time for {technician}")

    yield order
    for customer, visit_id in made:
        customer.ask("POST", f"/appointments/{visit_id}/cancel", {})


def in_service(shop: Shop, a_technician: Callable[[str], Visitor], treatment: str = "head-45") -> tuple[Visitor, Json]:
    """Whoever can soonest gives it: check-in opens two hours before, and other tests take time of the day as well."""
    treatment_id = shop.treatment(treatment)["id"]
    slugs = {one["id"]: one["slug"] for one in shop.get("/technicians", limit=100)["items"]}
    free = [
        (one["starts_at"], slugs[one["technician_id"]], store)
        for store in HOMES
        for one in shop.get("/availability/next", store_id=shop.store(store)["id"], treatment_id=treatment_id)["items"]
        if one["starts_at"]
    ]
    _, slug, store = min(free)
    made = booked(customer_of(shop), TODAY, store=store, technician=slug, treatment=treatment)
    technician = a_technician(slug)
    for step in ("check-in", "start"):
        technician.ask("POST", f"/appointments/{made['id']}/{step}", {}, key=new_key()).raise_for_status()
    return technician, made


def status_of(who: Visitor, visit_id: str) -> str:
    return str(who.get(f"/appointments/{visit_id}")["status"])


def opened(page: Page, path: str = "/tech") -> Page:
    page.goto(path)
    expect(page.locator("main h1")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=re.compile("加载中|Loading"))).to_have_count(0)
    return page


def faults_of(page: Page) -> list[str]:
    return looks.axe(page) + looks.overflow(page) + looks.small_targets(page)
