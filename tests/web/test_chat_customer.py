"""The customer's chat: asking, a proposal that is confirmed or changed, signing in inside, a person who answers."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support import looks
from tests.support.shop import Client, Shop

A_BOOKING = "{day}徐家汇店做肩颈推拿"
FIELD = "说说您的需要"
SOON_MS = 2_000


def opened(page: Page, path: str = "/") -> Locator:
    """The chat's panel, opened by its bubble."""
    page.goto(path)
    page.get_by_role("button", name="打开聊天").click()
    panel = page.get_by_role("dialog", name="名医堂助手")
    expect(panel.get_by_role("textbox", name=FIELD)).to_be_visible()
    return panel


def say(panel: Locator, text: str) -> None:
    field = panel.get_by_role("textbox", name=FIELD)
    field.fill(text)
    field.press("Enter")


def a_time(shop: Shop, day: str) -> str:
    """A free start of that day, as a customer says it."""
    at = shop.slots("xujiahui", "shoulder-neck-60", day)[0]["starts_at"]
    return f"{day[5:7].lstrip('0')}月{day[8:]}日{at[11:16]}"


def confirm_button(panel: Locator) -> Locator:
    return panel.get_by_role("article", name="请确认预约").get_by_role("button", name="确认")


def test_what_is_asked_is_proposed_with_all_that_counts_and_booked_by_one_tap(visit, shop, a_customer):
    who = a_customer()
    panel = opened(visit("phone", who))

    say(panel, A_BOOKING.format(day=a_time(shop, "2026-11-24")))
    card = panel.get_by_role("article", name="请确认预约")
    for told in ("肩颈推拿", "11月24日", "徐家汇店", "由门店安排", "¥198", "免费取消", "内有效"):
        expect(card).to_contain_text(told)
    assert appointments(who) == [], "nothing is booked before it is confirmed"
    confirm_button(panel).click()

    expect(panel.get_by_role("log")).to_contain_text("约好了")
    (made,) = appointments(who)
    expect(panel.get_by_role("article", name=f"预约 {made['number']}")).to_contain_text("已确认")
    expect(card).to_have_count(0)


def test_who_wants_it_different_is_asked_what_and_may_tap_the_answer(visit, shop, a_customer):
    who = a_customer()
    panel = opened(visit("phone", who))
    say(panel, A_BOOKING.format(day=a_time(shop, "2026-11-25")))

    panel.get_by_role("button", name="再改改").click()
    expect(panel.get_by_role("article", name="请确认预约")).to_have_count(0)
    panel.get_by_role("button", name="换个时间").click()
    times = panel.get_by_role("group", name="快捷回复").get_by_role("button", name=re.compile(r"^\d\d:\d\d$"))
    other = times.last.inner_text()
    times.last.click()

    expect(panel.get_by_role("article", name="请确认预约")).to_contain_text(other)
    assert appointments(who) == []


def test_nobody_need_sign_in_to_ask_and_signing_in_inside_keeps_the_proposal(visit, shop):
    page = visit("phone")
    panel = opened(page)
    say(panel, A_BOOKING.format(day=a_time(shop, "2026-11-26")))
    confirm_button(panel).click()

    phone = "13955500017"
    panel.get_by_label("手机号").fill(phone)
    panel.get_by_role("button", name="获取验证码").click()
    code = panel.get_by_label("验证码", exact=True)
    expect(code).to_be_focused()
    expect(panel.get_by_role("button", name="登录并确认")).to_be_visible()
    code.fill(newest_code(shop, phone))

    expect(panel.get_by_role("log")).to_contain_text("约好了")


def test_questions_are_answered_and_what_was_said_is_there_after_loading_again(visit):
    page = visit("phone")
    panel = opened(page)
    say(panel, "徐家汇店有停车场吗")
    expect(panel.get_by_role("log")).to_contain_text("飞雕国际大厦")

    page.reload()
    panel = opened(page)
    expect(panel.get_by_role("log")).to_contain_text("徐家汇店有停车场吗")
    panel.get_by_role("button", name="更多").click()
    panel.get_by_role("button", name="删除这段对话").click()
    panel.get_by_role("button", name="删除", exact=True).click()
    expect(panel.get_by_role("log")).not_to_contain_text("停车场")
    page.reload()
    expect(opened(page).get_by_role("log")).not_to_contain_text("停车场")


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_person_s_answer_appears_within_two_seconds(visit, a_customer, reception, is_signed_in):
    page = visit("phone", a_customer() if is_signed_in else None)
    panel = opened(page)
    say(panel, "徐家汇店，请帮我转人工")
    expect(panel).to_contain_text("正在等待客服回复")
    desk = visit("desk", reception)
    desk.goto(f"/staff/inbox/{conversation_of(page)}")
    reply = desk.get_by_role("textbox", name="回复顾客")
    reply.fill("您好，有什么可以帮您？")

    desk.get_by_role("button", name="发送").click()

    expect(panel.get_by_role("log")).to_contain_text("有什么可以帮您", timeout=SOON_MS)
    expect(panel).to_contain_text("正在为您服务")
    desk.get_by_role("button", name="交还助手").click()
    expect(panel.get_by_role("log")).to_contain_text("人工服务已结束", timeout=SOON_MS)
    expect(panel).not_to_contain_text("正在为您服务")


def test_the_panel_keeps_the_focus_and_gives_it_back(visit):
    page = visit("desk")
    panel = opened(page)
    expect(panel.get_by_role("textbox", name=FIELD)).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert panel.evaluate("panel => panel.contains(document.activeElement)")
    assert page.locator("#app").get_attribute("inert") is not None

    page.keyboard.press("Escape")

    expect(panel).to_have_count(0)
    expect(page.get_by_role("button", name="打开聊天")).to_be_focused()
    assert page.locator("#app").get_attribute("inert") is None


def test_back_closes_the_panel_and_stays_on_the_page(visit):
    page = visit("phone")
    page.goto("/stores")
    panel = opened(page, "/treatments")

    page.go_back()

    expect(panel).to_have_count(0)
    expect(page).to_have_url(re.compile("/treatments"))


def test_enter_that_composes_a_word_sends_nothing_and_shift_begins_a_line(visit):
    panel = opened(visit("desk"))
    field = panel.get_by_role("textbox", name=FIELD)
    field.fill("zhuan")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True})
    field.press("Shift+Enter")

    expect(field).to_have_value("zhuan\n")
    expect(panel.get_by_role("log")).not_to_contain_text("zhuan")


def test_what_is_too_long_stays_in_the_field_and_is_told(visit):
    panel = opened(visit("phone"))
    field = panel.get_by_role("textbox", name=FIELD)
    field.fill("长" * 10_000)
    field.press("Enter")

    expect(panel.get_by_role("alert")).to_contain_text("一次最多 1000 个字")
    expect(panel.get_by_role("button", name="发送")).to_be_disabled()
    assert len(field.input_value()) == 10_000


def test_what_could_not_be_sent_is_said_again_once(visit, watch):
    page = visit("phone")
    panel = opened(page)
    page.route("**/api/v1/chat/messages", lambda route: route.abort("internetdisconnected"))
    with watch.offline(page):
        page.evaluate("Object.defineProperty(navigator, 'onLine', {get: () => true})")
        page.evaluate("dispatchEvent(new Event('online'))")
        say(panel, "徐家汇店有停车场吗")
        expect(panel.get_by_role("alert")).to_contain_text("网络不通")
    page.unroute("**/api/v1/chat/messages")

    panel.get_by_role("button", name="再试一次").click()

    expect(panel.get_by_role("log")).to_contain_text("飞雕国际大厦")
    expect(panel.get_by_text("徐家汇店有停车场吗", exact=True)).to_have_count(1)


def test_who_says_too_much_at_once_sees_how_long_to_wait_and_then_goes_on(visit, watch):
    watch.expects(429, "/chat/messages")
    page = visit("phone")
    panel = opened(page)
    page.clock.install()
    page.route("**/api/v1/chat/messages", too_many, times=1)
    say(panel, "徐家汇店有停车场吗")
    again = panel.get_by_role("button", name="再试一次")
    expect(panel.get_by_role("alert")).to_have_text("请 20 秒后再发。")
    expect(again).to_be_disabled()

    page.clock.fast_forward(19_000)
    expect(panel.get_by_role("alert")).to_contain_text("1 秒")
    expect(again).to_be_disabled()
    page.clock.fast_forward(1_000)
    expect(panel.get_by_role("alert")).to_have_text("现在可以再发了。")
    again.click()

    expect(panel.get_by_role("log")).to_contain_text("飞雕国际大厦")


def test_a_proposal_that_ran_out_says_so_and_is_looked_up_again(visit, shop, a_customer):
    page = visit("phone", a_customer())
    panel = opened(page)
    page.clock.install()
    with page.expect_response("**/api/v1/chat/messages") as proposed:
        say(panel, A_BOOKING.format(day=a_time(shop, "2026-11-27")))
    card = panel.get_by_role("article", name="请确认预约")
    expect(card.get_by_role("timer")).to_contain_text("内有效")

    page.clock.fast_forward("01:00:00")
    expect(card.get_by_role("status")).to_have_text("已过有效时间")
    expect(card.get_by_role("button", name="确认")).to_have_count(0)
    answer = proposed.value.json()
    anew = {**answer["proposal"], "id": "anew", "expires_at": "2026-11-18T23:00:00+08:00"}
    # The shop's own clock has not moved: it would take a yes for one.
    later = json.dumps({**answer, "turn": answer["turn"] + 1, "proposal": anew})
    page.route("**/api/v1/chat/messages", lambda route: route.fulfill(content_type="application/json", body=later))
    card.get_by_role("button", name="重新查一次").click()

    expect(card.get_by_role("timer")).to_contain_text("内有效")


@pytest.mark.parametrize(("language", "scheme"), [("zh-CN", "light"), ("en", "dark")])
def test_the_open_panel_is_fit_to_be_read(visit, shop, language, scheme):
    page = visit("phone", language=language, scheme=scheme)
    page.goto("/")
    page.locator(".bubble").click()
    panel = page.get_by_role("dialog")
    field = panel.get_by_role("textbox").last
    expect(field).to_be_visible()
    wrong = looks.axe(page)
    field.fill(A_BOOKING.format(day=a_time(shop, "2026-11-28")))
    field.press("Enter")
    panel.get_by_role("article").get_by_role("button").last.click()
    expect(panel.get_by_role("form").first).to_be_visible()
    wrong += looks.axe(page) + looks.overflow(page)

    assert wrong == []


def too_many(route: Route) -> None:
    problem = {"code": "too_many_requests", "title": "操作过于频繁", "detail": "请在 20 秒后再试。", "retry_after": 20}
    headers = {"Content-Type": "application/problem+json", "Retry-After": "20"}
    route.fulfill(status=429, headers=headers, body=json.dumps(problem))


def appointments(who: Client) -> list[dict[str, str]]:
    found: list[dict[str, str]] = who.ask("GET", "/appointments").json()["items"]
    return found


def conversation_of(page: Page) -> str:
    kept: str = page.evaluate("JSON.parse(localStorage.getItem('chat')).id")
    return kept


def newest_code(shop: Shop, phone: str) -> str:
    found = re.search(r"\d{6}", shop.get("/dev/outbox", to=phone)["items"][0]["text"])
    assert found
    return found.group()
