"""Figures of the days, and questions without an answer until something is made of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.chatbot import use_cases
from services.chatbot.domain.errors import KeyReused, ManagersOnly, ReviewSettled, ReviewUnknown, VersionConflict
from services.chatbot.domain.insight import by_day, review_id, seen_in
from services.chatbot.domain.insight.review import DISMISSED, FAQ, OPEN, TRAINING
from shared.actor import Actor
from shared.call import IdempotencyKey
from shared.errors import Invalid
from shared.events import Event
from shared.testing import NOW, a_call, a_customer
from tests.support.chatbot import Chat, replicas_of_demo

TODAY = date(2026, 11, 18)
ADMIN = Actor(account_id="acc-admin", roles=frozenset({"platform_admin"}))
MANAGER = Actor(account_id="acc-manager", roles=frozenset({"store_manager"}), stores=frozenset({"sto-xujiahui"}))
RECEPTION = Actor(account_id="acc-desk", roles=frozenset({"receptionist"}), stores=frozenset({"sto-xujiahui"}))
RIDDLE = "你们老板娘养的那条鱼后来怎么样了"


@pytest.fixture
def chat() -> Chat:
    return Chat(replicas_of_demo())


def figures(chat: Chat, actor: Actor = ADMIN, store_id: str | None = None):
    use_cases.count_figures(chat.desk, NOW)
    return use_cases.find_chat_figures(chat.desk, a_call(actor), TODAY, TODAY, store_id)


def asked_in_vain(chat: Chat, text: str = RIDDLE):
    chat.say(text)
    use_cases.count_figures(chat.desk, NOW)
    return chat.insight.review(review_id(text))


def test_a_day_is_counted_by_its_conversations(chat):
    chat.say("明天下午三点徐家汇店肩颈推拿")
    chat.say("好的")
    chat.conversation_id = None
    chat.say("转人工")

    total = figures(chat).total

    assert (total.conversations, total.booked, total.proposed, total.handed_over) == (2, 1, 1, 1)
    assert total.messages == 3
    assert total.intents["human"] == 1
    assert sum(total.latencies.values()) == 3


def test_the_week_before_stands_beside_it(chat):
    chat.say("明天下午三点徐家汇店肩颈推拿")
    figures(chat)

    report = use_cases.find_chat_figures(chat.desk, a_call(ADMIN), TODAY + timedelta(1), TODAY + timedelta(7))

    assert (report.total.conversations, report.total_before.conversations) == (0, 1)
    assert (report.before.first, report.before.last) == (TODAY - timedelta(6), TODAY)


def test_counting_again_gives_the_same(chat):
    chat.say("明天下午三点徐家汇店肩颈推拿")
    once = figures(chat)
    assert figures(chat) == once


def test_a_wish_that_could_not_be_had_is_counted_once_a_conversation(chat):
    chat.shop.fill_day("2026-11-19")
    chat.say("明天下午三点徐家汇店肩颈推拿")
    chat.say("明天下午三点徐家汇店肩颈推拿")

    (wish,) = {one for one in figures(chat).total.unmet if one.why == "reason.slot_taken"}

    assert (wish.treatment, wish.store, wish.hour) == ("shoulder-neck-60", "xujiahui", 15)
    assert figures(chat).total.unmet[wish] == 1


def test_a_wish_that_was_had_is_none(chat):
    chat.say("明天下午三点徐家汇店肩颈推拿")
    assert not figures(chat).total.unmet


def test_a_conversation_belongs_to_the_store_it_comes_to(chat):
    chat.say("你好")
    chat.say("明天下午三点徐家汇店肩颈推拿")
    chat.say("好的")

    report = figures(chat)

    assert (report.total.conversations, report.total.booked) == (1, 1)
    assert [one.store_id for one in chat.insight.figures(TODAY, TODAY)] == ["sto-xujiahui"]


def test_a_day_that_is_counted_again_keeps_nothing_of_the_count_before(chat):
    chat.say("你好")
    figures(chat)
    chat.say("徐家汇店明天足疗")
    assert figures(chat).total.conversations == 1


def test_nobody_of_the_wanted_kind_is_a_wish_turned_away(chat):
    chat.say("明天下午三点徐家汇店肩颈推拿")
    (turn,) = chat.conversations.log.values()
    refused = replace(turn, decision={**turn.decision, "says": ["nobody_suits.female"]})

    (one,) = by_day(seen_in([refused]), lambda at, _: at.date())

    assert {wish.why for wish in one.unmet} == {"nobody_suits.female"}


def test_a_day_begins_at_midnight_of_the_store(chat):
    chat.say("你好")
    (turn,) = chat.conversations.log.values()
    late = replace(turn, at=NOW.replace(hour=16, minute=30))

    (one,) = by_day(seen_in([late]), lambda at, _: (at + timedelta(hours=8)).date())

    assert one.day == TODAY + timedelta(days=1)


def test_managers_see_their_stores_and_the_platform_all(chat):
    chat.say("明天下午三点徐家汇店肩颈推拿")
    chat.conversation_id = None
    chat.say("你好")
    chat.conversation_id = None
    chat.say("明天下午三点静安寺店足疗")

    assert figures(chat).total.conversations == 3
    assert figures(chat, MANAGER).total.conversations == 1
    assert figures(chat, ADMIN, "sto-jingansi").total.conversations == 1


@pytest.mark.parametrize(("actor", "store_id"), [(RECEPTION, None), (MANAGER, "sto-jingansi"), (a_customer(), None)])
def test_nobody_else_sees_figures(chat, actor, store_id):
    with pytest.raises(ManagersOnly):
        figures(chat, actor, store_id)


@pytest.mark.parametrize("days", [-1, 366])
def test_days_must_be_a_stretch_of_at_most_a_year(chat, days):
    with pytest.raises(Invalid):
        use_cases.find_chat_figures(chat.desk, a_call(ADMIN), TODAY, TODAY + timedelta(days=days))


def test_a_question_without_an_answer_waits_for_the_staff(chat):
    review = asked_in_vain(chat)
    chat.conversation_id = None
    again = asked_in_vain(chat, RIDDLE + "？！")

    assert review.question == RIDDLE
    assert (again.id, len(again.asked), again.state) == (review.id, 2, OPEN)
    assert [one.id for one in use_cases.find_reviews(chat.desk, a_call(ADMIN), OPEN).items] == [review.id]


def test_what_was_answered_does_not_wait(chat):
    chat.say("你们几点开门")
    use_cases.count_figures(chat.desk, NOW)
    assert not chat.insight.kept


def test_counting_again_asks_no_question_twice(chat):
    review = asked_in_vain(chat)
    use_cases.count_figures(chat.desk, NOW)
    assert chat.insight.review(review.id) == review


def test_a_new_row_answers_it_from_then_on(chat):
    review = asked_in_vain(chat)
    row = {"question": RIDDLE, "answer": "它很好，谢谢。"}

    settled = use_cases.answer_review(chat.desk, a_call(ADMIN), NOW, review.id, review.version, row=row)

    assert settled.state == FAQ
    chat.conversation_id = None
    assert "它很好" in chat.say(RIDDLE)["reply"]["text"]


def test_a_row_that_is_there_learns_another_way_to_be_asked(chat):
    review = asked_in_vain(chat)
    row = chat.faq.index().rows[0]

    use_cases.answer_review(chat.desk, a_call(ADMIN), NOW, review.id, review.version, faq_id=row.id)

    assert RIDDLE in chat.faq.get(row.id).aliases


@pytest.mark.parametrize("given", [{}, {"faq_id": "faq-1", "row": {"question": "?", "answer": "!"}}])
def test_it_is_answered_by_one_row(chat, given):
    review = asked_in_vain(chat)
    with pytest.raises(Invalid):
        use_cases.answer_review(chat.desk, a_call(ADMIN), NOW, review.id, review.version, **given)


def test_it_is_an_example_to_learn_from(chat):
    review = asked_in_vain(chat)
    settled = use_cases.learn_from_review(chat.desk, a_call(ADMIN), NOW, review.id, review.version, "other")
    assert (settled.state, settled.settled.intent) == (TRAINING, "other")


def test_settled_is_settled_but_the_same_request_is_answered_again(chat):
    review = asked_in_vain(chat)
    keyed = replace(a_call(ADMIN), idempotency=IdempotencyKey("k-1", "POST /dismiss", "body"))

    once = use_cases.dismiss_review(chat.desk, keyed, NOW, review.id, review.version)

    assert once.state == DISMISSED
    assert use_cases.dismiss_review(chat.desk, keyed, NOW, review.id, review.version) == once
    other = replace(keyed, idempotency=IdempotencyKey("k-1", "POST /dismiss", "another"))
    with pytest.raises(KeyReused):
        use_cases.dismiss_review(chat.desk, other, NOW, review.id, review.version)
    with pytest.raises(ReviewSettled):
        use_cases.dismiss_review(chat.desk, a_call(ADMIN), NOW, review.id, once.version)


def test_who_settles_while_it_is_asked_again_is_not_disturbed(chat):
    review = asked_in_vain(chat)
    chat.conversation_id = None
    asked_in_vain(chat)
    assert use_cases.dismiss_review(chat.desk, a_call(ADMIN), NOW, review.id, review.version).state == DISMISSED


def test_asked_in_vain_again_after_an_answer_it_waits_again_and_old_versions_are_told(chat):
    review = asked_in_vain(chat)
    row = {"question": "鱼缸", "answer": "有。"}
    before = NOW - timedelta(minutes=1)
    use_cases.answer_review(chat.desk, a_call(ADMIN), before, review.id, review.version, row=row)
    chat.conversation_id = None

    again = asked_in_vain(chat)

    assert again.state == OPEN
    with pytest.raises(VersionConflict):
        use_cases.dismiss_review(chat.desk, a_call(ADMIN), NOW, review.id, review.version)


def test_of_two_who_answer_at_once_the_second_takes_the_row_back(chat, monkeypatch):
    review = asked_in_vain(chat)
    rows = len(chat.faq.kept)
    monkeypatch.setattr(chat.insight, "save", lambda _: False)

    row = {"question": RIDDLE, "answer": "它很好。"}
    with pytest.raises(VersionConflict):
        use_cases.answer_review(chat.desk, a_call(ADMIN), NOW, review.id, review.version, row=row)

    assert len(chat.faq.kept) == rows + 1
    assert not [row for row in chat.faq.index().rows if row.question == RIDDLE and not row.retired]


def test_the_staff_word_the_example(chat):
    review = asked_in_vain(chat)
    call = a_call(ADMIN)
    settled = use_cases.learn_from_review(chat.desk, call, NOW, review.id, review.version, "other", "店里的鱼怎么样")
    assert settled.question == "店里的鱼怎么样"


def test_questions_of_other_stores_are_unknown_to_a_manager(chat):
    chat.say("徐家汇店明天足疗")
    review = asked_in_vain(chat)
    elsewhere = replace(MANAGER, stores=frozenset({"sto-renmin"}))

    assert use_cases.find_reviews(chat.desk, a_call(MANAGER)).items == [review]
    assert use_cases.find_reviews(chat.desk, a_call(elsewhere)).items == []
    with pytest.raises(ReviewUnknown):
        use_cases.dismiss_review(chat.desk, a_call(elsewhere), NOW, review.id, review.version)
    with pytest.raises(ManagersOnly):
        use_cases.find_reviews(chat.desk, a_call(RECEPTION))


def test_an_erased_account_leaves_nothing_but_figures(chat):
    review = asked_in_vain(chat)
    erased = Event("e-1", "account_erased", 1, NOW, "identity", "r-1", {"account_id": chat.actor.account_id})

    for _ in range(2):
        use_cases.forget_account(chat.desk, erased)

    assert not chat.conversations.kept
    assert not chat.conversations.log
    assert review.id not in chat.insight.kept


def test_what_is_erased_while_it_is_counted_does_not_come_back(chat):
    chat.say(RIDDLE)
    read = list(chat.conversations.log.values())
    use_cases.delete_conversation(chat.desk, actor=chat.actor, conversation_id=chat.conversation_id)
    chat.insight.turns_since = lambda _: read

    use_cases.count_figures(chat.desk, NOW)

    assert not chat.insight.kept


def test_an_open_day_is_counted_without_what_was_erased(chat):
    chat.say("你好")
    assert figures(chat).total.conversations == 1
    use_cases.delete_conversation(chat.desk, actor=chat.actor, conversation_id=chat.conversation_id)
    assert figures(chat).total.conversations == 0


def test_somebody_elses_conversations_stay(chat):
    chat.say("你好")
    erased = Event("e-1", "account_erased", 1, NOW, "identity", "r-1", {"account_id": "acc-other"})
    use_cases.forget_account(chat.desk, erased)
    assert chat.conversations.kept


def test_who_leaves_takes_along_what_was_said(chat):
    chat.say("你好")
    ((conversation, turns),) = use_cases.export_conversations(chat.desk, a_call(chat.actor))
    assert conversation.account_id == chat.actor.account_id
    assert [turn.text for turn in turns] == ["你好"]
    assert use_cases.export_conversations(chat.desk, a_call(ADMIN)) == []
