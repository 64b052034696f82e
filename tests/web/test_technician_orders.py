"""Orders that a technician accepts or declines, as they come."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.shop import Json
from tests.support.visitors import Visitor, Visits
from tests.web.conftest import MakeVisitor
from tests.web.technicians import Order, faults_of, opened, status_of

COUNT_NOTES = """
window.notes = 0
window.OscillatorNode = new Proxy(window.OscillatorNode, {
  construct(target, asked) { window.notes += 1; return new target(...asked) },
})
"""


def order_of(page: Page, visit: Json) -> Locator:
    return page.get_by_role("article", name=visit["treatment"]["name"])


def test_a_new_order_rings_counts_down_and_is_accepted(visit: Visits, a_technician: MakeVisitor, a_home_visit: Order):
    page = visit("phone", a_technician("song-jia"))
    page.add_init_script(COUNT_NOTES)
    opened(page).locator("h1").click()  # the tap that browsers want before any sound

    order = a_home_visit("song-jia", "xinzhuang", note="楼下有门禁")
    card = order_of(page, order)
    expect(card).to_be_visible()
    page.wait_for_function("window.notes >= 3")
    timer = card.get_by_role("timer")
    expect(timer).to_have_text(re.compile(r"^\d+:\d\d$"))
    left = timer.inner_text()
    expect(timer).not_to_have_text(left)
    expect(card.get_by_text("楼下有门禁")).to_be_visible()
    expect(card.get_by_text("幸福路")).to_be_visible()
    assert faults_of(page) == []
    assert status_of(order["customer"], order["id"]) == "pending_acceptance"

    card.get_by_role("button", name="接单").click()
    expect(page.get_by_role("button", name="出发")).to_be_visible()
    assert status_of(order["customer"], order["id"]) == "confirmed"


def test_orders_stack_and_one_is_declined_with_a_reason(
    visit: Visits, a_technician: MakeVisitor, admin: Visitor, a_home_visit: Order
):
    first = a_home_visit("ma-li", "renmin", treatment="waist-60")
    second = a_home_visit("ma-li", "renmin", treatment="cupping-30")
    page = opened(visit("phone", a_technician("ma-li")))
    expect(page.get_by_role("dialog").get_by_role("article")).to_have_count(2)

    card = order_of(page, second)
    card.get_by_role("button", name="不接").click()
    expect(card.get_by_role("button", name="确认不接")).to_be_disabled()
    card.get_by_role("button", name="距离太远").click()
    card.get_by_label("补充说明").fill("今天限行")
    card.get_by_role("button", name="确认不接").click()

    expect(card).to_have_count(0)
    expect(order_of(page, first)).to_be_visible()
    offers = admin.get(f"/appointments/{second['id']}/offers")["items"]
    assert offers[0]["reason"] == "距离太远 · 今天限行"
    assert status_of(first["customer"], first["id"]) == "pending_acceptance"


def test_an_order_put_off_waits_in_a_bar_and_one_made_meanwhile_shows_when_the_page_comes_back(
    visit: Visits, a_technician: MakeVisitor, a_home_visit: Order
):
    page = visit("phone", a_technician("xu-ning"))
    page.route("**/api/v1/live*", lambda _: None)  # a phone asleep hears nothing
    opened(page)
    order = a_home_visit("xu-ning", "xinzhuang", treatment="waist-60")
    expect(order_of(page, order)).to_have_count(0)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(order_of(page, order)).to_be_visible()
    page.keyboard.press("Escape")
    expect(order_of(page, order)).to_have_count(0)
    page.get_by_role("button", name="1 个新订单待接").click()
    expect(order_of(page, order)).to_be_visible()
