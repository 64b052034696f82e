"""Without network the customer's application opens all the same, says so, and still knows the next visits."""

from playwright.sync_api import Page, expect

from tests.support.visitors import Visitor, Visits, booked
from tests.web.conftest import MakeVisitor

AGAIN = "再试一次"
READY = "navigator.serviceWorker.ready.then((worker) => worker.active.state)"


def opened_once(visit: Visits, who: Visitor | None) -> Page:
    """The home page, after its service worker has kept what it needs."""
    page = visit("phone", who, service_workers="allow")
    page.goto("/")
    expect(page.locator("main h1")).to_be_visible()
    page.evaluate(READY)
    return page


def test_the_next_visits_can_be_read_without_network(visit: Visits, a_customer: MakeVisitor):
    who = a_customer()
    # After today by the browser's clock as well: without network nobody tells it the shop's.
    made = booked(who, "2026-12-05", technician="zhang-wei")
    page = opened_once(visit, who)
    expect(page.get_by_text("张伟")).to_be_visible()

    with visit.watch.offline(page):
        page.reload()
        expect(page.get_by_text("张伟")).to_be_visible()
        expect(page.get_by_text("离线").first).to_be_visible()
        page.goto(f"/appointments/{made['id']}")
        expect(page.get_by_text(made["number"])).to_be_visible()


def test_what_needs_the_shop_says_that_there_is_no_network_and_comes_back(visit: Visits):
    page = opened_once(visit, None)
    with visit.watch.offline(page):
        page.goto("/treatments/shoulder-neck-60")
        expect(page.get_by_role("button", name=AGAIN)).to_be_visible()
    page.get_by_role("button", name=AGAIN).click()
    expect(page.get_by_text("肩颈推拿").first).to_be_visible()
