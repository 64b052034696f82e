"""The technician's day on a phone: orders, visits, records, time off."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.support import looks
from tests.support.shop import Json, Shop, eventually, new_key
from tests.support.visitors import Visitor, Visits, booked, customer_of
from tests.support.watch import Watch

TODAY = "2026-11-18"
HOMES = {
    "xujiahui": {"lng": 121.44, "lat": 31.2},
    "jingansi": {"lng": 121.45, "lat": 31.226},
    "renmin": {"lng": 121.478, "lat": 31.235},
    "xinzhuang": {"lng": 121.39, "lat": 31.115},
}
CREATED = 201
COUNT_NOTES = """
window.notes = 0
window.OscillatorNode = new Proxy(window.OscillatorNode, {
  construct(target, asked) { window.notes += 1; return new target(...asked) },
})
"""
MakeVisitor = Callable[..., Visitor]


@pytest.fixture
def a_home_visit(shop: Shop) -> Iterator[Callable[..., Json]]:
    """`a_home_visit("song-jia", "xinzhuang")`: asked of that technician by somebody new; called off at the end."""
    made: list[tuple[Visitor, str]] = []

    def order(technician: str, store: str, *, treatment: str = "full-body-90", note: str = "") -> Json:
        customer = customer_of(shop)
        home = {"text": "幸福路 8 号 3 楼", **HOMES[store], "contact_name": "赵小姐", "contact_phone": "13911110001"}
        for slot in shop.slots(store, treatment, TODAY, technician=technician, place="home", **HOMES[store])[::-1]:
            wish = customer.booking(store, treatment, slot["starts_at"], technician)
            answer = customer.book({**wish, "place": "home", "address": home, "note": note})
            if answer.status_code == CREATED:
                made.append((customer, answer.json()["id"]))
                return {**answer.json(), "customer": customer}
        raise AssertionError(f"no time for {technician}")

    yield order
    for customer, visit_id in made:
        customer.ask("POST", f"/appointments/{visit_id}/cancel", {})


def status_of(who: Visitor, visit_id: str) -> str:
    return str(who.get(f"/appointments/{visit_id}")["status"])


def opened(page: Page, path: str = "/tech") -> Page:
    page.goto(path)
    expect(page.locator("main h1")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=re.compile("加载中|Loading"))).to_have_count(0)
    return page


def order_of(page: Page, visit: Json) -> Locator:
    return page.get_by_role("article", name=visit["treatment"]["name"])


def take_step(page: Page, step: str) -> None:
    """The big button, and yes to what it asks."""
    page.get_by_role("button", name=step, exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=step, exact=True).click()


def faults_of(page: Page) -> list[str]:
    return looks.axe(page) + looks.overflow(page) + looks.small_targets(page)


def a_photo(path: Path) -> Path:
    Image.new("RGB", (640, 480), "teal").save(path, "JPEG")
    return path


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


def test_a_new_order_rings_counts_down_and_is_accepted(
    visit: Visits, a_technician: MakeVisitor, a_home_visit: Callable[..., Json]
):
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
    visit: Visits, a_technician: MakeVisitor, admin: Visitor, a_home_visit: Callable[..., Json]
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
    visit: Visits, a_technician: MakeVisitor, a_home_visit: Callable[..., Json]
):
    page = visit("phone", a_technician("xu-ning"))
    page.route("**/api/v1/live", lambda _: None)  # a phone asleep hears nothing
    opened(page)
    order = a_home_visit("xu-ning", "xinzhuang", treatment="waist-60")
    expect(order_of(page, order)).to_have_count(0)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(order_of(page, order)).to_be_visible()
    page.keyboard.press("Escape")
    expect(order_of(page, order)).to_have_count(0)
    page.get_by_role("button", name="1 个新订单待接").click()
    expect(order_of(page, order)).to_be_visible()


def test_a_home_visit_goes_through_all_its_states_and_is_recorded_with_a_photo(
    visit: Visits, watch: Watch, a_technician: MakeVisitor, a_home_visit: Callable[..., Json], tmp_path: Path
):
    technician = a_technician("zhou-tao")
    order = a_home_visit("zhou-tao", "jingansi", note="怕疼，轻一点")
    customer: Visitor = order["customer"]
    me = customer.get(f"/customers/{customer.account['id']}")
    known = {"allergies": ["薰衣草精油"], "conditions": ["fracture"], "version": me["version"]}
    customer.ask("PATCH", f"/customers/{customer.account['id']}", known).raise_for_status()
    technician.ask("POST", f"/appointments/{order['id']}/accept", {}, key=new_key()).raise_for_status()

    page = opened(visit("phone", technician), f"/tech/visits/{order['id']}")
    expect(page.get_by_text("怕疼，轻一点")).to_be_visible()
    expect(page.get_by_text("薰衣草精油")).to_be_visible()
    expect(page.get_by_text("与本次项目有冲突").locator("..")).to_contain_text("骨折")
    amap = page.get_by_role("link", name="高德地图导航")
    expect(amap).to_have_attribute("href", re.compile(r"^https://uri\.amap\.com/navigation\?to=121\.45,31\.226,"))
    expect(page.get_by_role("link", name="打电话给客人")).to_have_attribute("href", "tel:+8613911110001")
    expect(page.get_by_role("button", name="求助")).to_have_count(0)

    take_step(page, "出发")
    expect(page.get_by_role("button", name="求助")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("button", name="到达", exact=True).click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("到达码").fill("0000")
    watch.expects(422, "/arrive")
    asked.get_by_role("button", name="到达", exact=True).click()
    expect(asked.get_by_role("alert")).to_be_visible()
    assert status_of(technician, order["id"]) == "departed"
    asked.get_by_label("到达码").fill(customer.get(f"/appointments/{order['id']}")["arrival_code"])
    asked.get_by_role("button", name="到达", exact=True).click()
    take_step(page, "开始")
    take_step(page, "完成")

    expect(page.get_by_role("heading", name="服务记录")).to_be_visible()
    assert status_of(customer, order["id"]) == "completed"
    written_and_photographed(page, technician, order["id"], tmp_path)


def test_help_is_called_by_holding_and_a_delay_is_told(
    visit: Visits, a_technician: MakeVisitor, admin: Visitor, a_home_visit: Callable[..., Json]
):
    technician = a_technician("zhang-wei")
    order = a_home_visit("zhang-wei", "xujiahui", treatment="head-45")
    for step in ("accept", "depart"):
        technician.ask("POST", f"/appointments/{order['id']}/{step}", {}, key=new_key()).raise_for_status()
    page = opened(visit("phone", technician), f"/tech/visits/{order['id']}")

    def calls() -> list[Json]:
        return [one for one in admin.get("/sos-alerts")["items"] if one["appointment_id"] == order["id"]]

    page.get_by_role("button", name="要迟到").click()
    page.get_by_role("dialog").get_by_role("button", name="20 分钟").click()
    page.get_by_role("dialog").get_by_role("button", name="通知客人").click()
    expect(page.get_by_text(re.compile("预计 .* 到"))).to_be_visible()
    assert order["customer"].get(f"/appointments/{order['id']}")["expected_at"] > order["starts_at"]

    sos = page.get_by_role("button", name="求助")
    sos.click()
    assert calls() == []
    sos.focus()
    page.keyboard.down("Enter")
    expect(page.get_by_role("alert")).to_contain_text("门店已收到您的求助")
    page.keyboard.up("Enter")
    assert len(calls()) == 1
    admin.ask("POST", f"/sos-alerts/{calls()[0]['id']}/acknowledge", {}).raise_for_status()


def written_and_photographed(page: Page, technician: Visitor, visit_id: str, folder: Path) -> None:
    notes = page.get_by_label("服务情况（客人可见）")
    notes.fill("肩颈放松")
    page.get_by_role("button", name="建议热敷").click()
    expect(notes).to_have_value("肩颈放松，建议热敷")
    page.reload()
    expect(notes).to_have_value("肩颈放松，建议热敷")
    expect(page.get_by_text("已恢复上次没保存的内容")).to_be_visible()

    before = page.get_by_role("region", name="服务前")
    before.get_by_label("从相册选择").set_input_files(a_photo(folder / "before.jpg"))
    expect(before.get_by_role("img", name="服务前照片 1")).to_be_visible()
    heavy = folder / "big.jpg"
    heavy.write_bytes(bytes(10 * 1024 * 1024 + 1))
    before.get_by_label("从相册选择").set_input_files(heavy)
    expect(before.get_by_role("alert")).to_contain_text("超过 10 MB")
    assert faults_of(page) == []
    page.get_by_label("输入姓名代替手写").fill("赵小姐")
    page.get_by_role("button", name="保存签名").click()
    expect(page.get_by_role("img", name="客人的签名")).to_be_visible()
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_text("已保存。")).to_be_visible()

    record: Json = technician.get(f"/appointments/{visit_id}/service-record")
    assert record["notes"] == "肩颈放松，建议热敷"
    assert [photo["kind"] for photo in record["photos"]] == ["before"]
    assert record["signature"] is not None
    page.reload()
    expect(notes).to_have_value("肩颈放松，建议热敷")
    expect(page.get_by_text("已恢复上次没保存的内容")).to_have_count(0)


def test_a_photo_is_deleted_again(visit: Visits, a_technician: MakeVisitor, shop: Shop, tmp_path: Path):
    technician = a_technician("chen-jing")
    made = in_service(technician, booked(customer_of(shop), TODAY, technician="chen-jing", treatment="head-45"))
    page = opened(visit("phone", technician), f"/tech/visits/{made['id']}/record")
    after = page.get_by_role("region", name="服务后")
    after.get_by_label("从相册选择").set_input_files(a_photo(tmp_path / "after.jpg"))
    after.get_by_role("img", name="服务后照片 1").click()
    page.get_by_role("button", name="删除这张照片").click()

    expect(after.get_by_role("img")).to_have_count(0)
    assert technician.get(f"/appointments/{made['id']}/service-record")["photos"] == []


def in_service(technician: Visitor, made: Json) -> Json:
    for step in ("check-in", "start"):
        technician.ask("POST", f"/appointments/{made['id']}/{step}", {}, key=new_key()).raise_for_status()
    return made


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


def test_leave_over_a_visit_is_asked_for_and_the_answer_comes_by_itself(
    visit: Visits, a_technician: MakeVisitor, admin: Visitor, shop: Shop
):
    technician = a_technician("huang-lei")
    made = booked(customer_of(shop), "2026-11-20", store="renmin", technician="huang-lei", treatment="waist-60")
    page = opened(visit("phone", technician), "/tech/mine/leave")
    expect(page.get_by_text("没有请假，也没有申请。")).to_be_visible()

    row = ask_leave(page, "2026-11-20", "看牙")
    expect(row).to_contain_text("待店长答复")
    assert leave_of(technician) == []

    answer_leave(admin, technician, "approve", decisions={made["id"]: "keep"})
    expect(row).to_contain_text("已批准")
    assert leave_of(technician) == ["看牙"]
    assert status_of(technician, made["id"]) == "confirmed"
    eventually(lambda: "请假已批准" in subjects(technician), "being told of the answer")

    take_back(row)
    expect(row).to_contain_text("批准后已撤回")
    assert leave_of(technician) == []


def test_a_refusal_is_read_with_its_words_and_a_request_can_be_withdrawn(
    visit: Visits, a_technician: MakeVisitor, admin: Visitor, watch: Watch
):
    technician = a_technician("tang-hao")
    page = opened(visit("phone", technician), "/tech/mine/leave")

    row = ask_leave(page, "2026-12-25", "家里有事")
    answer_leave(admin, technician, "refuse", reason="那天人手不足")
    expect(row).to_contain_text("未批准")
    expect(row).to_contain_text("店长：那天人手不足")

    row = ask_leave(page, "2026-12-26", "搬家")
    watch.expects(409, "/leave-requests")
    ask_leave(page, "2026-12-26", "再搬一次家")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("与已有的请假或待答复的申请重叠")
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()

    take_back(row)
    expect(row).to_contain_text("已撤回申请")
    assert leave_of(technician) == []


def ask_leave(page: Page, day: str, reason: str) -> Locator:
    """Fill in and send; the line of the request in the list."""
    page.get_by_role("button", name="我要请假").click()
    asked = page.get_by_role("dialog")
    for edge, clock in (("开始", "09:00"), ("结束", "20:00")):
        asked.get_by_label(f"{edge} 日期").fill(day)
        asked.get_by_label(f"{edge} 时间").fill(clock)
    asked.get_by_label("原因").fill(reason)
    asked.get_by_role("button", name="提交申请").click()
    return page.get_by_role("listitem").filter(has_text=reason)


def answer_leave(admin: Visitor, technician: Visitor, how: str, **words: object) -> None:
    [asked, *_] = technician.get(f"/technicians/{technician.account['technician_id']}/leave-requests")["items"]
    answer = {"version": asked["version"], **words}
    admin.ask("POST", f"/leave-requests/{asked['id']}/{how}", answer).raise_for_status()


def subjects(technician: Visitor) -> list[str]:
    return [one["subject"] for one in technician.get("/notifications")["items"]]


def take_back(row: Locator) -> None:
    row.get_by_role("button", name="撤回", exact=True).click()
    row.page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True).click()


def leave_of(technician: Visitor) -> list[str]:
    return [
        one["reason"] for one in technician.get(f"/technicians/{technician.account['technician_id']}/leave")["items"]
    ]


def test_who_goes_off_duty_is_told_of_the_visits_left(visit: Visits, a_technician: MakeVisitor, shop: Shop):
    technician = a_technician("tang-hao")
    booked(customer_of(shop), TODAY, store="xinzhuang", technician="tang-hao")
    page = opened(visit("phone", technician), "/tech/mine")
    page.get_by_role("button", name="下班", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("1 个预约")
    page.get_by_role("button", name="做完这些预约，不再接新单").click()

    expect(page.get_by_text("不会收到新订单")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="上班", exact=True).click()
    expect(page.get_by_text("上班中，会收到新订单。")).to_be_visible()


def test_a_wish_for_a_day_off_is_written_and_taken_back(visit: Visits, a_technician: MakeVisitor):
    technician = a_technician("zheng-kai")
    page = opened(visit("phone", technician), "/tech/mine/wishes")
    page.get_by_role("button", name="添加意愿").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("日期").fill("2026-12-02")
    asked.get_by_role("button", name="想休息").click()
    asked.get_by_role("button", name="保存").click()
    expect(page.get_by_text("12月2日")).to_be_visible()
    wishes = f"/technicians/{technician.get('/me')['technician_id']}/shift-wishes"
    assert [(one["on"], one["kind"]) for one in technician.get(wishes)["items"]] == [("2026-12-02", "off")]

    page.get_by_role("button", name="撤回").click()
    page.get_by_role("dialog").get_by_role("button", name="撤回").click()
    expect(page.get_by_text("12月2日")).to_have_count(0)


def test_messages_are_counted_and_read(visit: Visits, a_technician: MakeVisitor, shop: Shop):
    page = opened(visit("phone", a_technician("lin-xiaoyu")))
    booked(customer_of(shop), TODAY, store="jingansi", technician="lin-xiaoyu", treatment="manicure-60")
    messages = page.get_by_role("navigation", name="主导航").get_by_role("link", name="消息")
    messages.click()
    expect(page.get_by_role("button", name="新预约").first).to_be_visible()
    expect(messages).to_contain_text("未读")
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
