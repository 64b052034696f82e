"""A customer whose page is not alone: somebody is quicker, the store writes as well, or an answer is lost."""

import re
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, Route, expect

from tests.support.shop import Shop, eventually, new_key
from tests.support.visitors import Visitor, Visits, booked
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor

NECK = "shoulder-neck-60"
WISH = {"treatment": NECK, "store": "xujiahui", "technician": "wang-jianguo"}
CONFLICT = "刚在别处改过"


def with_archive(customer: Visitor) -> Visitor:
    eventually(lambda: customer.ask("GET", f"/customers/{customer.account['id']}").ok, "the archive")
    return customer


def archive(customer: Visitor) -> Any:
    return customer.get(f"/customers/{customer.account['id']}")


def write(who: Visitor, customer: Visitor, **changes: Any) -> None:
    body = {**changes, "version": archive(customer)["version"]}
    who.ask("PATCH", f"/customers/{customer.account['id']}", body, key=new_key()).raise_for_status()


def at_the_move(visit: Visits, who: Visitor, appointment: Any, starts_at: str) -> Page:
    """The sheet that asks whether to move to that time, with its answer there."""
    page = visit("phone", who)
    page.goto(f"/appointments/{appointment['id']}/reschedule?day={starts_at[:10]}")
    page.get_by_role("button", name=starts_at[11:16], exact=True).click()
    expect(page.get_by_role("button", name="确认改时间")).to_be_enabled()
    return page


def test_of_two_who_move_onto_one_time_the_slower_moves_to_another(visit: Visits, shop: Shop, a_customer: MakeVisitor):
    visit.watch.expects(409, "/reschedule")
    technician = "zhao-min"
    people = [a_customer() for _ in range(2)]
    made = [booked(who, "2026-11-23", technician=technician) for who in people]
    wanted = shop.slots("xujiahui", NECK, "2026-11-24", technician=technician)[-2]["starts_at"]
    quick, slow = [at_the_move(visit, who, one, wanted) for who, one in zip(people, made, strict=True)]
    quick.get_by_role("button", name="确认改时间").click()
    expect(quick.get_by_text("时间改到")).to_be_visible()

    slow.get_by_role("button", name="确认改时间").click()
    alert = slow.get_by_role("dialog").get_by_role("alert")
    expect(slow.get_by_role("button", name="确认改时间")).to_be_disabled()
    alert.get_by_role("group").get_by_role("button").first.click()
    expect(alert).to_have_count(0)
    slow.get_by_role("button", name="确认改时间").click()

    expect(slow.get_by_text("时间改到")).to_be_visible()
    moved = people[1].get(f"/appointments/{made[1]['id']}")["starts_at"]
    assert moved not in (wanted, made[1]["starts_at"])


def test_an_allergy_that_reception_entered_meanwhile_is_kept_and_shown(
    visit: Visits, watch: Watch, a_customer: MakeVisitor, reception: Visitor
):
    customer = with_archive(a_customer())
    booked(customer, "2026-11-25")  # whom the store does not expect, its reception does not know
    watch.expects(409, f"/customers/{customer.account['id']}")
    page = visit("phone", customer)
    page.goto("/me/health")
    page.get_by_label("其他健康说明").fill("力度请轻一点")
    write(reception, customer, allergies=["乳胶"], skin="敏感肌")
    save = page.get_by_role("button", name="保存")

    save.click()
    expect(page.get_by_role("alert")).to_contain_text(CONFLICT)
    news = page.get_by_role("status").filter(has_text="门店刚更新了")
    expect(news).to_contain_text("乳胶")
    expect(page.get_by_label("肤质")).to_have_value("敏感肌")
    save.click()

    expect(page.get_by_text("已保存")).to_be_visible()
    expect(news).to_have_count(0)
    kept = archive(customer)
    assert (kept["allergies"], kept["skin"], kept["health_notes"]) == (["乳胶"], "敏感肌", "力度请轻一点")


def test_the_person_that_was_meant_is_deleted_and_no_other(visit: Visits, watch: Watch, a_customer: MakeVisitor):
    customer = with_archive(a_customer())
    mother, father, aunt = (
        {"name": name, "phone": f"1380000000{number}", "relation": ""}
        for number, name in enumerate(("妈妈", "爸爸", "姑妈"))
    )
    write(customer, customer, contacts=[mother, father])
    watch.expects(409, f"/customers/{customer.account['id']}")
    page = visit("phone", customer)
    page.goto("/me/contacts")
    page.get_by_role("button", name="删除 妈妈").click()
    write(customer, customer, contacts=[aunt, mother, father])
    sheet = page.get_by_role("dialog")

    sheet.get_by_role("button", name="删除").click()
    expect(sheet.get_by_role("alert")).to_contain_text(CONFLICT)
    sheet.get_by_role("button", name="删除").click()
    expect(sheet).to_have_count(0)
    assert [one["name"] for one in archive(customer)["contacts"]] == ["姑妈", "爸爸"]

    page.get_by_role("button", name="删除 爸爸").click()
    expect(sheet.get_by_role("alert")).to_have_count(0)
    write(customer, customer, contacts=[aunt])
    sheet.get_by_role("button", name="删除").click()
    expect(sheet.get_by_role("alert")).to_contain_text(CONFLICT)
    sheet.get_by_role("button", name="删除").click()
    expect(sheet.get_by_role("alert")).to_contain_text("请关闭后看一下")
    assert [one["name"] for one in archive(customer)["contacts"]] == ["姑妈"]


def test_a_booking_whose_answer_was_lost_is_tried_again_and_made_once(
    visit: Visits, watch: Watch, shop: Shop, a_customer: MakeVisitor
):
    customer = a_customer()
    watch.expects(503, "/api/v1/appointments")
    starts_at = shop.slots("xujiahui", NECK, "2026-12-02", technician=WISH["technician"])[1]["starts_at"]
    page = visit("phone", customer)
    page.goto(f"/book/confirm?{urlencode({**WISH, 'at': starts_at})}")
    looks: list[str] = []
    page.on("request", lambda asked: looks.append(asked.url) if "/availability/explain" in asked.url else None)

    def lose(route: Route) -> None:
        assert route.fetch().ok, "it is booked"
        looks.clear()
        page.evaluate("dispatchEvent(new Event('focus'))")  # somebody comes back to the page: a reason to look
        route.fulfill(status=503, json={"code": "unavailable", "detail": "稍后再试"})

    page.route("**/api/v1/appointments", lose, times=1)
    page.get_by_role("button", name=re.compile("^确认预约")).click()
    page.get_by_role("button", name="再试一次").wait_for()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("已约不上")).to_have_count(0)
    page.get_by_role("button", name="再试一次").click()

    expect(page.get_by_role("heading", name="预约成功")).to_be_visible()
    assert not looks, "one's own claim is nobody else's"
    assert len(customer.get("/appointments")["items"]) == 1


def test_the_chat_of_who_has_signed_out_is_gone_though_the_gateway_is_busy(
    visit: Visits, watch: Watch, a_customer: MakeVisitor
):
    watch.allows(503, "/chat/conversations")
    page = visit("phone", a_customer())
    page.goto("/me")
    bubble = page.get_by_role("button", name="打开聊天")
    bubble.click()
    panel = page.get_by_role("dialog", name="名医堂助手")
    field = panel.get_by_role("textbox", name="说说您的需要")
    field.fill("徐家汇店有停车场吗")
    field.press("Enter")
    expect(panel.get_by_role("log")).to_contain_text("飞雕国际大厦")
    field.fill("我家住在")
    page.keyboard.press("Escape")
    page.route("**/api/v1/chat/conversations/*", lambda route: route.fulfill(status=503, json={"code": "unavailable"}))

    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("已退出登录")).to_be_visible()
    bubble.click()

    expect(field).to_have_value("")
    expect(panel.get_by_text("停车场")).to_have_count(0)


def test_a_street_that_several_share_is_asked_for(visit: Visits):
    page = visit("phone")
    page.goto(f"/book?treatment={NECK}&store=xujiahui&place=home")
    page.route(
        "**/api/v1/places?*",
        lambda route: route.fulfill(
            json={"items": [{"name": f"中山路{n}段", "lng": 121.4, "lat": 31.2} for n in "东西"]}
        ),
    )
    page.get_by_label("街道、小区或地标").fill("中山路")
    page.get_by_role("button", name="用这个地址").click()
    expect(page.get_by_role("alert")).to_contain_text("请先确定位置")

    page.get_by_role("button", name="中山路西段").click()
    page.get_by_role("button", name="用这个地址").click()
    expect(page.get_by_role("region", name="上门地址")).to_contain_text("中山路西段")


def test_what_nobody_can_give_says_so(visit: Visits):
    page = visit("phone")

    def nobody(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "items": []})

    page.route(re.compile(r"/api/v1/technicians(\?|$)"), nobody)
    for path in ("/book", "/book/confirm", "/waitlist/join"):
        page.goto(f"{path}?{urlencode(WISH)}")
        expect(page.get_by_text("目前没有门店可以做这个项目。")).to_be_visible()


def test_more_orders_that_could_not_be_read_are_asked_for_again(visit: Visits, watch: Watch, a_customer: MakeVisitor):
    watch.expects(503, "/api/v1/appointments")
    page = visit("phone", a_customer())
    one = booked(a_customer(), "2026-11-24", treatment="head-45")
    one = {**one, "status": "cancelled"}

    def pages(route: Route) -> None:
        if "cursor" in route.request.url:
            route.fulfill(status=503, json={"code": "unavailable", "detail": "稍后再试"})
        else:
            route.fulfill(json={"items": [one], "next_cursor": "next"})

    page.route(re.compile(r"/api/v1/appointments\?.*cancelled"), pages)
    page.goto("/appointments?show=cancelled")
    page.get_by_role("button", name="更多").click()
    expect(page.get_by_role("alert")).to_contain_text("稍后再试")
    page.unroute(re.compile(r"/api/v1/appointments\?.*cancelled"))
    page.route(re.compile(r"/api/v1/appointments\?.*cursor"), lambda route: route.fulfill(json={"items": []}))

    page.get_by_role("button", name="再试一次").click()

    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("头疗"))).to_be_visible()


def test_a_day_entered_as_closed_is_closed_on_every_door(visit: Visits, shop: Shop, admin: Visitor):
    store = shop.store("xinzhuang")
    page = visit("phone")
    door = page.get_by_role("listitem").filter(has_text=store["name"]).first
    page.goto("/stores")
    expect(door).to_contain_text("营业中")
    admin.ask(
        "PUT", "/calendar-days", {"on": "2026-11-18", "kind": "closed", "store_id": store["id"]}
    ).raise_for_status()
    try:
        page.reload()
        expect(door).to_contain_text("已打烊")
        page.goto("/stores/xinzhuang")
        expect(page.get_by_role("main")).to_contain_text("已打烊")
        expect(page.locator("tr.today")).not_to_contain_text("–")
    finally:
        taken_back = admin.ask("DELETE", f"/calendar-days?on=2026-11-18&store_id={store['id']}", key=new_key())
    taken_back.raise_for_status()
