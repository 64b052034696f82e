"""A customer books by page: few taps, at home, for two, with the keyboard alone, and when somebody else is quicker."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import budgets, looks
from tests.support.shop import FIRST_NUMBER, Json, Shop, eventually
from tests.support.visitors import Visitor, Visits
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor

MOST_TAPS, MOST_REDRAW_MS, MOST_TABS = 5, 100, 40
NECK = "shoulder-neck-60"
PAGE = f"/book?treatment={NECK}&store=xujiahui"
CONFIRM, DONE = "确认预约", "预约成功"
MEASURED = "() => performance.getEntriesByName('availability-redraw').map((one) => one.duration)"


def times(page: Page) -> Locator:
    return page.get_by_role("region", name="选择时间").get_by_role("button", name=re.compile(r"^\d\d:\d\d$"))


def pick_a_day(page: Page, day: str) -> None:
    month, date = int(day[5:7]), int(day[8:])
    page.get_by_role("group", name="日期").get_by_role("button", name=re.compile(f"^{month}月{date}日")).click()


def confirm(page: Page) -> None:
    page.get_by_role("button", name=re.compile(f"^{CONFIRM}")).click()


def expect_done(page: Page, title: str = DONE) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def redrawn_in_ms(page: Page) -> float:
    page.wait_for_function("() => performance.getEntriesByName('availability-redraw').length > 0")
    return float(page.evaluate(MEASURED)[-1])


def test_five_taps_from_home_are_enough(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    page = visit("phone", customer)
    page.goto("/")
    taps = [
        page.get_by_role("navigation").get_by_role("link", name="项目"),
        page.get_by_role("link", name="肩颈推拿", exact=True).first,
        page.get_by_role("main").get_by_role("link", name="预约", exact=True),
        times(page).nth(5),
        page.get_by_role("button", name=re.compile(f"^{CONFIRM}")),
    ]
    for tap in taps:
        tap.click()

    expect_done(page)
    assert len(taps) <= MOST_TAPS
    [made] = customer.get("/appointments")["items"]
    expect(page.get_by_text(made["number"])).to_be_visible()
    assert (made["status"], made["treatment"]["slug"]) == ("confirmed", NECK)
    with page.expect_download() as calendar:
        page.get_by_role("link", name="加入日历").click()
    assert calendar.value.path().read_text().startswith("BEGIN:VCALENDAR")
    expect(page.get_by_role("link", name="地图")).to_have_attribute("href", re.compile(r"^https://.+(position|ll)="))
    page.go_back()  # booking again by mistake is not a step back
    expect(page).not_to_have_url(re.compile("/book/confirm"))


def test_what_is_chosen_outlives_a_reload_and_a_step_back(visit: Visits, a_customer: MakeVisitor):
    page = visit("phone", a_customer())
    page.goto(PAGE)
    page.get_by_text("王建国").click()
    pick_a_day(page, "2026-11-22")
    chosen = times(page).first.inner_text()
    times(page).first.click()
    expect(page.get_by_text("合计")).to_be_visible()
    expect(page.get_by_text("王建国")).to_be_visible()

    page.reload()
    expect(page.get_by_text(re.compile(f"11月22日.*{chosen}"))).to_be_visible()
    page.go_back()

    expect(page.get_by_role("radio", name=re.compile("王建国"))).to_be_checked()
    expect(page.get_by_role("button", name=re.compile("^11月22日"))).to_have_attribute("aria-pressed", "true")


def test_a_time_taken_under_ones_eyes_explains_itself_and_the_nearest_is_a_tap_away(
    visit: Visits, watch: Watch, shop: Shop, a_customer: MakeVisitor
):
    slow, quick = a_customer(), a_customer()
    page = visit("phone", slow)
    start = shop.slots("xujiahui", NECK, "2026-11-26", technician="wang-jianguo")[4]["starts_at"]
    page.goto("/book/confirm?" + _query(technician="wang-jianguo", at=start))
    expect(page.get_by_text("合计")).to_be_visible()
    answer = quick.book(quick.booking("xujiahui", NECK, start, "wang-jianguo"))
    assert answer.status_code == 201, answer.text

    watch.expects(409, "/appointments")
    confirm(page)

    told = page.get_by_role("alert")
    expect(told).to_contain_text(f"{start[11:16]} 已约不上")
    expect(told).to_contain_text("占用")
    assert looks.axe(page, frozenset()) == []
    nearest = told.get_by_role("group").get_by_role("button")
    expect(nearest).not_to_have_count(0)
    nearest.first.click()
    expect(told).to_have_count(0)
    confirm(page)
    expect_done(page)


@pytest.mark.timed
def test_what_somebody_else_takes_goes_from_the_strip_and_is_said(visit: Visits, shop: Shop, a_customer: MakeVisitor):
    page = visit("phone", a_customer())
    page.goto(f"{PAGE}&technician=li-xiuying&day=2026-11-27")
    first = shop.slots("xujiahui", NECK, "2026-11-27", technician="li-xiuying")[0]["starts_at"]
    taken = page.get_by_role("button", name=first[11:16], exact=True)
    expect(taken).to_be_visible()

    quick = a_customer()
    quick.book(quick.booking("xujiahui", NECK, first, "li-xiuying")).raise_for_status()
    page.evaluate("() => performance.clearMeasures()")
    page.evaluate("() => dispatchEvent(new Event('focus'))")  # as when somebody comes back to the page

    expect(taken).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="可选时间已更新")).to_have_count(1)
    assert redrawn_in_ms(page) <= budgets.granted(MOST_REDRAW_MS)


@pytest.mark.timed
def test_another_day_is_drawn_at_once(visit: Visits):
    page = visit("phone")
    page.goto(PAGE)
    expect(times(page)).not_to_have_count(0)
    page.evaluate("() => performance.clearMeasures()")
    pick_a_day(page, "2026-11-21")
    assert redrawn_in_ms(page) <= budgets.granted(MOST_REDRAW_MS)


def test_who_is_not_signed_in_signs_in_on_the_way_and_loses_nothing(visit: Visits, shop: Shop):
    phone = "13911002201"
    page = visit("phone")
    page.goto(f"{PAGE}&day=2026-11-21")
    times(page).nth(3).click()
    page.get_by_label("备注", exact=True).fill("右肩较紧")
    page.get_by_label("手机号").fill(phone)
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_label("验证码")).to_be_focused()
    text = eventually(lambda: shop.get("/dev/outbox", to=phone)["items"], "the code")[0]["text"]
    code = FIRST_NUMBER.search(text)
    assert code
    page.get_by_label("验证码").fill(code[0])

    confirm(page)

    expect_done(page)
    page.get_by_role("link", name="查看预约").click()
    expect(page.get_by_text("右肩较紧")).to_be_visible()


def test_a_visit_at_home_tells_its_fee_and_keeps_the_address(visit: Visits, watch: Watch, a_customer: MakeVisitor):
    customer = a_customer()
    watch.allows(404, f"/customers/{customer.account['id']}")  # the archive of a new account comes a moment later
    page = visit("phone", customer)
    page.goto(f"{PAGE}&day=2026-11-28")
    page.get_by_text("上门", exact=True).click()
    page.get_by_label("街道、小区或地标").fill("肇嘉浜路")
    expect(page.get_by_text("位置：肇嘉浜路")).to_be_visible()
    page.get_by_label("楼号门牌").fill("1111号502室")
    page.get_by_role("button", name="用这个地址").click()
    times(page).nth(2).click()
    expect(page.get_by_text("上门费")).to_be_visible()
    expect(page.get_by_text("提交后由技师接单确认。")).to_be_visible()
    confirm(page)

    expect_done(page, "已提交，等待确认")
    expect(page.get_by_role("timer")).to_be_visible()
    path = f"/customers/{customer.account['id']}"
    [kept] = eventually(lambda: customer.get(path)["addresses"], "the address that was kept")
    assert "1111号502室" in kept["text"]

    page.evaluate("() => sessionStorage.clear()")
    page.goto(f"{PAGE}&day=2026-11-29&place=home")
    page.get_by_role("button", name=re.compile("1111号502室")).click()
    expect(times(page)).not_to_have_count(0)


def test_an_address_far_away_is_refused_kindly(visit: Visits):
    page = visit("phone", permissions=["geolocation"], geolocation={"latitude": 30.27, "longitude": 120.15})
    page.goto(f"{PAGE}&place=home")
    page.get_by_label("街道、小区或地标").fill("西湖边")
    page.get_by_role("button", name="用当前位置").click()
    page.get_by_role("button", name="用这个地址").click()
    expect(page.get_by_text("该地址超出上门服务范围。")).to_be_visible()


def test_two_come_together(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    page = visit("phone", customer)
    page.goto("/book?treatment=couple-full-body-90&store=xujiahui&day=2026-11-24")
    times(page).first.click()
    expect(page.get_by_role("region", name="预约内容").get_by_text("2 人")).to_be_visible()
    confirm(page)
    expect_done(page)
    [made] = customer.get("/appointments")["items"]
    assert (made["party_size"], len(made["technicians"])) == (2, 2)


def test_a_deposit_is_paid_while_the_time_is_kept(visit: Visits, shop: Shop, a_customer: MakeVisitor, admin: Visitor):
    wish = {"store_id": shop.store("jingansi")["id"], "treatment_id": shop.treatment("sensitive-skin-60")["id"]}
    rule = {"scope": wish["treatment_id"], "deposit_percent": 30}
    assert admin.ask("POST", "/booking-rules", rule).status_code == 201
    start = shop.slots("jingansi", "sensitive-skin-60", "2026-11-27")[0]["starts_at"]
    eventually(lambda: shop.get("/quote", **wish, starts_at=start)["deposit_fen"], "the rule in force")
    page = visit("phone", a_customer())
    page.goto("/book/confirm?" + _query(treatment="sensitive-skin-60", store="jingansi", at=start))
    expect(page.get_by_text(re.compile("需付定金 ¥89.40"))).to_be_visible()
    confirm(page)

    expect_done(page, "请支付定金")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^\d+:\d\d$"))
    page.get_by_role("button", name="支付 ¥89.40").click()

    expect_done(page)
    expect(page.get_by_role("button", name=re.compile("^支付"))).to_have_count(0)


def test_the_keyboard_alone_books(visit: Visits, a_customer: MakeVisitor):
    customer = a_customer()
    page = visit("desk", customer)
    page.goto(PAGE)
    expect(times(page)).not_to_have_count(0)
    tab_to(page, lambda focused: "星期" in focused["name"])
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^11月20日"))).to_have_attribute("aria-pressed", "true")
    tab_to(page, lambda focused: re.fullmatch(r"\d\d:\d\d", focused["name"]) is not None)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=CONFIRM)).to_be_focused()
    expect(page.get_by_text("合计")).to_be_visible()
    tab_to(page, lambda focused: focused["name"].startswith(CONFIRM))
    page.keyboard.press("Enter")

    expect_done(page)
    assert customer.get("/appointments")["items"][0]["starts_at"].startswith("2026-11-20")


@pytest.mark.control
def test_a_page_without_the_time_leads_back_to_choosing_one(visit: Visits, a_customer: MakeVisitor):
    page = visit("phone", a_customer())
    page.goto(f"/book/confirm?treatment={NECK}")
    expect(page).to_have_url(re.compile(r"/book\?treatment="))
    expect(page.get_by_role("button", name=re.compile(CONFIRM))).to_have_count(0)


FOCUSED = """() => {
  const one = document.activeElement
  return { name: (one?.getAttribute('aria-label') ?? one?.textContent ?? '').trim(), tag: one?.tagName ?? '' }
}"""


def tab_to(page: Page, is_it: Callable[[Json], bool]) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if is_it(page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"not reached by {MOST_TABS} tabs")


def _query(*, treatment: str = NECK, store: str = "xujiahui", at: str, technician: str = "") -> str:
    asked = {"treatment": treatment, "store": store, "technician": technician, "at": at.replace("+", "%2B")}
    return "&".join(f"{name}={value}" for name, value in asked.items() if value)
