"""The staff's dashboard shows what the API counts, beside the week before, and hands it out; deliveries are found."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, Route, expect

from tests.support.shop import Json, eventually
from tests.support.visitors import Visitor, Visits, booked, staff_of
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor

TODAY, THURSDAY, LAST_WEEK = "2026-11-18", "2026-11-19", "from=2026-11-09&to=2026-11-15"
THIS_WEEK = {"from": "2026-11-16", "to": "2026-11-22"}
BOOKINGS, OVER_A_SECOND_MS = "/api/v1/figures/bookings", 1200
AWAY = {"type": "about:blank", "title": "服务暂停", "status": 503, "code": "unavailable", "detail": "服务暂时不可用。"}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def boss(shop) -> Visitor:
    """Of a store that few other tests book in."""
    return staff_of(shop, "manager.jingansi")


def counted(boss: Visitor, path: str = "/figures/bookings", **more: str) -> Json:
    found: Json = boss.get(path, **THIS_WEEK, **more)
    return found


def at_desk(visit: Visits, who: Visitor, query: str = "") -> Page:
    page = visit("desk", who)
    page.goto(f"/staff/dashboard?{query}")
    expect(page.get_by_role("heading", name="数据", level=1)).to_be_visible()
    return page


def tile(page: Page, label: str) -> Locator:
    return (
        page.get_by_role("list", name="关键数据")
        .get_by_role("listitem")
        .filter(has=page.get_by_text(label, exact=True))
    )


def card(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True).first


def yuan(fen: int) -> str:
    return f"¥{fen // 100:,}"


def rows_of(download: Download) -> list[list[str]]:
    path = download.path()
    return list(csv.reader(io.StringIO(Path(path).read_text(encoding="utf-8-sig"))))


def test_key_figures_are_those_of_the_store_and_grow_with_it(visit, boss, a_customer: MakeVisitor):
    customer = a_customer()
    made = booked(customer, THURSDAY, store="jingansi", treatment="foot-60")
    before = counted(boss)["total"]

    page = at_desk(visit, boss)

    expect(tile(page, "预约")).to_contain_text(str(before["visits"]))
    expect(tile(page, "新下单")).to_contain_text(str(before["made"]))
    expect(tile(page, "预约金额")).to_contain_text(yuan(before["revenue_fen"]))

    elsewhere = booked(customer, "2026-11-21", store="xinzhuang", treatment="foot-60")
    assert elsewhere["store"]["slug"] == "xinzhuang"
    assert customer.ask("POST", f"/appointments/{made['id']}/cancel", {}).ok
    after = counted(boss)["total"]
    assert after["visits"] == before["visits"]
    assert after["revenue_fen"] == before["revenue_fen"] - made["price_fen"]

    page.get_by_role("button", name="刷新").click()
    expect(tile(page, "预约金额")).to_contain_text(yuan(after["revenue_fen"]))
    expect(tile(page, "预约")).to_contain_text(str(after["visits"]))


def test_as_many_days_of_the_week_before_stand_beside_a_week_under_way(visit, boss, a_customer: MakeVisitor):
    so_far = boss.get("/figures/bookings", **{**THIS_WEEK, "to": TODAY})["total"]
    to_come = booked(a_customer(), "2026-11-21", store="jingansi", treatment="foot-60")
    page = at_desk(visit, boss)

    expect(tile(page, "预约")).to_contain_text("11/9–11/11：0")
    expect(tile(page, "预约金额")).to_contain_text(f"至今 {yuan(so_far['revenue_fen'])}")
    assert counted(boss)["total"]["revenue_fen"] >= so_far["revenue_fen"] + to_come["price_fen"]

    page.get_by_role("button", name="上周").click()
    expect(tile(page, "预约")).to_contain_text("11/2–11/8：0")
    expect(tile(page, "预约")).not_to_contain_text("至今")


def test_days_are_chosen_by_a_word_or_by_dates_and_stand_in_the_address(visit, boss):
    page = at_desk(visit, boss)

    page.get_by_role("button", name="上周").click()
    expect(page).to_have_url(re.compile(LAST_WEEK))
    expect(page.get_by_role("button", name="上周")).to_have_attribute("aria-pressed", "true")
    expect(card(page, "每日预约与金额")).to_contain_text("还没有预约")

    page.reload()
    expect(page.get_by_role("combobox", name="从", exact=True)).to_have_value("2026-11-09")

    until = page.get_by_role("combobox", name="到", exact=True)
    until.fill("2026-11-01")
    until.press("Enter")
    expect(page.get_by_text("请选择有效的日期")).to_be_visible()
    expect(page).to_have_url(re.compile(LAST_WEEK))

    until.fill("2026-11-20")
    until.press("Enter")
    expect(page).to_have_url(re.compile("from=2026-11-09&to=2026-11-20"))
    expect(page.get_by_text("请选择有效的日期")).to_have_count(0)


def test_every_picture_has_its_table_and_its_files(visit, boss, a_customer: MakeVisitor):
    booked(a_customer(), "2026-11-20", store="jingansi", treatment="foot-60")
    days = counted(boss)["days"]
    page = at_desk(visit, boss)
    by_day = card(page, "每日预约与金额")
    expect(by_day.get_by_role("img")).to_have_attribute("aria-label", re.compile("有效预约 \\d+ 个"))
    expect(by_day.locator("canvas").first).to_be_visible()

    with page.expect_download() as picture:
        by_day.get_by_role("button", name="下载图片").click()
    assert Path(picture.value.path()).read_bytes().startswith(PNG)
    assert picture.value.suggested_filename == "bookings-jingansi-2026-11-16-2026-11-22.png"

    with page.expect_download() as file:
        by_day.get_by_role("button", name="下载 CSV").click()
    headings, *lines = rows_of(file.value)
    assert headings[:2] == ["日期", "新下单"]
    assert [line[0] for line in lines] == [day["date"] for day in days]
    assert [float(line[5]) for line in lines] == [day["revenue_fen"] / 100 for day in days]

    by_day.get_by_role("button", name="表格").click()
    row = by_day.get_by_role("row").filter(has_text="2026-11-20")
    expect(row).to_contain_text(yuan(days[4]["revenue_fen"]))
    expect(by_day.locator("canvas")).to_have_count(0)


def test_utilisation_is_told_by_technician_and_by_weekday(visit, boss):
    found = counted(boss, "/figures/utilisation")
    page = at_desk(visit, boss)
    heat = card(page, "技师利用率（按小时）")

    heat.get_by_role("button", name="表格").click()
    for one in found["technicians"]:
        row = heat.get_by_role("row").filter(has_text=one["technician"]["name"])
        expect(row).to_contain_text(str(one["total"]["rostered_minutes"]))
    heat.get_by_role("button", name="星期").click()
    expect(heat.get_by_role("rowheader", name="周一", exact=True)).to_be_visible()
    expect(heat.get_by_role("row")).to_have_count(8)


def test_what_was_wanted_in_the_chat_and_not_available_is_told(visit, boss, shop):
    asked = shop.anonymous().ask(
        "POST", "/chat/messages", {"conversation_id": None, "text": "明天早上七点静安寺店足疗"}
    )
    assert asked.ok, asked.text
    wishes = eventually(lambda: counted(boss, "/chat/figures")["unmet"], "the wish in the figures", 40)
    assert {"treatment": "foot-60", "hour": 7}.items() <= wishes[0].items()

    page = at_desk(visit, boss)
    unmet = card(page, "想约但没约到")
    unmet.get_by_role("button", name="表格").click()

    row = unmet.get_by_role("row").filter(has_text="7:00")
    expect(row).to_contain_text("足疗")
    expect(row).to_contain_text("静安寺店")
    expect(row).to_contain_text("不在营业时间")
    expect(tile(page, "聊天成交率")).to_contain_text("%")


def test_the_platform_sees_one_store_or_all(visit, admin):
    of_all = counted(admin, "/figures/utilisation")
    names = {one["technician"]["name"] for one in of_all["technicians"]}
    page = at_desk(visit, admin, "store=xinzhuang")
    heat = card(page, "技师利用率（按小时）")
    heat.get_by_role("button", name="表格").click()
    expect(heat.get_by_role("rowheader", name="罗斌")).to_be_visible()
    expect(heat.get_by_role("rowheader", name="王建国")).to_have_count(0)

    page.get_by_label("全部门店").check()

    expect(page).to_have_url(re.compile("stores=all"))
    for name in sorted(names):
        expect(heat.get_by_role("rowheader", name=name)).to_be_visible()


def test_one_store_is_not_asked_whether_it_wants_all(visit, boss):
    expect(at_desk(visit, boss).get_by_label("全部门店")).to_have_count(0)


def test_reception_has_no_dashboard(visit, reception):
    page = visit("desk", reception)
    page.goto("/staff/deliveries")
    expect(page.get_by_role("navigation").get_by_role("link", name="通知")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link", name="数据")).to_have_count(0)

    page.goto("/staff/dashboard")
    expect(page.get_by_text("您没有权限使用这个页面").first).to_be_visible()
    refused = reception.ask("GET", "/figures/bookings", params=THIS_WEEK)
    assert (refused.status_code, refused.json()["code"]) == (403, "managers_only")


def test_who_manages_one_store_is_not_told_of_another(boss, shop):
    other = {**THIS_WEEK, "store_id": shop.store("xujiahui")["id"]}

    assert boss.ask("GET", "/figures/bookings", params=other).json()["code"] == "store_unknown"
    assert boss.ask("GET", "/figures/utilisation", params=other).status_code == 404


def test_waiting_has_skeletons_and_over_a_second_a_progress_bar(visit, boss):
    page = visit("desk", boss)
    page.clock.install()
    held: list[Route] = []
    gate = {"open": False}

    def hold(route: Route) -> None:
        if gate["open"]:
            route.continue_()
        else:
            held.append(route)

    page.route(f"**{BOOKINGS}*", hold)
    page.goto("/staff/dashboard")
    expect(card(page, "每日预约与金额").locator(".el-skeleton")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)

    page.clock.run_for(OVER_A_SECOND_MS)
    expect(page.get_by_role("progressbar", name="正在统计")).to_be_visible()
    gate["open"] = True
    for route in held:
        route.continue_()

    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(card(page, "每日预约与金额").locator(".el-skeleton")).to_have_count(0)


def test_what_fails_is_told_in_its_card_and_tried_again(visit, boss, watch: Watch):
    page = visit("desk", boss)
    watch.expects(503, BOOKINGS)
    page.route(f"**{BOOKINGS}*", lambda route: route.fulfill(status=503, json=AWAY))
    page.goto("/staff/dashboard")
    alert = card(page, "每日预约与金额").get_by_role("alert")
    expect(alert).to_contain_text(AWAY["detail"])
    expect(card(page, "技师利用率（按小时）").locator("canvas").first).to_be_visible()

    page.unroute(f"**{BOOKINGS}*")
    alert.get_by_role("button", name="再试一次").click()

    expect(alert).to_have_count(0)
    expect(tile(page, "预约")).to_contain_text(str(counted(boss)["total"]["visits"]))


def test_deliveries_are_found_by_what_and_how(visit, boss, a_customer: MakeVisitor):
    customer = a_customer()
    booked(customer, "2026-11-22", store="jingansi", treatment="foot-60")
    store_id = counted(boss)["store_id"] or boss.account["stores"][0]
    eventually(lambda: boss.get("/deliveries", store_id=store_id, channel="sms")["items"], "a message")
    page = visit("desk", boss)
    page.goto("/staff/deliveries?channel=sms")
    table = page.get_by_role("region", name="通知")
    expect(table.get_by_role("row").nth(1)).to_contain_text("短信")
    expect(table.get_by_role("row").nth(1)).to_contain_text("139****")
    expect(table.get_by_text("站内信")).to_have_count(0)

    with page.expect_download() as file:
        table.get_by_role("button", name="导出 CSV").click()
    headings, *lines = rows_of(file.value)
    assert headings[:4] == ["时间", "内容", "渠道", "收件人"]
    assert {line[2] for line in lines} == {"短信"}

    page.goto("/staff/deliveries?status=failed")
    expect(page.get_by_text("没有符合条件的消息")).to_be_visible()
