"""A language model, where one is configured, changes words and never facts; whatever fails, the chat goes on."""

import json

import pytest
import requests

from services.chatbot.adapters.model import FAILURES, LONGEST_SECONDS, PAUSE_SECONDS, Endpoint, NoModel
from services.chatbot.domain import model
from services.chatbot.domain.intents import INTENTS
from services.chatbot.domain.understanding import Understanding


class Talker:
    """Says what it is told to, and remembers what it was asked."""

    name = "talker-1"

    def __init__(self, words=None, intent=None):
        self.words, self.intent = words, intent
        self.heard = []

    def rephrased(self, text):
        self.heard.append(text)
        return self.words(text) if self.words else None

    def intent_of(self, text, intents):
        self.heard.append(text)
        return self.intent


def kindly(text):
    return f"亲，{text}"


def test_a_greeting_is_said_in_the_models_words(chat):
    chat.model = Talker(kindly)
    chat.say("你好")

    assert chat.text.startswith("亲，")
    assert chat.conversations.log[chat.conversation_id, 1].versions["model"] == "talker-1"


@pytest.mark.parametrize(
    "said",
    [
        lambda text: text.replace("2小时", "3小时"),
        lambda text: text.replace("20%", "两成"),
        lambda text: text + "现在确认还送您¥50。",
        lambda text: text.replace("不另收费", "另收费"),
        lambda text: text * 3,
        lambda text: "好的。",
        lambda text: "",
        lambda text: text + " https://evil.example/pay",
    ],
)
def test_words_that_change_a_fact_are_not_used(chat, said):
    ours = "提前2小时以上取消不另收费，之后收20%，最多¥50。"

    assert model.faithful(ours, said(ours)) == ours
    assert model.faithful(ours, kindly(ours)) == kindly(ours)


@pytest.mark.parametrize(
    "text",
    [
        "可以带宠物吗",
        "取消要扣钱吗",
        "明天下午3点徐家汇店足疗",
        "足疗多少钱",
        "我怀孕了能做吗",
        "转人工",
        "我有什么预约",
        "你们老板姓什么",
    ],
)
def test_the_faq_proposals_prices_health_and_what_is_personal_are_said_in_our_own_words(chat, text):
    chat.model = Talker(lambda _: "别的话")
    chat.say(text)

    assert "别的话" not in chat.text


@pytest.mark.parametrize(
    ("text", "has"), [("请打021-54010001", True), ("请打（021）5401 0001", True), ("您好！", False)]
)
def test_an_answer_with_a_phone_number_is_known_for_one(text, has):
    assert model.has_contacts(text) is has


def test_an_unsure_sentence_is_taken_for_what_the_model_suggests(chat):
    chat.model = Talker(intent="query_store")
    chat.say("嘎嘎嘎")

    assert chat.says[0].startswith("store.")


def test_a_suggested_booking_still_needs_the_customers_word(chat):
    chat.shop.has("2026-11-20T15:00:00+08:00", "foot-60")
    chat.model = Talker(intent="cancel")
    answer = chat.say("嘎嘎嘎")

    assert answer["proposal"]["kind"] == "cancel"
    assert chat.shop.calls == []


@pytest.mark.parametrize("intent", ["affirm", "deny", "nonsense", None])
def test_the_model_says_yes_for_nobody(chat, intent):
    chat.say("明天下午3点徐家汇店足疗")
    chat.model = Talker(intent=intent)
    chat.say("嘎嘎嘎")

    assert chat.shop.calls == []
    assert {"affirm", "deny", "health_advice", "other"}.isdisjoint(model.SUGGESTED)
    assert set(INTENTS) >= model.SUGGESTED


def test_a_sure_sentence_and_one_to_a_person_are_not_shown_to_the_model(chat):
    chat.model = Talker(intent="human")
    chat.say("我要取消预约")
    chat.say("转人工")
    chat.say("嘎嘎嘎")

    assert chat.model.heard == []


def test_the_model_never_sees_contact_data(chat):
    chat.model = Talker(intent=None)
    chat.say("嘎嘎 13812345678 嘎嘎")
    assert "13812345678" not in str(chat.model.heard)

    assert model.tellable("我是林晓月，住天钥桥路333号，身份证310101199001011234") == "我是□,住□,身份证□"
    assert model.tellable("我是林曉月，住天鑰橋路333號，訂單88812345") == "我是□,住□,訂單□"
    assert model.tellable("足疗60分钟") == "足疗60分钟"


@pytest.mark.parametrize(
    ("said", "unsure"),
    [
        (Understanding("other", 0.9), True),
        (Understanding("book", 0.3), True),
        (Understanding("book", 0.9), False),
        (Understanding("other", 0.5, {"red_flag": ["fever"]}), False),
    ],
)
def test_another_opinion_is_asked_for_where_ours_is_unsure(said, unsure):
    assert model.is_unsure(said) is unsure


# The adapter.


class Answer:
    def __init__(self, content, status=200):
        self.content, self.status = content, status

    def raise_for_status(self):
        if self.status >= 400:
            raise requests.HTTPError

    def json(self):
        return self.content


def said(text):
    return Answer({"choices": [{"message": {"content": text}}]})


class Http:
    def __init__(self, *answers):
        self.answers, self.posted = list(answers), []

    def post(self, url, *, data, headers, timeout):
        self.posted.append((url, json.loads(data), headers, timeout))
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


class Now:
    def __init__(self):
        self.at = 100.0

    def __call__(self):
        return self.at


def an_endpoint(*answers, **changes):
    return Endpoint(
        **{"url": "http://m/v1", "name": "m", "key": "k", "http": Http(*answers), "clock": Now(), **changes}
    )


def test_a_model_is_asked_as_openai_has_it():
    endpoint = an_endpoint(said("好的"), said(" Query_Price. "))
    turn = endpoint.for_turn()

    assert turn.rephrased("您好") == "好的"
    assert turn.intent_of("几钱", {"query_price", "book"}) == "query_price"
    url, body, headers, timeout = endpoint.http.posted[0]
    assert (url, body["model"], headers["Authorization"]) == ("http://m/v1", "m", "Bearer k")
    assert body["messages"][1] == {"role": "user", "content": "您好"}
    assert timeout <= LONGEST_SECONDS
    assert "book, query_price" in endpoint.http.posted[1][1]["messages"][0]["content"]


def test_a_turn_waits_two_seconds_in_all_whatever_is_configured():
    endpoint = an_endpoint(said("一"), said("二"), seconds=30.0)
    turn = endpoint.for_turn()
    turn.rephrased("x")
    assert endpoint.http.posted[0][3] == LONGEST_SECONDS
    endpoint.clock.at += 1.5
    turn.rephrased("x")
    assert endpoint.http.posted[1][3] == pytest.approx(0.5)
    endpoint.clock.at += 1.0
    assert turn.rephrased("x") is None


@pytest.mark.parametrize(
    "answer",
    [requests.ConnectTimeout(), Answer({}, 500), Answer({}), Answer({"choices": []}), Answer(None), Answer("text")],
)
def test_whatever_goes_wrong_it_says_nothing(answer):
    assert an_endpoint(answer).for_turn().rephrased("x") is None


def test_who_fails_again_and_again_is_left_alone_for_a_while():
    endpoint = an_endpoint(*[requests.ConnectTimeout()] * FAILURES, said("wieder da"))
    for _ in range(FAILURES):
        endpoint.for_turn().rephrased("x")
    assert endpoint.for_turn().rephrased("x") is None
    assert len(endpoint.http.posted) == FAILURES

    endpoint.clock.at += PAUSE_SECONDS
    assert endpoint.for_turn().rephrased("x") == "wieder da"


def test_an_intent_that_is_not_on_the_list_is_none():
    assert an_endpoint(said("affirm")).for_turn().intent_of("x", model.SUGGESTED) is None
    assert an_endpoint(said("I think book")).for_turn().intent_of("x", model.SUGGESTED) is None


def test_without_a_model_nothing_is_asked():
    assert (NoModel().rephrased("x"), NoModel().intent_of("x", {"book"}), NoModel().name) == (None, None, "")
