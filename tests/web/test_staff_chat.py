"""The staff's side of the chat: who waits, what was understood, taking over, the FAQ, unanswered questions."""

import secrets

from playwright.sync_api import Locator, Page, expect

from tests.support.shop import Json, eventually
from tests.support.visitors import Visitor

SOON_MS = 2_000


def said(who: Visitor, *texts: str) -> Json:
    """The answer to the last of them, in a new conversation."""
    answer: Json = {"conversation_id": None}
    for text in texts:
        answer = who.ask("POST", "/chat/messages", {"conversation_id": answer["conversation_id"], "text": text}).json()
    return answer


def conversation(page: Page) -> Locator:
    return page.get_by_role("article", name="会话")


def test_who_asks_for_a_person_appears_at_once_with_what_was_understood(visit, a_customer, reception):
    page = visit("desk", reception)
    page.goto("/staff/inbox")
    expect(page.get_by_role("heading", name="会话", exact=True)).to_be_visible()

    words = f"徐家汇店上次按得太疼我要投诉{secrets.token_hex(2)}"
    said(a_customer(), "明天下午三点徐家汇店做肩颈推拿", words)

    row = page.get_by_role("button", name=words)
    expect(row).to_be_visible(timeout=SOON_MS)
    row.click()
    pane = conversation(page)
    expect(pane.get_by_role("log")).to_contain_text("明天下午三点徐家汇店做肩颈推拿")
    for told in ("预约", "把握", "日期: 2026-11-19", "时间: 15:00", "项目: shoulder-neck-60"):
        expect(pane.get_by_role("log")).to_contain_text(told)
    expect(pane).to_contain_text("投诉记录")


def test_a_customer_is_taken_up_answered_and_given_back(visit, a_customer, reception):
    handed = said(a_customer(), "徐家汇店，请帮我转人工")["conversation_id"]
    page = visit("desk", reception)
    page.goto(f"/staff/inbox/{handed}")
    pane = conversation(page)

    pane.get_by_role("button", name="接待", exact=True).click()
    expect(pane.get_by_role("button", name="交还助手")).to_be_visible()
    field = pane.get_by_role("textbox", name="回复顾客")
    field.fill("您好，请讲")
    field.press("Enter")
    expect(pane.get_by_role("log")).to_contain_text("您好，请讲")
    expect(field).to_have_value("")
    pane.get_by_role("button", name="交还助手").click()

    expect(pane).to_contain_text("已交还给助手")
    expect(field).to_have_count(0)


def test_a_colleague_s_customer_is_taken_over_only_on_purpose(visit, a_customer, reception, manager):
    handed = said(a_customer(), "徐家汇店，请帮我转人工")["conversation_id"]
    reception.ask("POST", f"/chat/conversations/{handed}/attend", {}).raise_for_status()
    page = visit("desk", manager)
    page.goto(f"/staff/inbox/{handed}")
    pane = conversation(page)
    expect(pane).to_contain_text("正在接待这位顾客")
    expect(pane.get_by_role("textbox", name="回复顾客")).to_have_count(0)

    pane.get_by_role("button", name="接手").click()

    expect(pane.get_by_role("textbox", name="回复顾客")).to_be_visible()


def test_a_question_is_written_found_changed_under_somebody_s_hands_and_deleted(visit, manager, watch):
    mark = secrets.token_hex(3)
    page = visit("desk", manager)
    page.goto("/staff/faq")
    page.get_by_role("button", name="新建问答").click()
    page.get_by_label("问题", exact=True).fill(f"可以带鹦鹉{mark}吗？")
    page.get_by_label("回答", exact=True).fill("可以，请装在笼子里。")
    page.get_by_role("button", name="保存").click()
    row = page.get_by_role("button", name=f"可以带鹦鹉{mark}吗？")
    expect(row).to_be_visible()

    row.click()
    expect(page.get_by_label("回答", exact=True)).to_have_value("可以，请装在笼子里。")
    kept = next(one for one in rows_of(manager) if mark in one["question"])
    change = {"answer": "不可以。", "version": kept["version"]}
    manager.ask("PATCH", f"/faq/{kept['id']}", change).raise_for_status()
    watch.expects(409, f"/faq/{kept['id']}")
    page.get_by_label("问题", exact=True).fill(f"可以带八哥{mark}吗？")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("别人刚刚修改过")
    page.get_by_role("button", name="用我的版本保存").click()
    row = page.get_by_role("button", name=f"可以带八哥{mark}吗？")
    expect(row).to_be_visible()
    changed = next(one for one in rows_of(manager) if mark in one["question"])
    assert changed["answer"] == "不可以。", "what the other wrote elsewhere stands"

    row.click()
    page.get_by_role("button", name="删除", exact=True).click()
    page.locator(".el-message-box").get_by_role("button", name="确定").click()
    expect(row).to_have_count(0)


def test_what_holds_everywhere_is_read_only_for_a_store_s_people(visit, reception):
    page = visit("desk", reception)
    page.goto("/staff/faq")
    expect(page.get_by_role("button", name="新建问答")).to_have_count(0)
    page.get_by_role("button", name="可以停车吗？").click()

    expect(page.get_by_role("dialog")).to_contain_text("由平台管理员维护")
    expect(page.get_by_role("button", name="保存")).to_have_count(0)


def test_questions_are_read_in_the_readers_language_and_in_chinese_where_there_is_no_other(visit, manager):
    mark = secrets.token_hex(3)
    store = manager.shop.store("xujiahui")["id"]
    alone = {"question": f"有没有母婴室{mark}？", "answer": "有，在二楼。", "store_id": store}
    made = manager.ask("POST", "/faq", alone)
    assert made.ok, made.text
    page = visit("desk", manager, language="en")
    page.goto("/staff/faq")

    parking = page.get_by_role("button", name="Is there parking", exact=False)
    expect(parking.first).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="可以停车吗？")).to_have_count(0)
    plain = page.get_by_role("button", name=alone["question"])
    expect(plain).to_have_attribute("lang", "zh-CN")
    manager.ask("DELETE", f"/faq/{made.json()['id']}").raise_for_status()


def test_unanswered_questions_are_answered_learnt_or_dismissed(visit, a_customer, admin):
    unanswered = ["你们老板娘养的那条鱼后来怎么样了", "你们老板娘养的那只鸟后来怎么样了", "我邻居家的鹦鹉最近不爱说话"]
    who = a_customer()
    for text in unanswered:
        said(who, text)
    waits = eventually(lambda: set(unanswered) <= questions_of(admin), "questions counted every 20 seconds", 40)
    assert waits
    page = visit("desk", admin)
    page.goto("/staff/faq/unanswered")
    answer, learn, dismiss = (page.get_by_role("button", name=text) for text in unanswered)

    answer.click()
    page.get_by_text("新建问答").click()
    page.get_by_label("回答", exact=True).fill("不卖。")
    page.get_by_role("button", name="保存").click()
    expect(answer).to_have_count(0)
    learn.click()
    page.get_by_text("作为训练例句").click()
    page.get_by_role("combobox", name="顾客的意图").click()
    page.get_by_role("option", name="问项目").click()
    page.get_by_role("button", name="保存").click()
    expect(learn).to_have_count(0)
    dismiss.click()
    page.get_by_role("dialog").get_by_role("button", name="忽略").click()
    page.locator(".el-message-box").get_by_role("button", name="确定").click()
    expect(dismiss).to_have_count(0)


def rows_of(who: Visitor) -> list[Json]:
    found: list[Json] = who.ask("GET", "/faq?limit=100").json()["items"]
    return found


def questions_of(who: Visitor) -> set[str]:
    """What waits for an answer."""
    return {one["question"] for one in who.ask("GET", "/chat/reviews?state=open&limit=100").json()["items"]}
