"""The technician's day on a phone: signing in, what is planned, what is told."""

import re

from playwright.sync_api import expect

from tests.support.shop import Shop
from tests.support.visitors import Visits, booked, customer_of
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor
from tests.web.technicians import TODAY, opened


def test_a_technician_signs_in_and_somebody_else_is_told_whose_pages_these_are(
    visit: Visits, watch: Watch, a_customer: MakeVisitor
):
    page = visit("phone")
    page.goto("/tech/mine/plan")
    page.get_by_label("账号").fill("song-jia")
    page.get_by_label("密码", exact=True).fill("nonsense")
    watch.expects(401, "/auth/sessions")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()

    page.get_by_label("密码", exact=True).fill("demo-technician")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="工作安排")).to_be_visible()
    expect(page.get_by_text("10:00–19:00").first).to_be_visible()

    stranger = visit("phone", a_customer())
    stranger.goto("/tech")
    expect(stranger.get_by_text("不是技师账号")).to_be_visible()
    expect(stranger.get_by_role("navigation")).to_have_count(0)


def test_today_follows_what_happens_elsewhere(visit: Visits, a_technician: MakeVisitor, shop: Shop):
    page = opened(visit("phone", a_technician("liang-xue")))
    plan = page.get_by_role("list", name="今天的安排")
    expect(plan.get_by_role("link")).to_have_count(0)
    expect(plan.get_by_text("空闲")).to_have_count(1)

    customer = customer_of(shop)
    made = booked(customer, TODAY, store="renmin", technician="liang-xue", treatment="back-scraping-40")
    expect(plan.get_by_role("link", name="背部刮痧")).to_be_visible()
    customer.ask("POST", f"/appointments/{made['id']}/cancel", {}).raise_for_status()
    expect(plan.get_by_role("link")).to_have_count(0)


def test_messages_are_counted_and_read(visit: Visits, a_technician: MakeVisitor, shop: Shop):
    page = opened(visit("phone", a_technician("lin-xiaoyu")))
    booked(customer_of(shop), TODAY, store="jingansi", technician="lin-xiaoyu", treatment="manicure-60")
    messages = page.get_by_role("navigation", name="主导航").get_by_role("link", name="消息")
    expect(messages).to_contain_text("未读")
    messages.click()
    expect(page.get_by_role("button", name="新预约").first).to_be_visible()
    page.get_by_role("button", name="全部已读").click()
    expect(messages).not_to_contain_text("未读")


def test_an_english_reader_works_in_english(visit: Visits, a_technician: MakeVisitor, shop: Shop):
    technician = a_technician("sun-li")
    made = booked(customer_of(shop), TODAY, store="jingansi", technician="sun-li", treatment="head-45")
    page = opened(visit("phone", technician, language="en"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Wed"))
    page.get_by_role("list", name="Today’s plan").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Head therapy")).to_be_visible()
    expect(page.get_by_role("heading", name="Mind before you begin")).to_be_visible()
    page.get_by_role("button", name="Propose another time").click()
    asked = page.get_by_role("dialog")
    asked.get_by_role("button", name="Let the customer choose").click()
    asked.get_by_label("Reason").fill("A training in the morning")
    asked.get_by_role("button", name="Ask the customer to choose").click()
    expect(page.get_by_role("heading", name="Proposed times")).to_be_visible()
    proposals = technician.get(f"/appointments/{made['id']}/proposals")["items"]
    assert [(one["starts_at"], one["reason"]) for one in proposals] == [(None, "A training in the morning")]
