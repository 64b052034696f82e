"""The watch over the pages sees what it is there for: pages that do wrong on purpose."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.support.shop import Shop
from tests.support.visitors import Visits, visits

pytestmark = pytest.mark.control

POLICY = {"Content-Security-Policy": "default-src 'self'; img-src 'self' data:"}
Judged = Callable[[Callable[[Visits], None]], str]


@pytest.fixture
def judged(browser: Browser, shop: Shop) -> Judged:
    """What the watch has to say of somebody who does this; empty when all is well."""

    def judge(do: Callable[[Visits], None]) -> str:
        try:
            with visits(browser, shop) as visit:
                do(visit)
        except AssertionError as faults:
            return str(faults)
        return ""

    return judge


def opens(html: str, script: str = "undefined") -> Callable[[Visits], None]:
    """Opens a page saying this in place of the shop's own, and runs the script in it."""

    def do(visit: Visits) -> None:
        page = visit("phone")
        page.route(visit.shop.url + "/", lambda route: _answer(route, html))
        page.goto("/")
        page.evaluate(f"() => {{ {script} }}")
        page.evaluate("() => new Promise((done) => setTimeout(done))")  # after the script's own

    return do


def asks(address: str) -> Callable[[Visits], None]:
    """Asks for an address from one of the shop's own, with nothing in the way."""

    def do(visit: Visits) -> None:
        page = visit("phone", bypass_csp=True)
        page.goto("/healthz")
        page.evaluate("address => fetch(address).catch(() => null)", address)

    return do


def _answer(route: Route, html: str) -> None:
    start = "<!doctype html><link rel=icon href='data:,'><meta charset=utf-8>"
    route.fulfill(body=start + html, content_type="text/html", headers=POLICY)


def test_a_page_that_does_nothing_wrong_passes(judged: Judged):
    assert judged(opens("<title>x</title>")) == ""


@pytest.mark.parametrize("html", ["<script>1</script>", "<p style='color: red'>x</p>", "<p onclick='x()'>x</p>"])
def test_inline_code_is_seen(judged: Judged, html: str):
    assert "CSP: " in judged(opens(html))


@pytest.mark.parametrize("address", ["https://example.com/x.png", "http://127.0.0.1:9/x.png"])
def test_another_origin_is_seen(judged: Judged, address: str):
    assert f"another origin: GET {address}" in judged(asks(address))


def test_an_asset_that_is_not_there_is_seen(judged: Judged):
    assert "answered 404: GET" in judged(opens("<img alt=x src='/assets/nothing.png'>"))


def test_what_goes_wrong_in_a_script_is_seen(judged: Judged):
    faults = judged(opens("", "console.error('said aloud'); setTimeout(() => { throw new Error('odd') })"))
    assert "console: said aloud" in faults
    assert "uncaught: Error: odd" in faults


def test_a_refusal_is_seen_unless_it_was_declared(judged: Judged):
    def declared(visit: Visits) -> None:
        visit.watch.expects(401, "/me")
        asks("/api/v1/me")(visit)

    assert "answered 401: GET" in judged(asks("/api/v1/me"))
    assert judged(declared) == ""
    assert "no 401 from …/me" in judged(lambda visit: visit.watch.expects(401, "/me"))
    assert judged(lambda visit: visit.watch.allows(401, "/me")) == ""


def test_without_network_nothing_that_fails_is_a_fault(judged: Judged):
    def cut_off(visit: Visits) -> None:
        page: Page = visit("phone")
        page.goto("/healthz")
        asking = "fetch('/healthz').then(() => 'answered', () => 'cut off')"
        with visit.watch.offline(page):
            assert page.evaluate(asking) == "cut off"
        assert page.evaluate(asking) == "answered"

    assert judged(cut_off) == ""
