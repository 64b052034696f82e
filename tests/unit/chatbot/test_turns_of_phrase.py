"""What is said in passing and changes what happens: a yes in other words, one guest more, a day that is over."""

from datetime import datetime, timedelta

import pytest

from services.chatbot.domain.dialogue.choosing import compared
from services.chatbot.domain.dialogue.frame import BOOK, CANCEL, RESCHEDULE
from services.chatbot.domain.dialogue.gestures import is_assent
from services.chatbot.domain.dialogue.guests import guests_more
from services.chatbot.domain.dialogue.meaning import is_yes
from services.chatbot.domain.names import suiting
from services.chatbot.domain.understanding import Understanding
from services.chatbot.domain.understanding.reader import Reader
from tests.support.chatbot import replicas_of_demo

NOW = datetime.fromisoformat("2026-11-18T10:00:00+08:00")
PROPOSED = {"starts_at": "2026-11-19T15:00:00+08:00"}


@pytest.fixture(scope="module")
def catalogue():
    return replicas_of_demo().catalogue()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (CANCEL, "是的,取消"),
        (CANCEL, "嗯,取消掉"),
        (CANCEL, "对,退掉"),
        (CANCEL, "ok, cancel it"),
        (CANCEL, "yes cancel my appointment"),
        (RESCHEDULE, "改吧"),
        (RESCHEDULE, "好的,就这么改"),
        (BOOK, "是的"),
    ],
)
def test_a_yes_may_repeat_what_is_proposed(kind, text):
    assert is_assent(text, kind)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (CANCEL, "取消"),
        (CANCEL, "取消这个操作"),
        (CANCEL, "不取消"),
        (CANCEL, "cancel the other one"),
        (RESCHEDULE, "改回来吧"),
        (RESCHEDULE, "改"),
        (RESCHEDULE, "换一个吧"),
        (BOOK, "改吧"),
        (BOOK, "ok, cancel it"),
    ],
)
def test_what_only_names_it_is_no_yes(kind, text):
    assert not is_assent(text, kind)


@pytest.mark.parametrize("text", ["那我没事,帮我订了", "我没有这些情况,确认预约", "身体都没问题,约吧"])
def test_who_says_that_nothing_is_amiss_and_yes_says_yes(text):
    assert is_yes(Understanding("deny", 0.9), text, PROPOSED)


@pytest.mark.parametrize("text", ["没有,不用了", "没事,我再想想", "我没那么多时间,算了", "没有", "我没事,帮我订明天的"])
def test_who_says_that_nothing_is_amiss_and_no_yes_does_not(text):
    assert not is_yes(Understanding("deny", 0.9), text, PROPOSED)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("帮我加一个人", 1),
        ("再加个朋友一起", 1),
        ("能多带一个人吗", 1),
        ("少一个人", -1),
        ("找个人来", 0),
        ("换个人", 0),
        ("加个人工客服", 0),
        ("三个人", 0),
        ("加个钟", 0),
    ],
)
def test_one_guest_more_or_fewer(text, more):
    assert guests_more(text) == more


@pytest.mark.parametrize(
    ("text", "slug"), [("便宜的那个", "foot-60"), ("要贵的", "foot-90"), ("时间长的", "foot-90"), ("都好", None)]
)
def test_which_of_two_treatments_by_comparison(catalogue, text, slug):
    both = [row for row in catalogue.treatments if row.slug in {"foot-60", "foot-90"}]

    found = compared(text, both)

    assert (found.slug if found else None) == slug


def test_what_suits_a_complaint_may_be_recommended(catalogue):
    assert {row.slug for row in suiting("最近老失眠,有什么推荐", catalogue.treatments)} == {"head-45", "sleep-60"}
    assert not suiting("有什么推荐", catalogue.treatments)


def test_a_start_on_a_day_that_is_over_is_known_for_what_it_is(catalogue):
    said = Reader(catalogue).understand("昨天下午三点徐家汇足疗", NOW)

    assert said.gone == (NOW - timedelta(days=1)).replace(hour=15, tzinfo=None)
    assert not {"date", "time"} & said.slots.keys()


@pytest.mark.parametrize("text", ["昨天下午三点做了足疗，想再约一次", "明天下午三点徐家汇足疗", "昨天崴了脚，想约足疗"])
def test_a_tale_of_yesterday_wishes_for_no_time(catalogue, text):
    assert Reader(catalogue).understand(text, NOW).gone is None
