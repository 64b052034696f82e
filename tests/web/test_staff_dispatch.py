"""Home visits as dispatch sees them: routes, offers and their deadlines, lateness, better routes. Of 静安寺店."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.desk import choose
from tests.support.shop import Shop
from tests.support.visitors import Visitor, Visits, staff_of
from tests.web.conftest import MakeVisitor

DAY = "2026-12-10"
# From here on 孙丽 and 周涛 both are.
BOTH_AT_WORK = "14:00"
HOMES = ((121.452, 31.231, "北京西路1号"), (121.438, 31.219, "华山路2号"))


@pytest.fixture
def manager(shop: Shop) -> Visitor:
    return staff_of(shop, "manager.jingansi")


@pytest.fixture
def a_home_visit(a_customer: MakeVisitor) -> Iterator[Callable[..., Any]]:
    """`a_home_visit(lng, lat, address, day)`; called off afterwards, so that no technician is asked for ever."""
    made: list[tuple[Visitor, str]] = []

    def book(lng: float, lat: float, text: str, day: str = DAY) -> Any:
        customer = a_customer()
        slots = customer.shop.slots("jingansi", "shoulder-neck-60", day, place="home", lng=lng, lat=lat)
        starts_at = next(slot["starts_at"] for slot in slots if slot["starts_at"][11:16] >= BOTH_AT_WORK)
        address = {"text": text, "lng": lng, "lat": lat, "contact_name": "林女士", "contact_phone": "13900001234"}
        answer = customer.book(
            customer.booking("jingansi", "shoulder-neck-60", starts_at, place="home", address=address)
        )
        assert answer.status_code == 201, answer.text
        made.append((customer, answer.json()["id"]))
        return answer.json()

    yield book
    for customer, visit in made:
        customer.ask("POST", f"/appointments/{visit}/cancel", {}).raise_for_status()


def dispatch(visit: Visits, manager: Visitor, day: str = DAY) -> Page:
    page = visit("desk", manager)
    page.goto(f"/staff/dispatch?date={day}")
    return page


def test_routes_are_drawn_and_listed_and_nobody_is_asked_for_ever(visit: Visits, a_home_visit, manager: Visitor):
    made = [a_home_visit(*home) for home in HOMES]
    page = dispatch(visit, manager)

    expect(page.get_by_role("img", name="路线示意图")).to_be_visible()
    assert page.locator("svg circle").count() >= len(made)
    expect(page.get_by_text("路上").first).to_be_visible()
    waiting = page.get_by_role("region", name="等待接单").get_by_role("article").filter(has_text="北京西路1号")
    timer = waiting.get_by_role("timer")
    expect(timer).to_contain_text("剩余")
    before = timer.inner_text()
    expect(timer).not_to_have_text(before)
    # The urgent part stands first, and all of it in the first sight of the page.
    offer, drawing = waiting.bounding_box(), page.get_by_role("img", name="路线示意图").bounding_box()
    assert offer
    assert drawing
    assert offer["y"] + offer["height"] <= min(drawing["y"], page.viewport_size["height"])


def test_a_lane_tells_what_is_given_where_and_leads_to_the_visit(visit: Visits, a_home_visit, manager: Visitor):
    made = a_home_visit(121.449, 31.228, "愚园路5号", "2026-12-15")
    page = dispatch(visit, manager, "2026-12-15")
    theirs = page.get_by_role("region", name="技师").get_by_role("listitem").filter(has_text="愚园路5号")

    expect(theirs).to_contain_text(made["treatment"]["name"])
    theirs.get_by_role("link").click()

    expect(page).to_have_url(re.compile(r"/staff/board\?.*visit="))
    expect(page.get_by_role("dialog")).to_contain_text(made["number"])
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    expect(page).not_to_have_url(re.compile("visit="))


def test_another_technician_is_asked_in_place_of_the_first(visit: Visits, a_home_visit, manager: Visitor):
    made = a_home_visit(121.446, 31.226, "南京西路3号", "2026-12-11")
    page = dispatch(visit, manager, "2026-12-11")
    waiting = page.get_by_role("region", name="等待接单").get_by_role("article").filter(has_text="南京西路3号")
    asked = manager.get(f"/appointments/{made['id']}/offers")["items"][0]["technician"]["name"]

    other = "孙丽" if asked != "孙丽" else "周涛"
    choose(waiting.get_by_role("combobox"), other)
    waiting.get_by_role("button", name="转派").click()

    expect(page.get_by_text("已转派")).to_be_visible()
    expect(waiting).to_contain_text(f"正在询问 {other}")
    expect(waiting).not_to_contain_text(f"正在询问 {asked}")


def test_a_delay_is_told_with_what_it_makes_late(visit: Visits, a_home_visit, manager: Visitor, shop: Shop):
    a_home_visit(121.44, 31.222, "乌鲁木齐路4号", "2026-12-12")
    page = dispatch(visit, manager, "2026-12-12")
    page.get_by_role("button", name="登记延误").first.click()
    box = page.get_by_role("dialog")
    box.locator("input").fill("45")
    box.get_by_role("button", name="确定").click()

    expect(page.get_by_text("已登记")).to_be_visible()


def test_better_routes_are_shown_beside_the_present_before_they_are_applied(
    visit: Visits, a_home_visit, manager: Visitor
):
    for lng, lat, text in HOMES:
        a_home_visit(lng, lat, text, "2026-12-14")
    page = dispatch(visit, manager, "2026-12-14")
    page.get_by_role("spinbutton", name="最多用时（秒）").fill("1")
    page.get_by_role("button", name="开始规划").click()

    expect(page.get_by_role("row", name="路程（公里）")).to_be_visible(timeout=20_000)


def test_a_day_without_home_visits_says_so(visit: Visits, manager: Visitor):
    page = dispatch(visit, manager, "2027-01-08")

    expect(page.get_by_text("这一天没有上门预约。")).to_be_visible()
    expect(page.get_by_text("没有等待接单的上门预约。").or_(page.get_by_role("timer").first).first).to_be_visible()
    expect(page.get_by_role("button", name="开始规划")).to_have_count(0)
