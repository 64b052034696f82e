"""A manager plans: working plans, leave over a visit, the solver's week. Of 静安寺店, which no other test needs."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.desk import choose
from tests.support.shop import Json, Shop, eventually
from tests.support.visitors import Visitor, Visits, booked, staff_of

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = "2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10"


@pytest.fixture
def manager(shop: Shop) -> Visitor:
    return staff_of(shop, "manager.jingansi")


@pytest.fixture
def week(visit: Visits, manager: Visitor) -> Page:
    page = visit("desk", manager)
    page.goto(f"/staff/rosters?week={MONDAY}")
    expect(page.get_by_role("row", name="周涛")).to_be_visible()
    return page


def cell(page: Page, technician: str, column: int) -> str:
    return page.get_by_role("row", name=technician).get_by_role("cell").nth(column).inner_text()


def test_a_day_off_is_given_for_one_date(week: Page, manager: Visitor, shop: Shop):
    assert "10:00–19:00" in cell(week, "周涛", 0)

    week.get_by_role("button", name="周涛").click()
    drawer = week.get_by_role("dialog")
    day = drawer.get_by_role("combobox", name="调整哪一天")
    day.fill(MONDAY)
    day.press("Enter")
    drawer.get_by_role("button", name="添加这一天").click()
    drawer.get_by_role("button", name="保存").click()

    expect(week.get_by_text("排班已保存")).to_be_visible()
    expect(week.get_by_role("row", name="周涛").get_by_role("cell").nth(0)).to_have_text("休息")
    path = f"/technicians/{shop.technician('zhou-tao')['id']}/working-plan"
    plans = manager.get(path)
    told = [*plans["exceptions"], *(one for plan in plans["upcoming"] for one in plan.get("exceptions", []))]
    assert {"on": MONDAY, "shifts": []} in told


def test_a_plan_that_is_left_by_cancel_changes_nothing(week: Page, manager: Visitor, shop: Shop):
    path = f"/technicians/{shop.technician('zheng-kai')['id']}/working-plan"
    before = manager.get(path)

    week.get_by_role("button", name="郑凯").click()
    drawer = week.get_by_role("dialog")
    drawer.get_by_role("group", name="周一").get_by_role("button", name="删除").click()
    drawer.get_by_role("button", name="取消", exact=True).click()

    expect(drawer).to_be_hidden()
    assert manager.get(path) == before


def test_leave_over_a_visit_asks_what_becomes_of_it(week: Page, a_customer, manager: Visitor, shop: Shop):
    made = booked(a_customer(), TUESDAY, store="jingansi", technician="zheng-kai")
    week.get_by_role("tab", name="请假").click()
    choose(week.get_by_role("combobox", name="技师"), "郑凯")
    week.get_by_placeholder("开始", exact=True).fill(f"{TUESDAY} 00:00:00")
    week.get_by_placeholder("结束", exact=True).fill(f"{WEDNESDAY} 00:00:00")
    week.get_by_placeholder("结束", exact=True).press("Enter")
    week.get_by_role("textbox", name="原因").fill("进修")
    add = week.get_by_role("button", name="登记请假")
    add.click()

    expect(week.get_by_text("有 1 个预约落在工作时间之外")).to_be_visible()
    expect(add).to_be_disabled()
    assert manager.get(f"/technicians/{shop.technician('zheng-kai')['id']}/leave")["items"] == []

    choose(week.get_by_role("region", name="受影响的预约").get_by_role("combobox"), "换给")
    add.click()

    expect(week.get_by_text("请假已登记")).to_be_visible()
    expect(week.get_by_role("listitem").filter(has_text="郑凯")).to_contain_text("进修")
    moved = eventually(lambda: _other_technician(manager, made), "another technician")
    assert moved["starts_at"] == made["starts_at"]


def test_leave_is_taken_back_after_a_question(week: Page, manager: Visitor, shop: Shop):
    path = f"/technicians/{shop.technician('lin-xiaoyu')['id']}/leave"
    leave = {"from": f"{WEDNESDAY}T00:00:00+08:00", "to": f"{WEDNESDAY}T23:00:00+08:00", "reason": "看病"}
    assert manager.ask("POST", path, leave).status_code == 201

    week.get_by_role("tab", name="请假").click()
    week.get_by_role("button", name="取消 林小雨 的请假").click()
    week.get_by_role("dialog").get_by_role("button", name="取消").click()
    assert len(manager.get(path)["items"]) == 1

    week.get_by_role("button", name="取消 林小雨 的请假").click()
    week.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(week.get_by_text("请假已取消")).to_be_visible()
    assert manager.get(path)["items"] == []


def test_leave_that_is_asked_for_is_approved_with_a_decision_for_each_visit(
    week: Page, a_technician, a_customer, manager: Visitor, shop: Shop
):
    made = booked(a_customer(), THURSDAY, store="jingansi", technician="zheng-kai")
    technician = a_technician("zheng-kai")
    ask_leave(technician, THURSDAY, "搬家")
    expect(week.get_by_role("tab", name="请假")).to_contain_text("1项待答复")
    expect(week.get_by_role("link", name="排班")).to_contain_text("1项待答复")

    week.get_by_role("tab", name="请假").click()
    row = week.get_by_role("region", name="请假申请").get_by_role("listitem").filter(has_text="搬家")
    approve = row.get_by_role("button", name="批准 郑凯 的请假")
    approve.click()
    expect(row.get_by_text("有 1 个预约落在工作时间之外")).to_be_visible()
    expect(approve).to_be_disabled()
    choose(row.get_by_role("combobox"), "换给")
    approve.click()

    expect(week.get_by_text("已批准，请假已生效")).to_be_visible()
    expect(week.get_by_text("没有待答复的申请。")).to_be_visible()
    expect(week.get_by_role("region", name="请假记录").get_by_role("listitem").filter(has_text="搬家")).to_be_visible()
    eventually(lambda: _other_technician(manager, made), "another technician")
    eventually(lambda: "请假已批准" in subjects(technician), "being told of the answer")


def test_leave_is_refused_with_a_reason_that_the_technician_reads(week: Page, a_technician):
    technician = a_technician("lin-xiaoyu")
    ask_leave(technician, THURSDAY, "逛街")

    week.get_by_role("tab", name="请假").click()
    week.get_by_role("button", name="拒绝 林小雨 的请假").click()
    asked = week.get_by_role("dialog")
    asked.get_by_role("button", name="确定").click()
    expect(asked.get_by_text("请写明原因")).to_be_visible()
    asked.get_by_role("textbox").fill("那天人手不足")
    asked.get_by_role("button", name="确定").click()

    expect(week.get_by_text("已拒绝，技师会收到消息")).to_be_visible()
    [refused] = technician.get(f"/technicians/{technician.account['technician_id']}/leave-requests")["items"]
    assert (refused["status"], refused["refusal"]) == ("refused", "那天人手不足")


def test_reception_sees_who_asks_for_leave_and_answers_nobody(visit: Visits, reception: Visitor, a_technician):
    technician = a_technician("wang-jianguo")
    asked = ask_leave(technician, "2026-12-24", "体检")
    page = visit("desk", reception)
    page.goto("/staff/rosters?tab=leave")

    row = page.get_by_role("listitem").filter(has_text="体检")
    expect(row).to_be_visible()
    expect(row.get_by_role("button")).to_have_count(0)
    technician.ask("POST", f"/leave-requests/{asked['id']}/withdraw", {}).raise_for_status()
    expect(row).to_have_count(0)


def test_the_solver_shows_its_way_and_both_rosters_before_anything_changes(visit: Visits, manager: Visitor, shop: Shop):
    page = visit("desk", manager)
    page.goto("/staff/rosters?week=2026-12-14")
    store = shop.store("jingansi")["id"]
    asked = {"store_id": store, "from": "2026-12-14", "days": 7}
    before = [lane["shifts"] for lane in manager.get("/calendar", **asked)["resources"]]

    page.get_by_role("tab", name="智能排班").click()
    page.get_by_role("spinbutton", name="最多用时（秒）").fill("5")
    page.get_by_role("button", name="开始计算").click()

    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("heading", name="前后对比")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("row", name="需求满足")).to_contain_text("%")
    assert [lane["shifts"] for lane in manager.get("/calendar", **asked)["resources"]] == before

    page.get_by_role("button", name="应用这份排班").click()
    expect(page.get_by_text("新的排班已生效")).to_be_visible(timeout=20_000)
    assert [lane["shifts"] for lane in manager.get("/calendar", **asked)["resources"]] != before


def test_reception_reads_the_week_and_changes_nothing(visit: Visits, reception: Visitor):
    page = visit("desk", reception)
    page.goto("/staff/rosters")

    expect(page.get_by_role("row", name="王建国")).to_be_visible()
    expect(page.get_by_role("button", name="王建国")).to_have_count(0)
    expect(page.get_by_role("tab", name="智能排班")).to_have_count(0)


def ask_leave(technician: Visitor, day: str, reason: str) -> Json:
    wish = {"from": f"{day}T09:00:00+08:00", "to": f"{day}T22:00:00+08:00", "reason": reason}
    path = f"/technicians/{technician.account['technician_id']}/leave-requests"
    answer = technician.ask("POST", path, wish)
    answer.raise_for_status()
    asked: Json = answer.json()
    return asked


def subjects(technician: Visitor) -> list[str]:
    return [one["subject"] for one in technician.get("/notifications")["items"]]


def _other_technician(manager: Visitor, made: dict[str, object]) -> dict[str, object] | None:
    now = manager.get(f"/appointments/{made['id']}")
    return now if now["technician"]["slug"] != "zheng-kai" else None
