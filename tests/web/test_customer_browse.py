"""Finding a treatment, a store and a technician: what a customer sees before booking."""

import re

from playwright.sync_api import Page, expect

from tests.support.shop import Shop, eventually
from tests.support.visitors import Visits, booked
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor

XINZHUANG = {"longitude": 121.381, "latitude": 31.114}
NEWS_MS = 2_000


def _cards(page: Page) -> list[str]:
    return page.locator("main article .over").all_inner_texts()


def test_a_stranger_finds_a_treatment_by_the_part_of_the_body_and_is_led_to_booking(visit: Visits):
    page = visit("phone")
    page.goto("/")

    page.get_by_role("link", name="腰", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("项目")
    expect(page.get_by_role("link", name="腰部推拿")).to_be_visible()
    expect(page.get_by_role("link", name="美甲")).to_have_count(0)
    page.get_by_role("link", name="腰部推拿").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("腰部推拿")
    expect(page.get_by_role("region", name="概要")).to_contain_text("¥218")
    expect(page.get_by_role("region", name="以下情况请勿预约")).to_contain_text("孕期")
    booking = page.get_by_role("main").get_by_role("link", name="预约", exact=True)
    expect(booking).to_have_attribute("href", "/book?treatment=waist-60")


def test_a_treatment_tells_what_to_expect_step_by_step_in_ones_own_language(visit: Visits):
    page = visit("phone", language="en")
    page.goto("/treatments/moxibustion-45")

    expect(page.get_by_role("heading", level=1)).to_have_text("Moxibustion")
    steps = page.get_by_role("list", name="Steps").get_by_role("listitem")
    expect(steps).to_have_count(3)
    expect(steps.nth(1)).to_contain_text("25 min")
    expect(steps.nth(1)).to_contain_text("on your own")


def test_a_treatment_is_found_by_what_people_call_it_and_nonsense_is_told_as_such(visit: Visits):
    page = visit("phone")
    page.goto("/treatments")
    sought = page.get_by_role("searchbox")

    sought.fill("洗脸")
    sought.press("Enter")
    expect(page.get_by_role("link", name="面部清洁")).to_be_visible()
    assert _cards(page) == ["面部清洁"]

    sought.fill("不存在的项目")
    sought.press("Enter")
    expect(page.get_by_text("没有找到这样的项目")).to_be_visible()
    page.get_by_role("button", name="显示全部").click()
    expect(page.locator("main article")).to_have_count(23)


def test_going_back_from_a_treatment_finds_the_list_as_it_was(visit: Visits):
    page = visit("phone")
    page.goto("/treatments")
    page.get_by_role("radio", name="足疗").check()
    expect(page.locator("main article")).to_have_count(2)

    page.get_by_role("link", name="足疗加强版").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("足疗加强版")
    page.get_by_role("button", name="返回").click()

    expect(page.get_by_role("radio", name="足疗")).to_be_checked()
    expect(page.locator("main article")).to_have_count(2)


def test_the_nearest_store_comes_first_once_one_says_where_one_is(visit: Visits):
    page = visit("phone", geolocation=XINZHUANG, permissions=["geolocation"])
    page.goto("/stores")
    expect(page.locator("main article").first).to_contain_text("徐家汇店")

    page.get_by_role("button", name="按距离排").click()

    expect(page.locator("main article").first).to_contain_text("莘庄店")
    expect(page.locator("main article").first).to_contain_text("公里")


def test_who_does_not_say_where_they_are_is_told_kindly_and_sees_all_stores(visit: Visits):
    page = visit("phone")
    page.goto("/stores")

    page.get_by_role("button", name="按距离排").click()

    expect(page.get_by_text("未允许定位")).to_be_visible()
    expect(page.locator("main article")).to_have_count(4)


def test_a_store_tells_its_week_and_how_to_get_there(visit: Visits):
    page = visit("phone")
    page.goto("/stores/jingansi")

    expect(page.get_by_role("heading", level=1)).to_have_text("静安寺店")
    hours = page.get_by_role("region", name="营业时间").get_by_role("row")
    expect(hours).to_have_count(7)
    expect(hours.first).to_contain_text("今天")
    expect(hours.first).to_contain_text("10:00–22:30")
    expect(page.get_by_role("link", name="021-62010002")).to_have_attribute("href", "tel:021-62010002")
    expect(page.get_by_role("link", name="高德地图")).to_have_attribute("href", re.compile("121.4455,31.2245"))
    expect(page.get_by_role("link", name="百度地图")).to_have_attribute("href", re.compile("bd09ll"))
    expect(page.get_by_role("link", name="苹果地图")).to_have_count(0)


def test_an_iphone_is_offered_its_own_map_first(visit: Visits):
    page = visit("phone", user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)")
    page.goto("/stores/jingansi")

    expect(page.get_by_role("link", name=re.compile("地图")).first).to_have_text("苹果地图")


def test_what_is_no_more_says_so_and_leads_on(visit: Visits, watch: Watch):
    watch.expects(404, "/stores/closed-for-good")
    page = visit("phone")
    page.goto("/stores/closed-for-good")

    expect(page.get_by_text("没有这家门店")).to_be_visible()
    page.get_by_role("link", name="查看全部").click()
    expect(page.locator("main article")).to_have_count(4)


def test_technicians_are_narrowed_by_gender_and_rating(visit: Visits, shop: Shop):
    people = shop.get("/technicians", gender="female", limit=100)["items"]
    wanted = sorted(one["name"] for one in people if one["rating"] >= 4.8)
    page = visit("phone")
    page.goto("/technicians")
    expect(page.locator("main article")).to_have_count(20)

    page.get_by_role("button", name="筛选").click()
    sheet = page.get_by_role("dialog", name="筛选")
    sheet.get_by_role("radio", name="女").check()
    sheet.get_by_role("radio", name="4.8 以上").check()
    sheet.get_by_role("button", name="确定").click()

    expect(page.locator("main article")).to_have_count(len(wanted))
    assert sorted(_cards(page)) == wanted
    expect(page.get_by_role("button", name="筛选（2）")).to_be_visible()


def test_technicians_come_nearest_first_after_one_says_where_one_is(visit: Visits):
    page = visit("phone", geolocation=XINZHUANG, permissions=["geolocation"])
    page.goto("/technicians")
    page.get_by_role("button", name="筛选").click()
    sheet = page.get_by_role("dialog", name="筛选")
    sheet.get_by_role("radio", name="离我近").check()
    expect(sheet.get_by_text("浏览器会询问")).to_be_visible()
    sheet.get_by_role("button", name="确定").click()

    expect(page.locator("main article").first).to_contain_text("罗斌")
    expect(page.locator("main article").first).to_contain_text("公里")


def test_the_filter_is_used_by_keyboard_and_gives_the_focus_back(visit: Visits):
    page = visit("desk")
    page.goto("/technicians")
    opener = page.get_by_role("button", name="筛选")
    opener.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="筛选")
    expect(sheet).to_be_visible()

    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")

    expect(sheet).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_technicians_next_free_time_is_one_that_can_be_booked(visit: Visits, shop: Shop):
    page = visit("phone")
    page.goto("/technicians/sun-li?treatment=moxibustion-45")
    told = page.get_by_text("最早可约")
    expect(told).to_be_visible()

    day, clock = told.inner_text().removeprefix("最早可约 ").split()
    on = {"今天": "2026-11-18", "明天": "2026-11-19"}[day]
    starts = [slot["starts_at"][11:16] for slot in shop.slots("jingansi", "moxibustion-45", on, technician="sun-li")]
    assert starts[0] == clock
    booking = page.get_by_role("main").get_by_role("link", name="预约", exact=True)
    expect(booking).to_have_attribute("href", re.compile("treatment=moxibustion-45"))
    expect(booking).to_have_attribute("href", re.compile("technician=sun-li"))


def test_technicians_are_narrowed_by_what_their_treatments_cost(visit: Visits, shop: Shop):
    most_fen = 15_000
    cheap = [one for one in shop.get("/treatments", limit=100)["items"] if 0 < one["price_fen"] <= most_fen]
    technicians = shop.get("/technicians", limit=100)["items"]
    fitting = {
        one["name"]
        for one in technicians
        if any(each["category"] in one["skills"] and one["level"] >= each["level"] for each in cheap)
    }
    page = visit("phone")
    page.goto("/technicians")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("dialog", name="筛选").get_by_role("radio", name="¥150 以内").check()
    page.get_by_role("dialog", name="筛选").get_by_role("button", name="确定").click()

    expect(page.get_by_role("button", name="筛选（1）")).to_be_visible()
    assert set(_cards(page)) == fitting
    assert 0 < len(fitting) < len(technicians)


def test_stores_that_cannot_be_loaded_are_said_to_be_missing_and_asked_for_again(visit: Visits, watch: Watch):
    watch.expects(503, "/stores")
    page = visit("phone")
    page.route("**/api/v1/stores?*", lambda route: route.fulfill(status=503, json={"code": "unavailable"}), times=1)
    page.goto("/technicians")
    expect(page.get_by_role("alert")).to_contain_text("门店没有加载出来")
    expect(page.get_by_role("radio", name="全部门店")).to_have_count(0)
    expect(page.get_by_role("link", name="王建国")).to_be_visible()

    page.get_by_role("button", name="再试一次").click()

    expect(page.get_by_role("radio", name="徐家汇店")).to_be_attached()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_in_english_the_next_free_time_reads_as_a_sentence(visit: Visits):
    page = visit("phone", language="en")
    page.goto("/technicians")

    told = page.get_by_text(re.compile(r"^Free (today|tomorrow) from \d\d:\d\d$"))
    expect(told.first).to_be_visible()
    expect(page.get_by_text("Free from To")).to_have_count(0)


def test_the_next_appointment_appears_and_goes_by_itself(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    page = visit("phone", customer)
    with page.expect_request("**/api/v1/live*"):
        page.goto("/")
    expect(page.get_by_role("link", name="查看预约")).to_have_count(0)

    appointment = booked(customer, "2026-11-19", store="renmin", treatment="foot-60")
    card = page.get_by_role("region", name="下一个预约")
    expect(card).to_contain_text("足疗", timeout=NEWS_MS)
    expect(card).to_contain_text(f"明天 {appointment['starts_at'][11:16]}")
    expect(card.get_by_role("link", name="查看预约")).to_have_attribute("href", f"/appointments/{appointment['id']}")

    customer.ask("POST", f"/appointments/{appointment['id']}/cancel", {}).raise_for_status()
    expect(page.get_by_role("link", name="查看预约")).to_have_count(0, timeout=NEWS_MS)


def test_each_page_has_a_name_and_its_heading_gets_the_focus(visit: Visits):
    page = visit("phone")
    page.goto("/")
    expect(page).to_have_title("名医堂")

    page.get_by_role("navigation", name="主导航").get_by_role("link", name="项目").click()

    expect(page).to_have_title("项目 · 名医堂")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_service_that_is_away_is_told_and_asked_again(visit: Visits, watch: Watch):
    watch.expects(503, "/stores")
    page = visit("phone")
    problem = '{"code": "service_unavailable", "detail": "服务暂时不可用。", "status": 503}'
    page.route("**/api/v1/stores?**", lambda route: route.fulfill(status=503, body=problem))
    page.goto("/stores")
    expect(page.get_by_role("alert")).to_contain_text("服务暂时不可用")

    page.unroute("**/api/v1/stores?**")
    page.get_by_role("button", name="再试一次").click()

    expect(page.locator("main article")).to_have_count(4)


def test_without_a_network_the_page_says_so_and_recovers(visit: Visits, watch: Watch):
    page = visit("phone")
    page.goto("/stores")
    expect(page.locator("main article")).to_have_count(4)

    with watch.offline(page):
        expect(page.get_by_text("当前离线")).to_be_visible()
    expect(page.get_by_text("当前离线")).to_have_count(0)


def test_unread_notifications_are_counted_on_the_bell(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    booked(customer, "2026-11-20", store="xinzhuang", treatment="foot-60")
    eventually(lambda: customer.get("/notifications")["unread_count"], "a notification")
    page = visit("phone", customer)
    page.goto("/")

    expect(page.get_by_role("link", name=re.compile(r"通知，[1-9]\d* 条未读"))).to_be_visible()
