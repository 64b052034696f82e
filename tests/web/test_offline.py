"""Without network the phone's applications open all the same, say so, and still know a customer's next visits and a
technician's day.
"""

import re

from playwright.sync_api import Page, expect

from tests.support.shop import Shop
from tests.support.visitors import Visitor, Visits, booked, customer_of
from tests.web.conftest import MakeVisitor

AGAIN = "再试一次"
READY = "navigator.serviceWorker.ready.then((worker) => worker.active.state)"


def opened_once(visit: Visits, who: Visitor | None, path: str = "/") -> Page:
    """The first page, after its service worker has kept what it needs."""
    page = visit("phone", who, service_workers="allow")
    page.goto(path)
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


def test_a_technician_reads_today_without_network_and_nobodys_health_is_kept(
    visit: Visits, a_technician: MakeVisitor, shop: Shop
):
    customer = customer_of(shop)
    made = booked(
        customer, "2026-11-18", store="xinzhuang", technician="xu-ning", treatment="waist-60", note="怀孕三个月"
    )
    page = opened_once(visit, a_technician("xu-ning"), "/tech/")
    plan = page.get_by_role("list", name="今天的安排")
    expect(plan.get_by_role("link", name="腰部推拿")).to_contain_text("怀孕三个月")

    with visit.watch.offline(page):
        page.goto("/tech/week")  # every other page leads to what is known
        expect(page.get_by_text(re.compile("离线中，这是 今天 .* 看到的安排"))).to_be_visible()
        expect(plan.get_by_role("link", name="腰部推拿")).to_be_visible()
        expect(plan).to_contain_text(made["starts_at"][11:16])
        expect(page.get_by_text("怀孕")).to_have_count(0)
        assert "怀孕" not in page.evaluate("JSON.stringify(localStorage)")
    expect(page.get_by_text("离线中")).to_have_count(0)
    expect(plan.get_by_role("link", name="腰部推拿")).to_contain_text("怀孕三个月")

    page.get_by_role("link", name="我的").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="技师登录")).to_be_visible()
    assert page.evaluate("localStorage.getItem('kept-day')") is None


def test_each_application_is_installed_as_itself(visit: Visits):
    for path, name in (("/", "名医堂"), ("/tech/sign-in", "名医堂 · 技师")):
        page = visit("phone")
        page.goto(path)
        manifest = page.locator("link[rel=manifest]").get_attribute("href")
        told = page.request.get(str(manifest)).json()
        assert (told["name"], path.startswith(told["scope"])) == (name, True)
