"""The reception's board: moving visits, working the day, callers and walk-ins, and several desks at once.

Each test has a day or a person of its own, so that none meets another's visits.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support import looks
from tests.support.shop import Json, eventually
from tests.support.visitors import Visitor, Visits, booked
from tests.support.watch import Watch
from tests.web.conftest import MakeVisitor

TODAY = "2026-11-18"
AT_ONCE_MS = 2_000
FITS, TAKEN = re.compile("可以"), re.compile("占用")
HOME = {"text": "天钥桥路100号1201室", "lng": 121.4400, "lat": 31.1930}


def a_phone() -> str:
    return f"137{secrets.randbelow(10**8):08}"


def a_visit(reception: Visitor, day: str, name: str, *, technician: str = "zhang-wei", **more: Any) -> Json:
    """Booked by the desk for somebody new of that name."""
    return booked(reception, day, technician=technician, contact={"name": name, "phone": a_phone()}, **more)


@dataclass
class Desk:
    """The board as a test sees it."""

    page: Page

    def open(self, day: str, **query: str) -> "Desk":
        more = "".join(f"&{name}={value}" for name, value in query.items())
        self.page.goto(f"/staff/board?on={day}{more}")
        expect(self.page.get_by_role("region", name="当天时间轴")).to_be_visible()
        return self

    def visit(self, appointment: Json) -> Locator:
        return self.page.locator(f"[data-visit='{appointment['id']}']").first

    @property
    def ghost(self) -> Locator:
        return self.page.get_by_test_id("ghost")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def spot(self, technician: str, clock: str) -> tuple[float, float]:
        """Where on the screen that technician's lane has that time."""
        track = self.page.get_by_role("group", name=technician).locator("[data-lane]")
        track.scroll_into_view_if_needed()
        box, hours = track.bounding_box(), self.page.locator(".hours span")
        first, second = (hours.nth(index).bounding_box() for index in (0, 1))
        assert box
        assert first
        assert second
        began = int(hours.first.inner_text().split(":")[0])
        hour, minute = map(int, clock.split(":"))
        across = (hour - began + minute / 60) * (second["x"] - first["x"])
        return box["x"] + across, box["y"] + box["height"] / 2

    def hold(self, appointment: Json, technician: str, clock: str) -> None:
        """Carries the visit so that it would begin there, and does not let go."""
        box = self.visit(appointment).bounding_box()
        assert box
        grip = 8
        self.page.mouse.move(box["x"] + grip, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        x, y = self.spot(technician, clock)
        self.page.mouse.move(x + grip, y, steps=6)

    def drop(self) -> None:
        self.page.mouse.up()
        expect(self.dialog).to_be_visible()

    def confirm(self) -> None:
        self.page.get_by_role("button", name="确认改动").click()
        expect(self.page.get_by_text("已改好")).to_be_visible()


@pytest.fixture
def desk(visit: Visits, reception: Visitor) -> Desk:
    return Desk(visit("desk", reception))


def starts_at(who: Visitor, appointment: Json) -> tuple[str, str]:
    seen = who.get(f"/appointments/{appointment['id']}")
    return seen["starts_at"][11:16], seen["technician"]["slug"]


def test_a_drag_says_what_it_would_break_and_moves_where_nothing_breaks(desk: Desk, reception: Visitor, watch: Watch):
    watch.allows(409, "/reschedule")
    watch.allows(422, "/reschedule")  # carried over hours that are nobody's
    moved = a_visit(reception, "2026-11-23", "柳女士")
    other = a_visit(reception, "2026-11-23", "杜先生", technician="liu-yang")
    board = desk.open("2026-11-23")

    board.hold(moved, "刘洋", other["starts_at"][11:16])
    expect(board.ghost).to_have_class(re.compile("refused"))
    expect(board.ghost).to_contain_text(TAKEN)
    board.drop()
    expect(board.dialog).to_contain_text("杜先生")
    expect(board.page.get_by_role("button", name="确认改动")).to_be_disabled()
    board.dialog.get_by_role("button", name="取消").click()
    assert starts_at(reception, moved) == (moved["starts_at"][11:16], "zhang-wei")

    board.hold(moved, "张伟", "17:00")
    expect(board.ghost).to_have_class(re.compile("fine"))
    board.drop()
    board.confirm()
    assert starts_at(reception, moved) == ("17:00", "zhang-wei")
    expect(board.visit(moved)).to_have_accessible_name(re.compile("^17:00"))


def test_a_drag_to_another_lane_reassigns(desk: Desk, reception: Visitor):
    visit = a_visit(reception, "2026-11-24", "孔女士")
    board = desk.open("2026-11-24")
    board.hold(visit, "刘洋", visit["starts_at"][11:16])
    expect(board.ghost).to_contain_text(FITS)
    board.drop()
    expect(board.dialog).to_contain_text("刘洋")
    board.confirm()
    assert starts_at(reception, visit) == (visit["starts_at"][11:16], "liu-yang")


def test_escape_lets_a_visit_be(desk: Desk, reception: Visitor):
    visit = a_visit(reception, "2026-11-25", "曹女士", technician="liu-yang")
    board = desk.open("2026-11-25")
    board.hold(visit, "刘洋", "18:00")
    expect(board.ghost).to_be_visible()
    board.page.keyboard.press("Escape")
    expect(board.ghost).to_have_count(0)
    board.page.mouse.up()
    expect(board.dialog).to_have_count(0)
    assert starts_at(reception, visit)[0] == visit["starts_at"][11:16]


def test_a_visit_is_moved_by_keys_alone(desk: Desk, reception: Visitor, watch: Watch):
    watch.allows(409, "/reschedule")
    visit = a_visit(reception, "2026-11-26", "严先生", technician="liu-yang")
    board = desk.open("2026-11-26")
    board.visit(visit).focus()
    keys = board.page.keyboard
    with board.page.expect_response(re.compile("/availability")):
        keys.press("m")
    keys.press("ArrowRight")
    expect(board.page.locator("[aria-live=assertive]")).to_contain_text(FITS)
    keys.press("Enter")
    expect(board.dialog).to_be_visible()
    confirm = board.page.get_by_role("button", name="确认改动")
    expect(confirm).to_be_enabled()
    for _ in range(80):  # past every offered time
        if board.page.evaluate(
            "document.activeElement.matches('button') && document.activeElement.innerText.includes('确认改动')"
        ):
            break
        keys.press("Tab")
    keys.press("Enter")
    expect(board.page.get_by_text("已改好")).to_be_visible()
    expect(board.visit(visit)).to_be_focused()
    assert starts_at(reception, visit)[0] > visit["starts_at"][11:16]


def test_a_visit_is_worked_from_check_in_to_the_end(desk: Desk, reception: Visitor):
    visit = a_visit(reception, TODAY, "金女士", technician="wang-jianguo", treatment="cupping-30")
    board = desk.open(TODAY)
    board.visit(visit).click()
    panel = board.dialog
    expect(panel).to_contain_text("金女士")
    for action, status in (("到店签到", "已到店"), ("开始服务", "服务中"), ("完成服务", "已完成")):
        panel.get_by_role("button", name=action).click()
        expect(panel.locator(".tag").first).to_have_text(status)
    expect(panel.get_by_role("list").last).to_contain_text("开始服务")
    assert reception.get(f"/appointments/{visit['id']}")["status"] == "completed"


def named(customer: Visitor, name: str) -> Visitor:
    customer.ask("PATCH", "/me", {"name": name, "version": customer.get("/me")["version"]}).raise_for_status()
    return customer


def test_a_card_says_who_comes_for_what_and_keeps_the_number_for_the_panel(
    desk: Desk, reception: Visitor, a_customer: MakeVisitor
):
    day = "2026-12-02"
    ours = booked(named(a_customer(), "尤晓岚"), day)
    nobody = booked(a_customer(), day)
    for_her = booked(named(a_customer(), "薛女士"), day, contact={"name": "薛妈妈"})
    eventually(lambda: on_the_board(reception, ours, day)["customer_name"], "the name in booking")
    board = desk.open(day)

    for visit, who in ((ours, "尤晓岚"), (nobody, "客人"), (for_her, "薛妈妈")):
        card = board.visit(visit)
        assert [line.strip() for line in card.inner_text().splitlines()] == [who, ours["treatment"]["name"]]
        expect(card.locator(".phase svg")).to_be_visible()
        expect(card).to_have_accessible_name(re.compile(f"{who}.*已确认"))
    board.visit(ours).click()
    expect(board.dialog).to_contain_text(ours["number"])


def test_a_cancellation_asks_why(desk: Desk, reception: Visitor):
    visit = a_visit(reception, "2026-11-27", "魏女士")
    board = desk.open("2026-11-27")
    board.visit(visit).click()
    board.dialog.get_by_role("button", name="取消预约").click()
    board.dialog.get_by_label("原因").fill("客户来电：出差")
    board.dialog.get_by_role("button", name="取消预约").click()
    expect(board.dialog.locator(".tag").first).to_have_text("已取消")
    expect(board.dialog).to_contain_text("客户来电：出差")
    expect(board.page.locator(f".track [data-visit='{visit['id']}']")).to_have_count(0)


def test_two_desks_see_one_another_within_two_seconds(visit: Visits, reception: Visitor, manager: Visitor):
    ours = a_visit(reception, TODAY, "陶女士", technician="chen-jing", treatment="head-45")
    first, second = (Desk(visit("desk", who)).open(TODAY) for who in (reception, manager))
    expect(second.visit(ours)).to_have_accessible_name(re.compile("已确认"))
    first.visit(ours).click()
    first.dialog.get_by_role("button", name="到店签到").click()
    expect(second.visit(ours)).to_have_accessible_name(re.compile("已到店"), timeout=AT_ONCE_MS)


def test_a_visit_held_in_the_air_stays_there_while_others_book(desk: Desk, reception: Visitor):
    visit = a_visit(reception, "2026-11-28", "姜先生")
    board = desk.open("2026-11-28")
    board.hold(visit, "张伟", "18:00")
    expect(board.ghost).to_contain_text(FITS)
    news = a_visit(reception, "2026-11-28", "戚女士", technician="liu-yang")
    expect(board.visit(news)).to_be_visible(timeout=AT_ONCE_MS)
    expect(board.ghost).to_contain_text(FITS)
    board.drop()
    board.confirm()
    assert starts_at(reception, visit)[0] == "18:00"


def test_a_caller_is_booked_in_three_fields(desk: Desk, reception: Visitor):
    board, phone = desk.open("2026-11-30"), a_phone()
    board.page.get_by_role("button", name="电话预约").click()
    board.dialog.get_by_label("客户手机号").fill(phone)
    expect(board.dialog).to_contain_text("新客户")
    choose(board, "服务项目", re.compile("^足疗 ·"))
    time = board.dialog.locator("fieldset button").first
    clock = time.inner_text()
    time.click()
    board.dialog.get_by_role("button", name="预约", exact=True).click()
    expect(board.page.get_by_text(f"已预约 {clock}")).to_be_visible()
    made = eventually(lambda: of_phone(reception, phone, "2026-11-30"), "the appointment")
    assert made["starts_at"][11:16] == clock
    expect(board.visit(made)).to_be_visible()


def test_a_click_on_a_lane_books_with_that_technician_from_that_time(desk: Desk, reception: Visitor):
    board, phone = desk.open("2026-12-01"), a_phone()
    board.page.mouse.click(*board.spot("刘洋", "16:00"))
    board.dialog.get_by_label("客户手机号").fill(phone)
    choose(board, "服务项目", re.compile("^足疗 ·"))
    chosen = board.dialog.locator("fieldset button[aria-pressed=true]")
    expect(chosen).to_have_text("16:00")
    board.dialog.get_by_role("button", name="预约", exact=True).click()
    made = eventually(lambda: of_phone(reception, phone, "2026-12-01"), "the appointment")
    assert [one["slug"] for one in made["technicians"]] == ["liu-yang"]


def test_who_loses_the_time_to_somebody_else_books_the_next_one(desk: Desk, reception: Visitor, watch: Watch):
    watch.expects(409, "/appointments")
    board, day, phone = desk.open("2026-12-03"), "2026-12-03", a_phone()
    board.page.mouse.click(*board.spot("刘洋", "16:00"))
    board.dialog.get_by_label("客户手机号").fill(phone)
    choose(board, "服务项目", re.compile("^足疗 ·"))
    lost = board.dialog.locator("fieldset button[aria-pressed=true]")
    expect(lost).to_have_text("16:00")
    booked(reception, day, technician="liu-yang", at=f"{day}T16:00:00+08:00", contact={"phone": a_phone()})

    book = board.dialog.get_by_role("button", name="预约", exact=True)
    book.click()
    expect(board.dialog.get_by_role("alert")).to_be_visible()
    board.dialog.locator("fieldset button").filter(has_not_text="16:00").last.click()
    book.click()
    expect(board.dialog).to_have_count(0)
    made = eventually(lambda: of_phone(reception, phone, day), "the appointment")
    assert made["starts_at"][11:16] != "16:00"


def test_a_number_that_is_not_found_out_books_nobody(desk: Desk, reception: Visitor, watch: Watch):
    """Another number over the first: until it is known whose it is, nothing is booked and nobody is named."""
    board, known = desk.open("2026-12-04"), a_phone()
    booked(reception, "2026-12-04", technician="zhang-wei", contact={"name": "陆女士", "phone": known})
    board.page.get_by_role("button", name="电话预约").click()
    number = board.dialog.get_by_label("客户手机号")
    eventually(lambda: reception.get("/customers", q=known)["items"], "the archive")
    number.fill(known)
    expect(board.dialog).to_contain_text("陆女士")
    choose(board, "服务项目", re.compile("^足疗 ·"))
    board.dialog.locator("fieldset button").last.click()
    book = board.dialog.get_by_role("button", name="预约", exact=True)
    expect(book).to_be_enabled()

    with watch.offline(board.page):
        number.fill(a_phone())
        again = board.dialog.get_by_role("button", name="再试一次")
        expect(again).to_have_count(2)  # who it is, and what is free for them
        expect(board.dialog).not_to_contain_text("陆女士")
        expect(book).to_be_disabled()
    again.first.click()
    expect(board.dialog).to_contain_text("新客户")
    again.click()
    expect(book).to_be_enabled()


def test_a_ticket_goes_from_the_queue_to_the_board(desk: Desk):
    board = desk.open(TODAY)
    queue, name = board.page.get_by_role("region", name="到店排队"), f"散客{secrets.token_hex(2)}"
    queue.get_by_role("button", name="取号").click()
    board.dialog.get_by_label("称呼").fill(name)
    choose(board, "服务项目", re.compile("^头疗 ·"))
    board.dialog.get_by_role("button", name="取号").click()
    ticket = queue.get_by_role("listitem").filter(has_text=name)
    expect(ticket).to_be_visible()
    ticket.get_by_role("button", name="叫号").click()
    expect(ticket).to_contain_text("已叫号")
    ticket.get_by_role("button", name="已离开").click()
    expect(ticket).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "name", "month", "weekdays"),
    [("zh-CN", "日期", "11 月", "日一二三四五六"), ("en", "Day", "November", "SunMonTueWedThuFriSat")],
)
def test_a_day_is_chosen_by_keys_in_the_readers_language_whatever_the_browsers(
    visit: Visits, reception: Visitor, language: str, name: str, month: str, weekdays: str
):
    page = visit("desk", reception, locale="de-DE")
    page.add_init_script(f"localStorage.setItem('language', '{language}')")
    page.goto("/staff/board")
    field = page.locator(f"input[aria-label='{name}']")
    expect(field).to_have_value(TODAY)

    field.focus()
    days = page.get_by_role("dialog", name=name)
    expect(days).to_contain_text(month)
    expect(days.locator("tbody tr").first).to_have_text(weekdays)
    assert looks.axe(page) == []
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("2026-12-05")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("on=2026-12-05"))


def test_who_is_not_staff_is_told_so_and_asks_for_nothing(visit: Visits, a_technician: MakeVisitor):
    page = visit("desk", a_technician("wang-jianguo"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/staff/board")
    expect(page.get_by_role("heading", level=1)).to_have_text("您没有权限使用这个页面")
    expect(page.get_by_role("link", name="看板")).to_have_count(0)
    assert not [url for url in asked if "/api/v1/board" in url]


def test_signing_in_leads_back_to_where_one_was_going(visit: Visits, watch: Watch):
    watch.expects(401, "/auth/sessions")
    page = visit("desk")
    page.goto("/staff/board?on=2026-11-20")
    page.get_by_label("员工账号").fill("reception.xujiahui")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("密码").fill("demo-reception")
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile(r"/staff/board\?on=2026-11-20&store=xujiahui"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("看板")


def test_a_call_for_help_shows_on_every_desk_until_somebody_sees_to_it(
    desk: Desk, a_customer: MakeVisitor, a_technician: MakeVisitor
):
    technician, customer = a_technician("wang-jianguo"), a_customer()
    home = booked(customer, TODAY, technician="wang-jianguo", place="home", address=HOME)
    board = desk.open(TODAY)
    for action in ("accept", "depart"):
        technician.ask("POST", f"/appointments/{home['id']}/{action}", {}).raise_for_status()
    technician.ask("POST", f"/appointments/{home['id']}/sos", {"lng": 121.44, "lat": 31.19}).raise_for_status()
    alarm = board.page.get_by_role("alert").filter(has_text="紧急求助")
    expect(alarm).to_be_visible(timeout=AT_ONCE_MS)
    alarm.get_by_role("button", name="我来处理").click()
    expect(alarm).to_have_count(0)


def choose(board: Desk, field: str, option: re.Pattern[str]) -> None:
    board.dialog.get_by_role("combobox", name=field).click()
    board.page.get_by_role("option", name=option).click()


def lines_of(reception: Visitor, day: str) -> list[Json]:
    store = reception.shop.store("xujiahui")["id"]
    return [line for some in reception.get("/board", store_id=store, on=day)["appointments"].values() for line in some]


def on_the_board(reception: Visitor, visit: Json, day: str) -> Json:
    return next(line for line in lines_of(reception, day) if line["id"] == visit["id"])


def of_phone(reception: Visitor, phone: str, day: str) -> Json | None:
    phones = {line["id"]: (line["contact"] or {}).get("phone") or "" for line in lines_of(reception, day)}
    return next((line for line in lines_of(reception, day) if phones[line["id"]].endswith(phone)), None)
