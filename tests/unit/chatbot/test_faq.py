"""The chat answers from the FAQ with the row the answer came from; its staff keep it."""

import pytest

from services.chatbot import use_cases
from services.chatbot.adapters.in_memory import InMemoryFaqRows
from services.chatbot.domain.errors import FaqRowUnknown, KeyReused, NotYoursToEdit, SlugTaken, VersionConflict
from services.chatbot.domain.faq import FaqRow
from shared.actor import Actor
from shared.errors import Invalid
from shared.testing import NOW, a_call, a_customer, a_manager, a_receptionist, an_admin

XUJIAHUI = "sto-xujiahui"
MANAGER = a_manager(XUJIAHUI, name="店长")
LUGGAGE = {"question": "可以寄存行李吗？", "answer": "可以，放在前台。", "aliases": ("行李箱放哪里",)}


def rows_of(answer):
    return [card["slug"] for card in answer["reply"]["cards"] if card["kind"] == "faq"]


@pytest.mark.parametrize(
    ("text", "slug", "words"),
    [
        ("可以带小孩吗", "children", "小儿推拿（30分钟）¥128"),
        ("能开发票吗", "invoice", "电子发票"),
        ("徐家汇店能带狗吗", "pets", "导盲犬"),
        ("取消要扣钱吗", "cancellation-rule", "开始前2小时可免费取消，之后取消收取20%"),
        ("上门怎么收费", "home-visit", "15公里内可以上门。每次加收上门费¥30"),
        ("哪些人不能做", "contraindications", "怀孕、骨折"),
        ("办卡多少钱", "membership", "前台"),
        ("拔罐后能洗澡吗", "aftercare", "4小时"),
        ("可以提前多久预约", "notice", "最早可以提前60天预约，最晚提前30分钟"),
        ("can I pay cash", "payment", "Alipay"),
        ("where can I leave my dog", "pets", "guide dogs"),
        ("可以退款吗", "refund", "原路退回"),
        ("迟到了怎么办", "lateness", "尽早"),
        ("穿什么衣服去", "clothes", "宽松"),
        ("毛巾干不干净", "hygiene", "一客一换"),
    ],
)
def test_a_question_is_answered_with_its_row(chat, text, slug, words):
    answer = chat.say(text)

    assert rows_of(answer) == [slug]
    assert words in chat.text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("取消预约", "no_appointments"),
        ("能帮我取消吗", "no_appointments"),
        ("足疗多少钱", "price"),
        ("徐家汇店停车方便吗", "store.parking"),
        ("有哪些项目", "treatments"),
        ("足疗可以吗", "ask_store"),
        ("你好", "greet"),
        ("你们太差了，我要退款", "handoff.complaint"),
        ("按得这么烂，能退款吗", "handoff.complaint"),
        ("退款怎么还没到账", "handoff.complaint"),
        ("毛巾不干净", "handoff.complaint"),
        ("脖子疼怎么办", "health.general"),
        ("第一次来，颈椎不太好，推荐做什么", None),
        ("明天下午三点徐家汇店足疗", "proposal.book"),
    ],
)
def test_what_the_dialogue_knows_better_stays_with_it(chat, text, key):
    answer = chat.say(text)

    assert rows_of(answer) == []
    assert key in {None, chat.says[0]}


def test_a_fact_is_told_as_it_is_now_and_of_the_store_that_is_meant(chat):
    chat.say("东西忘在徐家汇店了")
    assert "021-54010001" in chat.text
    assert "021-62010002" not in chat.text
    use_cases.remember_rules(
        chat.replicas,
        {"rules_id": "rul-2", "revision": 1, "scope": "brand", "effective_from": "2026-06-01T00:00:00+00:00",
         "values": {"late_cancel_fee_percent": 50}},
    )  # fmt: skip

    chat.say("取消要扣钱吗")

    assert "收取50%" in chat.text


def test_an_answer_whose_fact_is_gone_is_not_given(chat):
    chat.replicas.rows["treatments"]["tre-pediatric-30"] |= {"retired": True, "revision": 2}

    assert rows_of(chat.say("可以带小孩吗")) == []


def test_a_question_in_the_middle_of_a_booking_is_answered_and_then_the_open_one_asked_again(chat):
    chat.say("明天想做足疗")
    chat.say("可以带宠物吗")

    assert chat.says == ["faq.answer", "back.store"]
    chat.say("莘庄店")
    assert chat.says == ["ask_time"]


@pytest.mark.parametrize("text", ["那换别人", "和朋友一起", "手机"])
def test_what_is_no_question_is_not_taken_from_an_open_one(chat, text):
    chat.say("明天下午三点徐家汇店肩颈推拿找李老师")
    answer = chat.say(text)

    assert rows_of(answer) == []
    assert "faq.did_you_mean" not in chat.says


def decision_of(chat):
    return chat.conversations.log[chat.conversation_id, chat.answer["turn"]].decision


def test_what_comes_near_is_shown_to_choose_from_and_chosen_by_its_words(chat):
    chat.say("附近有什么好吃的")
    assert chat.says == ["faq.did_you_mean"]
    assert "可以停车吗？" in chat.answer["reply"]["quick_replies"]
    assert decision_of(chat)["unanswered"] is True

    chat.say("坐地铁怎么来？")
    assert decision_of(chat)["unanswered"] is False


def test_what_nobody_knows_is_said_and_marked_for_the_staff(chat):
    chat.say("你们老板姓什么")

    assert chat.says == ["other"]
    assert decision_of(chat)["unanswered"] is True
    assert "转人工" in chat.answer["reply"]["quick_replies"]


def test_an_answer_names_its_row_in_the_log(chat):
    chat.say("能开发票吗")

    assert decision_of(chat)["faq"] == ["faq-invoice"]


# Editing


def create(chat, actor=None, key=None, body=None, **written):
    call = a_call(actor or an_admin(), key=key, body=body)
    return use_cases.create_faq_row(chat.desk, call, NOW, **{**LUGGAGE, **written})


def update(chat, row, actor=None, key=None, body=None, **changes):
    call = a_call(actor or an_admin(), key=key, body=body)
    return use_cases.update_faq_row(chat.desk, call, NOW, faq_id=row.id, **{"version": row.version, **changes})


def test_what_staff_write_is_answered_at_once_and_as_they_change_it(chat):
    assert rows_of(chat.say("能寄存行李吗")) == []
    row = create(chat)
    chat.say("能寄存行李吗")
    assert chat.text == "可以，放在前台。"

    update(chat, row, answer="请放进储物柜。")
    chat.say("能寄存行李吗")
    assert chat.text == "请放进储物柜。"

    use_cases.delete_faq_row(chat.desk, a_call(an_admin()), NOW, faq_id=row.id, version=2)
    assert rows_of(chat.say("能寄存行李吗")) == []
    with pytest.raises(FaqRowUnknown):
        use_cases.get_faq_row(chat.desk, row.id)
    with pytest.raises(FaqRowUnknown):
        update(chat, row, version=3, answer="x")


def test_of_two_editors_the_second_is_told(chat):
    row = create(chat)
    update(chat, row, answer="一")
    with pytest.raises(VersionConflict) as refused:
        update(chat, row, answer="二")

    assert refused.value.params == {"version": 2}
    assert use_cases.get_faq_row(chat.desk, row.id).answer == "一"


def test_who_is_faster_by_a_hair_wins(chat):
    row = create(chat)
    chat.faq.save = lambda _: False
    with pytest.raises(VersionConflict):
        update(chat, row, answer="二")


@pytest.mark.parametrize(
    "actor", [a_customer(), a_receptionist(XUJIAHUI), a_manager("sto-jingansi", "sto-renmin"), Actor()]
)
def test_only_the_platform_writes_for_all_stores(chat, actor):
    row = create(chat)
    with pytest.raises(NotYoursToEdit):
        create(chat, actor, slug="more")
    with pytest.raises(NotYoursToEdit):
        update(chat, row, actor, answer="x")
    with pytest.raises(NotYoursToEdit):
        use_cases.delete_faq_row(chat.desk, a_call(actor), NOW, faq_id=row.id)


def test_a_manager_writes_for_their_store(chat):
    row = create(chat, MANAGER)
    assert row.store_id == XUJIAHUI
    assert update(chat, row, MANAGER, answer="放三楼。").edits[-1].by == MANAGER.account_id
    with pytest.raises(NotYoursToEdit):
        create(chat, MANAGER, store_id="sto-jingansi", slug="other")

    chat.say("徐家汇店能寄存行李吗")
    assert chat.text == "放三楼。"
    chat.conversation_id = None
    chat.say("静安寺店能寄存行李吗")
    assert "三楼" not in chat.text


def test_the_same_key_writes_once(chat):
    first = create(chat, key="k1", body="a")
    assert create(chat, key="k1", body="a") == first
    with pytest.raises(KeyReused):
        create(chat, key="k1", body="b")

    changed = update(chat, first, key="k2", body="a", answer="新")
    assert update(chat, first, key="k2", body="a", answer="新") == changed
    with pytest.raises(KeyReused):
        update(chat, first, key="k2", body="b", answer="别")
    with pytest.raises(VersionConflict):
        update(chat, first, an_admin(account_id="acc-other"), key="k2", body="a", answer="新")


def test_a_slug_is_taken_once(chat):
    with pytest.raises(SlugTaken):
        create(chat, slug="parking")


@pytest.mark.parametrize("answer", ["{phone_of_the_boss}", "{price}", "{hours:xujiahui}", "{}", "{__class__}"])
def test_an_answer_with_a_fact_that_nobody_tells_is_refused(chat, answer):
    with pytest.raises(Invalid) as refused:
        create(chat, answer=answer)
    assert answer in refused.value.fields["answer"][0]
    with pytest.raises(Invalid):
        update(chat, create(chat), answer_en=answer)


def test_braces_of_a_writer_reach_no_object(chat):
    row = FaqRow(id="x", slug="x", question="问", answer="{hours.__class__} {hours} {a b}")

    assert row.filled("zh-CN", lambda name, of: "!") == "{hours.__class__} ! {a b}"


def test_rows_are_listed_by_slug_page_after_page_and_searched_as_the_chat_does(chat):
    first = use_cases.find_faq_rows(chat.desk, limit=10)
    second = use_cases.find_faq_rows(chat.desk, limit=100, cursor=first.next_cursor)
    slugs = [row.slug for row in (*first.items, *second.items)]

    assert slugs == sorted(row.slug for row in InMemoryFaqRows.seeded().kept.values())
    assert use_cases.search_faq(chat.desk, "哪里停车")[0].row.slug == "parking"
    create(chat, MANAGER)
    at_other = use_cases.find_faq_rows(chat.desk, store_id="sto-jingansi", limit=100)
    assert len(at_other.items) == len(slugs)


def test_every_reviewed_answer_can_be_given_in_both_languages(chat):
    for row in list(chat.faq.kept.values()):
        for question, language in ((row.question, "zh-CN"), (row.question_en, "en")):
            chat.conversation_id, chat.language = None, language
            answer = chat.say(question)
            assert "{" not in chat.text, row.slug
            assert rows_of(answer) or answer["understanding"]["intent"] != "other", (row.slug, question, chat.says)
