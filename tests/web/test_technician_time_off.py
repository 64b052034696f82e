"""Leave that is asked for, days that are wished for, and going off duty."""

from playwright.sync_api import Locator, Page, expect

from tests.support.shop import Shop, eventually
from tests.support.visitors import Visitor, Visits, booked, customer_of
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor
from tests.web.technicians import TODAY, opened, status_of


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
