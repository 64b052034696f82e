"""Customers who write in WeChat: each message is taken in once; the answers, the staff's too, are sent there once."""

from dataclasses import asdict

import pytest
import requests

from services.chatbot import use_cases
from services.chatbot.adapters.channels import Outlets, SealedAddresses
from services.chatbot.adapters.wechat import LONGEST_BYTES, WeChatOutlet, messages_of
from services.chatbot.domain.errors import CallbackReplayed, ConversationUnknown
from shared.actor import ANONYMOUS
from shared.errors import Unavailable
from shared.events import Event
from shared.testing import NOW, a_call, a_customer, a_receptionist

GUEST = "oGuest"


class WeChat:
    """A follower of the account, and the bus that carries what is announced."""

    def __init__(self, chat):
        self.chat = chat
        self.told = 0

    def writes(self, text, message_id=None, call_id=None, digest="d"):
        self.told += 1
        use_cases.receive_message(
            self.chat.desk,
            a_call(ANONYMOUS),
            self.chat.clock.now(),
            channel="wechat",
            sender=GUEST,
            message_id=message_id or f"m-{self.told}",
            call_id=call_id or f"c-{self.told}",
            digest=digest,
            text=text,
        )

    def carry(self):
        """Deliver every event that was announced, from the first."""
        for fact in self.chat.conversations.announced:
            event = Event.of(fact, producer="chatbot", correlation_id="r", occurred_at=NOW)
            use_cases.deliver_turn(self.chat.desk, event)

    @property
    def reads(self):
        return [text for _, _, text in self.chat.channels.sent]

    @property
    def conversation(self):
        return self.chat.conversations.kept[f"wechat-{GUEST}"]


@pytest.fixture
def wechat(chat):
    return WeChat(chat)


def test_a_message_is_answered_where_it_came_from(wechat):
    wechat.writes("徐家汇店几点关门")
    wechat.carry()

    assert wechat.chat.channels.sent == [("wechat", GUEST, "徐家汇店今天营业时间 10:00-22:00。")]


def test_a_second_message_goes_on_with_the_conversation(wechat):
    wechat.writes("明天想做足疗")
    wechat.writes("莘庄店")

    assert wechat.conversation.turn == 2
    assert wechat.conversation.frame.slots["treatment"] == "foot-60"


def test_a_message_that_is_brought_again_is_kept_and_answered_once(wechat):
    wechat.writes("你好", message_id="m")
    wechat.writes("你好", message_id="m")
    wechat.writes("你好", message_id="m2")
    wechat.carry()
    wechat.carry()

    assert wechat.conversation.turn == 2
    assert len(wechat.reads) == 2


def test_one_request_never_brings_two_messages_but_may_come_twice(wechat):
    wechat.writes("你好", message_id="m", call_id="c", digest="a")
    wechat.writes("你好", message_id="m", call_id="c", digest="a")
    with pytest.raises(CallbackReplayed):
        wechat.writes("取消我的预约", message_id="forged", call_id="c", digest="b")

    assert wechat.conversation.turn == 1


@pytest.mark.parametrize("text", [None, "", "\x00\u200b"])
def test_what_cannot_be_read_is_said_to_be_so(wechat, text):
    wechat.writes(text)
    wechat.carry()

    assert wechat.reads[0].startswith("抱歉，我现在只看得懂文字")


def test_the_staff_answer_in_wechat_too_and_the_bot_is_silent(wechat):
    wechat.writes("转人工")
    wechat.writes("在吗")
    wechat.writes(None)
    call = a_call(a_receptionist("sto-xujiahui", name="小李"))
    use_cases.reply_to_customer(wechat.chat.desk, call, NOW, conversation_id=wechat.conversation.id, text="您好")
    wechat.carry()

    assert [text[:2] for text in wechat.reads] == ["好的", "您好"]


def test_who_writes_in_wechat_is_not_signed_in_and_books_nothing(wechat):
    wechat.writes("明天下午3点徐家汇店足疗")
    wechat.writes("好的")
    wechat.carry()

    assert wechat.reads[-1].startswith("请先登录")
    assert wechat.chat.shop.calls == []


def test_a_reply_waits_while_the_channel_is_away_and_is_sent_once_it_is_back(wechat):
    wechat.writes("你好")
    wechat.chat.channels.is_away = True
    with pytest.raises(Unavailable):
        wechat.carry()
    wechat.chat.channels.is_away = False
    wechat.carry()

    assert len(wechat.reads) == 1


def test_a_conversation_that_was_forgotten_meanwhile_is_sent_nothing(wechat):
    wechat.writes("你好")
    wechat.chat.conversations.delete(wechat.conversation.id)
    wechat.carry()

    assert wechat.reads == []


def test_our_own_pages_are_sent_nothing(chat):
    chat.say("你好")
    WeChat(chat).carry()

    assert chat.channels.sent == []


@pytest.mark.parametrize("who", [ANONYMOUS, a_customer(), a_receptionist("sto-xujiahui")])
def test_nobody_on_our_pages_reads_speaks_in_or_deletes_what_was_said_in_wechat(wechat, who):
    wechat.writes("明天下午3点徐家汇店足疗")
    chat, known = wechat.chat, {"conversation_id": wechat.conversation.id}
    chat.actor = who
    for act in (
        lambda: chat.say("好的", **known),
        lambda: use_cases.get_conversation(chat.desk, actor=who, now=NOW, **known),
        lambda: use_cases.delete_conversation(chat.desk, actor=who, **known),
    ):
        with pytest.raises(ConversationUnknown):
            act()

    assert (wechat.conversation.account_id, wechat.conversation.turn) == (None, 1)


def test_the_staff_read_what_was_handed_to_them_and_speak_in_it_as_staff_only(wechat):
    wechat.writes("转人工")
    chat, known = wechat.chat, {"conversation_id": wechat.conversation.id}
    chat.actor = a_receptionist("sto-xujiahui")

    assert use_cases.get_conversation(chat.desk, actor=chat.actor, now=NOW, **known)["turns"]
    with pytest.raises(ConversationUnknown):
        chat.say("好的", **known)


def test_an_address_is_kept_sealed_and_its_conversation_cannot_be_guessed():
    addresses = SealedAddresses()

    assert GUEST not in addresses.sealed(GUEST)
    assert addresses.opened(addresses.sealed(GUEST)) == GUEST
    assert addresses.conversation_of("wechat", GUEST) == addresses.conversation_of("wechat", GUEST)
    assert addresses.conversation_of("wechat", "oOther") != addresses.conversation_of("wechat", GUEST)
    assert GUEST not in addresses.conversation_of("wechat", GUEST)


def test_the_address_lies_in_no_document_in_the_clear(wechat):
    wechat.chat.sealed = True
    wechat.writes("你好")

    assert asdict(wechat.conversation)["address_sealed"] == f"sealed {GUEST}"


# What is sent to WeChat, against its recorded answers.


class Answer:
    def __init__(self, body, status=200):
        self.body, self.status_code = body, status

    def raise_for_status(self):
        if self.status_code >= 400:
            raise requests.HTTPError(str(self.status_code))

    def json(self):
        return self.body


TOKEN = Answer({"access_token": "t-1", "expires_in": 7200})
OK = Answer({"errcode": 0, "errmsg": "ok"})


class Http:
    """Answers one after another, and remembers what was posted."""

    def __init__(self, *answers):
        self.answers, self.posted = list(answers), []

    def post(self, url, *, data, params, timeout):
        self.posted.append((url.rpartition("/")[2], data.decode(), dict(params)))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def outlet(http, clock=lambda: 0.0):
    return WeChatOutlet("https://api.example/", "wx-shop", "secret", http, clock)


REPLY = {"text": "您好", "quick_replies": []}


def test_a_reply_is_sent_with_a_token_that_is_kept():
    http = Http(TOKEN, OK, OK)
    wechat = outlet(http)
    wechat.send(GUEST, REPLY)
    wechat.send(GUEST, REPLY)

    assert [path for path, _, _ in http.posted] == ["stable_token", "send", "send"]
    assert '"content": "您好"' in http.posted[1][1]
    assert http.posted[1][2] == {"access_token": "t-1"}


def test_a_token_is_renewed_before_its_end():
    now = [0.0]
    http = Http(TOKEN, OK, TOKEN, OK)
    wechat = outlet(http, lambda: now[0])
    wechat.send(GUEST, REPLY)
    now[0] = 7000.0
    wechat.send(GUEST, REPLY)

    assert [path for path, _, _ in http.posted].count("stable_token") == 2


def test_a_token_that_is_over_is_fetched_anew_once():
    http = Http(TOKEN, Answer({"errcode": 42001}), TOKEN, OK)
    outlet(http).send(GUEST, REPLY)
    assert http.answers == []

    over = Answer({"errcode": 40001})
    with pytest.raises(Unavailable):
        outlet(Http(TOKEN, over, TOKEN, over)).send(GUEST, REPLY)


@pytest.mark.parametrize(
    "answer", [Answer({"errcode": -1}), Answer({}, 502), requests.ConnectTimeout(), Answer({"errcode": 45009})]
)
def test_what_may_go_better_later_comes_again(answer):
    with pytest.raises(Unavailable):
        outlet(Http(TOKEN, answer)).send(GUEST, REPLY)


def test_an_account_without_a_token_is_away():
    with pytest.raises(Unavailable):
        outlet(Http(Answer({"errcode": 40125, "errmsg": "invalid appsecret"}))).send(GUEST, REPLY)


@pytest.mark.parametrize("code", [45015, 43004, 40003])
def test_what_wechat_will_never_take_is_given_up(code):
    http = Http(TOKEN, Answer({"errcode": code, "errmsg": "no"}))
    outlet(http).send(GUEST, {"text": "一\n" * 3000, "quick_replies": []})

    assert http.answers == []


def test_quick_replies_become_a_menu_of_at_most_ten():
    [message] = messages_of(GUEST, {"text": "选一个", "quick_replies": [str(number) for number in range(15)]})

    assert message["msgtype"] == "msgmenu"
    assert message["msgmenu"]["head_content"] == "选一个"
    assert [one["content"] for one in message["msgmenu"]["list"]] == [str(number) for number in range(10)]


@pytest.mark.parametrize("text", ["短", "一行\n" * 900, "长" * 5000, "a" * LONGEST_BYTES, "😀" * 1001])
def test_a_long_text_is_sent_whole_in_pieces_that_wechat_takes(text):
    pieces = [message["text"]["content"] for message in messages_of(GUEST, {"text": text})]

    assert all(len(piece.encode()) <= LONGEST_BYTES for piece in pieces)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")


def test_a_channel_that_is_not_configured_takes_nothing_and_fails_nothing():
    http = Http(TOKEN, OK)
    Outlets(wechat=outlet(http)).send("wechat", GUEST, REPLY)
    Outlets().send("wechat", GUEST, REPLY)

    assert http.answers == []
