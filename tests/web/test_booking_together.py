"""Customers who book at the same moment, and pages that learn what happens elsewhere."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Page, Route, expect

from tests.support.shop import new_key
from tests.support.visitors import Visitor, Visits, booked
from tests.web.conftest import MakeVisitor

WISH = {"treatment": "shoulder-neck-60", "store": "xujiahui", "technician": "wang-jianguo"}
CONFIRM = "确认预约"
NEWS_MS = 2000


def at_the_last_step(visit: Visits, who: Visitor, starts_at: str) -> Page:
    page = visit("phone", who)
    page.goto(f"/book/confirm?{urlencode({**WISH, 'at': starts_at})}")
    expect(page.get_by_role("button", name=CONFIRM)).to_be_enabled()
    return page


def test_of_two_who_want_one_time_one_gets_it_and_the_other_is_offered_the_nearest(
    visit: Visits, a_customer: MakeVisitor
):
    starts_at = visit.shop.slots("xujiahui", WISH["treatment"], "2026-11-26", technician=WISH["technician"])[4][
        "starts_at"
    ]
    pages = [at_the_last_step(visit, a_customer(), starts_at) for _ in range(2)]
    held: list[Route] = []
    for page in pages:
        page.route("**/api/v1/appointments", lambda route: held.append(route))  # noqa: PLW0108 - it is looked into
    visit.watch.expects(409, "/appointments")

    for page in pages:
        with page.expect_request("**/api/v1/appointments"):
            page.get_by_role("button", name=CONFIRM).click()
    for route in held:
        route.continue_()

    told = [page.get_by_role("heading", name="预约成功").or_(page.get_by_role("alert")) for page in pages]
    for one in told:
        expect(one).to_be_visible()
    (loser,) = [page for page in pages if "/book/done/" not in page.url]
    alert = loser.get_by_role("alert")
    expect(alert).to_contain_text("已约不上")
    for page in pages:
        page.unroute("**/api/v1/appointments")
    alert.get_by_role("group").get_by_role("button").first.click()
    loser.get_by_role("button", name=CONFIRM).click()
    expect(loser.get_by_role("heading", name="预约成功")).to_be_visible()


def test_a_time_that_goes_while_somebody_hesitates_is_told_before_they_ask_for_it(
    visit: Visits, a_customer: MakeVisitor
):
    starts_at = visit.shop.slots("xujiahui", WISH["treatment"], "2026-11-27", technician=WISH["technician"])[2][
        "starts_at"
    ]
    other = a_customer()
    page = at_the_last_step(visit, a_customer(), starts_at)

    booked(other, "2026-11-27", technician=WISH["technician"], at=starts_at)
    page.evaluate("dispatchEvent(new Event('focus'))")

    expect(page.get_by_role("alert")).to_contain_text("已约不上")
    expect(page.get_by_role("button", name=CONFIRM)).to_be_disabled()


def test_what_reception_does_shows_on_the_customers_page_at_once(
    visit: Visits, a_customer: MakeVisitor, reception: Visitor
):
    customer = a_customer()
    made = booked(customer, "2026-11-18")
    page = visit("phone", customer)
    with page.expect_request("**/api/v1/live*"):
        page.goto(f"/appointments/{made['id']}")
    expect(page.get_by_text("已确认").first).to_be_visible()

    reception.ask("POST", f"/appointments/{made['id']}/cancel", {"reason": "设备检修"}).raise_for_status()

    expect(page.get_by_text(re.compile("已取消")).first).to_be_visible(timeout=NEWS_MS)


def test_a_time_that_somebody_else_takes_or_gives_back_is_seen_at_once(visit: Visits, a_customer: MakeVisitor):
    page = visit("phone", a_customer())
    page.goto(f"/book?{urlencode({**WISH, 'day': '2026-11-30'})}")
    last = page.get_by_role("region", name="选择时间").get_by_role("button", name=re.compile(r"^\d\d:\d\d$")).last
    time = last.inner_text()
    chip = page.get_by_role("button", name=time, exact=True)

    other = a_customer()
    made = booked(other, "2026-11-30", technician=WISH["technician"], at=f"2026-11-30T{time}:00+08:00")
    expect(chip).to_have_count(0, timeout=3 * NEWS_MS)  # asking now and then takes 20 s
    other.ask("POST", f"/appointments/{made['id']}/cancel", {}, key=new_key()).raise_for_status()
    expect(chip).to_have_count(1, timeout=3 * NEWS_MS)
