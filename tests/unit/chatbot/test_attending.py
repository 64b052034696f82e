"""A conversation in the hands of the staff: who sees it, who answers, and that the bot is silent meanwhile."""

from dataclasses import replace

import pytest

from services.chatbot import use_cases
from services.chatbot.domain.errors import (
    ConversationAttended,
    ConversationUnknown,
    KeyReused,
    NotHandedOver,
    StaffOnly,
    VersionConflict,
)
from services.chatbot.domain.handover import COMPLAINT, WANTED
from shared.call import IdempotencyKey
from shared.testing import a_call, a_customer, a_manager, a_receptionist, an_admin

XUJIAHUI, JINGANSI = "sto-xujiahui", "sto-jingansi"
LI = a_receptionist(XUJIAHUI, account_id="acc-li", name="小李")
MA = a_receptionist(XUJIAHUI, account_id="acc-ma", name="小马")
ELSEWHERE = a_manager(JINGANSI, account_id="acc-else")


class Staff:
    """One of the staff at the inbox."""

    def __init__(self, chat, actor=LI):
        self.chat, self.actor = chat, actor

    def call(self, key=None, body="b"):
        path = f"POST /chat/{self.chat.conversation_id}"
        return replace(a_call(self.actor), idempotency=key and IdempotencyKey(key, path, body))

    def inbox(self, **filters):
        return use_cases.find_inbox(self.chat.desk, self.call(), **filters)

    def sees(self, **filters):
        return [conversation.id for conversation, _ in self.inbox(**filters).items]

    def reply(self, text, key=None, body="b", **more):
        return use_cases.reply_to_customer(
            self.chat.desk, self.call(key, body), self.now, conversation_id=self.chat.conversation_id, text=text, **more
        )

    def attend(self, **more):
        return use_cases.attend(
            self.chat.desk, self.call(), self.now, conversation_id=self.chat.conversation_id, **more
        )

    def release(self):
        return use_cases.release(self.chat.desk, self.call(), self.now, conversation_id=self.chat.conversation_id)

    @property
    def now(self):
        return self.chat.clock.now()


@pytest.fixture
def handed(chat):
    """A customer of 徐家汇店 who has asked for a person."""
    chat.say("徐家汇店几点关门")
    chat.say("转人工")
    return chat


def seen_by(chat, actor):
    return use_cases.get_conversation(
        chat.desk, actor=actor, now=chat.clock.now(), conversation_id=chat.conversation_id
    )


def last_of(chat):
    return chat.conversations.turns(chat.conversation_id)[-1]


def test_from_the_request_for_a_person_to_the_bots_return(handed):
    staff = Staff(handed)
    assert staff.sees() == [handed.conversation_id]

    staff.reply("您好，请问有什么可以帮您？")
    assert last_of(handed).reply["text"] == "您好，请问有什么可以帮您？"
    assert handed.say("明天下午3点徐家汇店足疗")["reply"]["text"] == ""
    staff.release()

    assert staff.sees() == []
    assert handed.say("明天下午3点徐家汇店足疗")["proposal"]["kind"] == "book"


@pytest.mark.parametrize("text", ["好的", "确认", "取消我的预约", "足疗多少钱", "转人工", "我发烧了", "???"])
def test_while_a_person_answers_the_bot_says_and_does_nothing(handed, text):
    handed.shop.has("2026-11-20T15:00:00+08:00", "foot-60")
    answer = handed.say(text)

    assert (answer["reply"]["text"], answer["reply"]["quick_replies"], answer["proposal"]) == ("", [], None)
    assert answer["handoff"] is True
    assert handed.shop.calls == []
    assert last_of(handed).text == text


def test_a_yes_during_the_hand_over_confirms_nothing_and_the_proposal_stands_on(chat):
    chat.say("明天下午3点徐家汇店足疗")
    chat.say("转人工")
    chat.say("好的")
    assert chat.shop.calls == []

    Staff(chat).release()
    chat.say("好的")

    assert [method for method, _ in chat.shop.calls] == ["book_appointment"]


def test_a_flag_said_to_a_person_holds_when_the_bot_is_back(handed):
    handed.say("对了我怀孕了")
    Staff(handed).release()

    assert handed.say("明天下午三点徐家汇店腰部推拿")["proposal"] is None


def test_a_customer_who_mentions_another_store_stays_with_whoever_attends(chat):
    chat.say("转人工")
    chat.say("是徐家汇店的事")
    assert Staff(chat, ELSEWHERE).sees() == []
    Staff(chat).reply("您好")
    chat.say("静安寺店的师傅也这样")

    Staff(chat).reply("明白")
    assert Staff(chat, ELSEWHERE).sees() == []


def test_a_reply_is_attributed_and_told_to_the_customer_and_the_staff(handed):
    Staff(handed).reply("我来帮您")

    assert (last_of(handed).author, last_of(handed).staff, last_of(handed).text) == ("staff", "小李", "")
    news = handed.conversations.announced[-1]
    assert (news.author, news.account_id, news.store_id, news.handoff) == ("staff", "cus-1", XUJIAHUI, True)


def test_a_message_to_the_staff_is_told_as_the_customers(handed):
    handed.say("在吗")

    assert handed.conversations.announced[-1].author == "customer"


def test_who_is_not_signed_in_is_answered_too(chat):
    chat.sign_out()
    chat.say("转人工")
    assert [(news.account_id, news.store_id) for news in chat.conversations.announced] == [(None, None)]

    Staff(chat).reply("您好")

    assert seen_by(chat, chat.actor)["turns"][-1].reply["text"] == "您好"


def test_the_staff_see_what_their_stores_are_asked_and_everybody_what_names_no_store(chat, handed):
    assert Staff(handed, an_admin()).sees() == Staff(handed).sees() == [handed.conversation_id]
    assert Staff(handed, ELSEWHERE).sees() == []
    handed.conversation_id = None
    handed.say("我要找真人")

    assert Staff(handed, ELSEWHERE).sees() == [handed.conversation_id]
    assert Staff(handed).sees(store_id=JINGANSI) == []


@pytest.mark.parametrize("do", ["reply", "attend", "release"])
def test_another_stores_staff_cannot_touch_it_and_no_customer_can(handed, do):
    arguments = ["hi"] if do == "reply" else []
    with pytest.raises(ConversationUnknown):
        getattr(Staff(handed, ELSEWHERE), do)(*arguments)
    with pytest.raises(StaffOnly):
        getattr(Staff(handed, a_customer()), do)(*arguments)
    with pytest.raises(StaffOnly):
        Staff(handed, a_customer()).inbox()


def test_a_conversation_that_the_bot_leads_is_none_of_the_staffs_business(chat):
    chat.say("徐家汇店几点关门")

    assert Staff(chat).sees() == []
    with pytest.raises(ConversationUnknown):
        Staff(chat).reply("hi")
    with pytest.raises(ConversationUnknown):
        seen_by(chat, LI)


def test_the_staff_it_was_handed_to_read_all_of_it_with_what_was_understood(handed):
    turns = seen_by(handed, LI)["turns"]

    assert [turn.text for turn in turns] == ["徐家汇店几点关门", "转人工"]
    assert turns[0].understanding["slots"] == {"store": "xujiahui"}
    with pytest.raises(ConversationUnknown):
        seen_by(handed, ELSEWHERE)


def test_after_the_release_nobody_of_the_staff_answers(handed):
    Staff(handed).release()
    with pytest.raises(NotHandedOver):
        Staff(handed).reply("还有吗")


def test_a_release_is_kept_once(handed):
    Staff(handed).release()
    turn = last_of(handed).number
    Staff(handed).release()

    assert last_of(handed).number == turn
    assert last_of(handed).reply["text"].startswith("人工服务已结束")


def test_the_second_receptionist_is_told_who_answers_and_may_take_over(handed):
    Staff(handed, LI).reply("您好")
    with pytest.raises(ConversationAttended) as refused:
        Staff(handed, MA).reply("您好")
    assert refused.value.params == {"name": "小李"}

    Staff(handed, MA).reply("换我来", take_over=True)

    assert [turn.staff for turn in seen_by(handed, LI)["turns"][-2:]] == ["小李", "小马"]
    with pytest.raises(ConversationAttended):
        Staff(handed, LI).reply("啊")


def test_taking_up_is_kept_once_and_leaves_the_customer_waiting(handed):
    Staff(handed).attend()
    turn = last_of(handed).number
    Staff(handed).attend()

    assert last_of(handed).number == turn
    assert last_of(handed).reply["text"] == "您好，客服小李为您服务。"
    [(conversation, _)] = Staff(handed).inbox(mine=True).items
    assert conversation.handover.waiting_since
    assert Staff(handed, MA).sees(mine=True) == []
    with pytest.raises(ConversationAttended):
        Staff(handed, MA).attend()


def test_who_writes_on_what_was_overtaken_is_told(handed):
    seen = last_of(handed).number
    handed.say("快一点")
    with pytest.raises(VersionConflict) as refused:
        Staff(handed).reply("您好", version=seen)

    assert refused.value.params == {"version": seen + 1}
    assert Staff(handed).reply("您好", version=seen + 1).number == seen + 2


def test_the_same_key_replies_once(handed):
    staff = Staff(handed)
    first = staff.reply("您好", key="k-1")
    assert staff.reply("您好", key="k-1") == first
    with pytest.raises(KeyReused):
        staff.reply("别的", key="k-1", body="other")
    assert staff.reply("您好", key="k-2").number == first.number + 1
    assert Staff(handed, MA).reply("您好", key="k-1", take_over=True).staff == "小马"


def test_a_reply_that_is_sent_again_after_the_release_is_still_the_first(handed):
    first = Staff(handed).reply("您好", key="k-1")
    Staff(handed).release()

    assert Staff(handed).reply("您好", key="k-1") == first


def test_who_waits_longest_stands_first_and_the_answered_last(chat):
    waiting = []
    for _ in range(3):
        chat.conversation_id = None
        chat.say("转人工")
        waiting.append(chat.conversation_id)
        chat.clock.forward(seconds=1)
    chat.conversation_id = waiting[0]
    Staff(chat).reply("您好")

    assert Staff(chat).sees() == [waiting[1], waiting[2], waiting[0]]
    first = Staff(chat).inbox(limit=2)
    rest = Staff(chat).inbox(limit=2, cursor=first.next_cursor)
    assert [one.id for one, _ in (*first.items, *rest.items)] == [waiting[1], waiting[2], waiting[0]]


def test_a_complaint_is_noted_with_contact_data_masked_and_handed_over(chat):
    answer = chat.say("我要投诉徐家汇店，技师态度太差，我电话13812345678，邮箱lin@qq.com")

    assert "抱歉" in answer["reply"]["text"]
    assert answer["handoff"] is True
    [(conversation, _)] = Staff(chat).inbox().items
    [note] = conversation.notes
    assert "138****5678" in note.text
    assert "13812345678" not in str(conversation)
    assert "lin@qq.com" not in str(conversation)
    assert (conversation.handover.reason, note.slots["store"]) == (COMPLAINT, "xujiahui")
    assert note.number in answer["reply"]["text"]


def test_asking_for_a_person_leaves_no_case_note(handed):
    [(conversation, _)] = Staff(handed).inbox().items

    assert (conversation.notes, conversation.handover.reason) == ((), WANTED)
