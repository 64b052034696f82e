"""What a customer does with a booking: move it, cancel it knowing the fee, answer the shop, wait for what is taken."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.support.shop import Json, Shop, eventually, new_key
from tests.support.visitors import Visitor, Visits, booked
from tests.web.conftest import MakeVisitor

SECONDS_TO_APPEAR = 2_000
NECK = "shoulder-neck-60"


def opened(visit: Visits, who: Visitor, appointment: Json) -> Page:
    page = visit("phone", who)
    page.goto(f"/appointments/{appointment['id']}")
    expect(page.get_by_role("heading", name="预约详情")).to_be_visible()
    expect(page.get_by_text(appointment["number"])).to_be_visible()
    return page


def test_a_visit_is_moved_and_what_it_will_be_is_said_before(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    made = booked(customer, "2026-11-23", technician="zhao-min")
    page = opened(visit, customer, made)
    page.get_by_role("link", name="改时间").click()
    expect(page.get_by_role("radio", name=re.compile("赵敏"))).to_be_checked()
    page.get_by_role("button", name=re.compile("^11月24日")).click()
    other = customer.shop.slots("xujiahui", NECK, "2026-11-24", technician="zhao-min")[-1]["starts_at"]
    page.get_by_role("button", name=other[11:16], exact=True).click()

    sheet = page.get_by_role("dialog", name="改到这个时间？")
    expect(sheet.get_by_text(re.compile(f"11月24日.*{other[11:16]}"))).to_be_visible()
    unchanged = customer.get(f"/appointments/{made['id']}")
    assert unchanged["starts_at"] == made["starts_at"], "trying it out moves nothing"
    sheet.get_by_role("button", name="确认改时间").click()

    expect(page.get_by_text(re.compile(f"时间改到 .*{other[11:16]}"))).to_be_visible()
    assert customer.get(f"/appointments/{made['id']}")["starts_at"] == other


def test_whoever_was_asked_for_need_not_stay(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    made = booked(customer, "2026-11-26", technician="zhao-min")
    assert made["technician_requested"]
    page = visit("phone", customer)
    page.goto(f"/appointments/{made['id']}/reschedule")
    page.get_by_text("不指定", exact=True).click()
    page.get_by_role("button", name=re.compile("^11月27日")).click()
    page.get_by_role("region", name="选择时间").get_by_role("button", name=re.compile(r"^\d\d:\d\d$")).last.click()
    page.get_by_role("button", name="确认改时间").click()
    expect(page.get_by_text(re.compile("时间改到"))).to_be_visible()
    assert not customer.get(f"/appointments/{made['id']}")["technician_requested"]


def test_cancelling_early_is_free_and_late_has_its_fee_said_before(visit: Visits, shop: Shop, a_customer: MakeVisitor):
    customer = a_customer()
    early = booked(customer, "2026-11-25")
    page = opened(visit, customer, early)
    page.get_by_role("button", name="取消预约").click()
    expect(page.get_by_text("现在取消不收费。")).to_be_visible()
    page.get_by_role("button", name="不取消了").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert customer.get(f"/appointments/{early['id']}")["status"] == "confirmed"

    soon = booked(customer, "2026-11-18", technician="wang-jianguo")
    page = opened(visit, customer, soon)
    page.get_by_role("button", name="取消预约").click()
    expect(page.get_by_text("现在取消收取 ¥39.60。")).to_be_visible()
    page.get_by_label("原因（可不填）").fill("临时有事")
    page.get_by_role("button", name="确认取消，收取 ¥39.60").click()

    expect(page.get_by_role("status").filter(has_text="逾时取消")).to_be_visible()
    expect(page.get_by_text("临时有事")).to_be_visible()
    assert customer.get(f"/appointments/{soon['id']}")["fee_fen"] == 3960
    page.goto("/appointments?show=cancelled")
    expect(page.get_by_role("link", name=re.compile("逾时取消"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("已确认"))).to_have_count(0)


def test_what_the_store_does_appears_within_two_seconds(visit: Visits, a_customer: MakeVisitor, reception: Visitor):
    customer = a_customer()
    made = booked(customer, "2026-11-30")
    with_live = visit("phone", customer)
    with with_live.expect_response(lambda answer: "/api/v1/live" in answer.url):
        with_live.goto(f"/appointments/{made['id']}")
    expect(with_live.get_by_role("status").filter(has_text="已确认")).to_be_visible()

    path = f"/appointments/{made['id']}/cancel"
    reception.ask("POST", path, {"reason": "门店停水"}, key=new_key()).raise_for_status()

    expect(with_live.get_by_role("status").filter(has_text="已取消")).to_be_visible(timeout=SECONDS_TO_APPEAR)
    expect(with_live.get_by_text("门店停水")).to_be_visible()


def test_another_time_the_shop_asks_for_is_agreed_to(visit: Visits, a_customer: MakeVisitor, a_technician: MakeVisitor):
    customer, technician = a_customer(), a_technician("zhang-wei")
    made = booked(customer, "2026-12-01", technician="zhang-wei")
    other = customer.shop.slots("xujiahui", NECK, "2026-12-01", technician="zhang-wei")[-1]["starts_at"]
    page = opened(visit, customer, made)
    asked = {"starts_at": other, "reason": "前一位客人加钟"}
    technician.ask("POST", f"/appointments/{made['id']}/proposals", asked, key=new_key()).raise_for_status()
    page.reload()

    asking = page.get_by_role("region", name="门店想改个时间")
    expect(asking).to_contain_text("前一位客人加钟")
    asking.get_by_role("button", name="同意").click()

    expect(asking).to_have_count(0)
    expect(page.get_by_text(re.compile(f"12月1日.*{other[11:16]}.*–")).first).to_be_visible()
    assert customer.get(f"/appointments/{made['id']}")["starts_at"] == other


def test_who_waits_is_offered_freed_time_and_takes_it(visit: Visits, a_customer: MakeVisitor):
    first, second = a_customer(), a_customer()
    made = booked(first, "2026-11-27", store="xinzhuang", technician="luo-bin")
    page = visit("phone", second)
    join(page, made)
    expect(page.get_by_role("listitem").filter(has_text="莘庄店")).to_be_visible()
    assert [one["status"] for one in second.get("/waitlist")["items"]] == ["waiting"]

    first.ask("POST", f"/appointments/{made['id']}/cancel", {}, key=new_key()).raise_for_status()

    offer = page.get_by_role("region", name="等到了！有空档了")
    expect(offer).to_be_visible(timeout=15_000)
    expect(offer.get_by_role("timer")).to_have_text(re.compile(r"^\d+:\d\d$"))
    offer.get_by_role("button", name="接受预约").click()

    expect(page.get_by_role("heading", level=1, name="预约成功")).to_be_visible()
    [taken] = second.get("/appointments")["items"]
    assert (taken["starts_at"], taken["status"]) == (made["starts_at"], "confirmed")


def test_who_declines_goes_on_waiting_until_they_leave(visit: Visits, a_customer: MakeVisitor):
    first, second = a_customer(), a_customer()
    made = booked(first, "2026-11-26", store="xinzhuang", technician="luo-bin")
    page = visit("phone", second)
    join(page, made)
    first.ask("POST", f"/appointments/{made['id']}/cancel", {}, key=new_key()).raise_for_status()
    page.get_by_role("region", name="等到了！有空档了").get_by_role("button", name="这次不要").click(timeout=15_000)

    expect(page.get_by_role("listitem").filter(has_text="莘庄店")).to_be_visible()
    page.get_by_role("button", name=re.compile("^退出候补")).click()

    expect(page.get_by_text("没有在候补的项目。")).to_be_visible()
    eventually(lambda: _all(second, lambda one: one["status"] == "withdrawn"), "leaving")
    assert second.get("/appointments")["items"] == []


def join(page: Page, made: Json) -> None:
    """Waits for that visit's time with its technician, to the minute."""
    start = datetime.fromisoformat(made["starts_at"])
    wish = f"treatment={NECK}&store=xinzhuang&technician=luo-bin&day={start:%Y-%m-%d}"
    with page.expect_response(lambda answer: answer.url.endswith("/api/v1/waitlist") and answer.status == 201):
        page.goto(f"/waitlist/join?{wish}")
        page.get_by_text("自选", exact=True).click()
        page.get_by_label("从", exact=True).fill(f"{start:%H:%M}")
        page.get_by_label("到", exact=True).fill(f"{start + timedelta(minutes=5):%H:%M}")
        page.get_by_role("button", name="加入候补").click()
    expect(page.get_by_role("heading", name="我的候补")).to_be_visible()


def _all(who: Visitor, is_so: Callable[[Json], bool]) -> bool:
    return all(is_so(one) for one in who.get("/waitlist")["items"])
