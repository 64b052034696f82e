"""People in front of the pages: who they are, what they hold in their hand, and the page they look at."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import requests
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.shop import Client, Json, Shop
from tests.support.watch import Watch

Language = Literal["zh-CN", "en"]
Scheme = Literal["light", "dark"]
LOCALES = {"zh-CN": "zh-CN", "en": "en-GB"}
PATIENCE_MS = 20_000
CREATED = 201
# Where nobody of the shop lives: a page that counts in the browser's own zone is a day off here.
FAR_AWAY = "America/Los_Angeles"
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    },
    "tablet": {"viewport": {"width": 768, "height": 1024}, "has_touch": True},
    "desk": {"viewport": {"width": 1440, "height": 900}},
}


@dataclass
class Visitor(Client):
    """Somebody signed in as pages are, in cookies; asks the API as a program, with the same session's token."""

    cookies: list[Json] = field(default_factory=list)


def a_phone() -> str:
    """A number that nobody has used."""
    return f"139{secrets.randbelow(10**8):08}"


def customer_of(shop: Shop, phone: str = "") -> Visitor:
    """A customer signed in by one-time code; without a phone somebody new."""
    phone = phone or a_phone()
    return _enter(shop, {"grant": "otp", "phone": phone, "code": shop.new_code(phone)})


def technician_of(shop: Shop, slug: str) -> Visitor:
    return _enter(shop, {"grant": "password", "login": slug, "password": "demo-technician"})


def staff_of(shop: Shop, login: str) -> Visitor:
    """`reception.xujiahui`, `manager.jingansi`, `admin`, …"""
    return _enter(shop, {"grant": "password", "login": login, "password": f"demo-{login.partition('.')[0]}"})


def booked(
    who: Client,
    day: str,
    *,
    store: str = "xujiahui",
    treatment: str = "shoulder-neck-60",
    technician: str | None = None,
    at: str = "",
    **more: Any,
) -> Json:
    """An appointment at the first time of that day that is offered and suits them, or `at` that time, by slugs; `more`
    as the API takes it (`party_size=2`, `place="home", address={…}`).
    """
    home = more.get("address", {})
    wish = {name: value for name, value in more.items() if name in ("place", "party_size")}
    wish |= {name: home[name] for name in ("lng", "lat") if name in home}
    wish |= {"technician": technician} if technician else {}
    offered = [slot["starts_at"] for slot in who.shop.slots(store, treatment, day, **wish)]
    for starts_at in [at] if at else offered:
        answer = who.book(who.booking(store, treatment, starts_at, technician, **more))
        if answer.status_code == CREATED:
            made: Json = answer.json()
            return made
        assert answer.json()["code"] in ("slot_taken", "customer_busy"), answer.text
    raise AssertionError(f"no time is offered for {treatment} at {store} on {day} {wish}")


def _enter(shop: Shop, body: Json) -> Visitor:
    answer = requests.post(f"{shop.url}/api/v1/auth/sessions", json={**body, "cookies": True}, timeout=20)
    assert answer.status_code == CREATED, answer.text
    cookies = [
        {
            "name": cookie.name,
            "value": cookie.value,
            "domain": "127.0.0.1",
            "path": cookie.path,
            "httpOnly": cookie.has_nonstandard_attr("HttpOnly"),
            "sameSite": "Strict",
        }
        for cookie in answer.cookies
    ]
    token = answer.cookies.get("access_token_cookie", path="/api")
    return Visitor(shop, token or "", answer.json()["account"], cookies)


@dataclass
class Visits:
    """Opens pages in contexts of their own, all under one watch; closes them at the end."""

    browser: Browser
    shop: Shop
    watch: Watch
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self,
        device: str,
        who: Visitor | None = None,
        *,
        language: Language = "zh-CN",
        scheme: Scheme = "light",
        **options: Any,
    ) -> Page:
        """A blank page on `phone`, `tablet` or `desk`, with `who` signed in; `page.goto("/")` is the customer's home.

        `options` go to `Browser.new_context`. Service workers are kept out unless `service_workers="allow"`: they
        would load every page of the app again for every test.
        """
        context = self.browser.new_context(
            **{
                **DEVICES[device],
                "base_url": self.shop.url,
                "locale": LOCALES[language],
                "color_scheme": scheme,
                "timezone_id": FAR_AWAY,
                "reduced_motion": "reduce",
                "service_workers": "block",
                **options,
            }
        )
        self.contexts.append(context)
        self.watch.over(context)
        context.set_default_timeout(PATIENCE_MS)
        if who:
            context.add_cookies(who.cookies)  # type: ignore[arg-type]
        return context.new_page()

    @property
    def pages(self) -> list[Page]:
        return [page for context in self.contexts for page in context.pages]

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@contextmanager
def visits(browser: Browser, shop: Shop) -> Iterator[Visits]:
    """Pages of that shop; whatever they did wrong is raised at the end."""
    watch = Watch(shop.url)
    made = Visits(browser, shop, watch)
    try:
        yield made
    finally:
        made.close()
    watch.judge()
