"""Whatever is said, the chat answers or refuses within limits; what it understands has the shapes that API.md names."""

import re
import time
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chatbot.domain.understanding import Reader
from shared.errors import Refusal
from tests.support.chatbot import SHANGHAI, demo, replicas_of_demo
from tests.support.evaluation.monsters import MONSTERS

SECONDS = 2.0
NOW = datetime(2026, 11, 18, 10, tzinfo=SHANGHAI)
READER = Reader(replicas_of_demo().catalogue())
WITH_A_PROPOSAL = "明天下午三点徐家汇店足疗"
PIECES = st.sampled_from(
    [
        *("明天", "后天", "周六", "下下周三", "月底", "25号", "元旦", "12/1", "这周末", "周一到周三", "昨天"),
        *("三点", "下午", "十点一刻", "19:30", "3pm", "1点半到3点", "晌午", "一个半小时后", "往后挪半小时", "零点"),
        *("徐家汇", "静安寺店", "王师傅", "李老师", "小刘", "足疗", "肩颈", "推拿", "艾灸", "双人按摩", "SPA"),
        *("不要", "不对", "是", "改成", "取消", "再约", "除了", "换", "我要投诉", "转人工", "好的", "多少钱", "吗"),
        *("两个人", "一家四口", "300以内", "女师傅", "重一点", "上门", "地址漕溪北路88号", "一三九一二三四五六七八"),
        *("怀孕", "没怀孕", "发烧", "骨折", "我姓陈", "跟上次一样", "，", " ", "。", "一点都不疼", "24点5度", "at"),
    ]
)
ANYTHING = st.lists(PIECES | st.text(max_size=4), max_size=10).map("".join)


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS.keys())
def test_a_monster_is_answered_or_refused_within_limits(chat, text):
    started = time.perf_counter()
    with suppress(Refusal):
        answer = chat.say(text)
        assert answer["reply"]["text"].strip()
        assert answer["proposal"] is None or answer["proposal"]["kind"] == "book"
    assert time.perf_counter() - started < SECONDS
    assert chat.shop.booked == []


@pytest.mark.parametrize("text", MONSTERS.values(), ids=MONSTERS.keys())
def test_a_monster_confirms_nothing_that_was_proposed(chat, text):
    assert chat.say(WITH_A_PROPOSAL)["proposal"]
    with suppress(Refusal):
        chat.say(text)
    assert chat.shop.booked == []


def test_markup_never_comes_back_as_markup(chat):
    answer = chat.say("<script>alert(1)</script>明天下午三点徐家汇店足疗，我叫<b>林</b>")

    assert "<" not in answer["reply"]["text"]


def test_a_conversation_goes_on_after_every_monster(chat):
    for text in MONSTERS.values():
        with suppress(Refusal):
            chat.say(text)
    chat.conversation_id = None

    assert chat.say(WITH_A_PROPOSAL)["proposal"]["kind"] == "book"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(ANYTHING)
def test_whatever_is_said_is_understood_in_the_shapes_of_the_api(text):
    view = READER.understand(text, NOW).as_view()

    assert 0 <= view["confidence"] <= 1
    assert [(name, value) for name, value in view["slots"].items() if not is_in_shape(name, value)] == []


@pytest.mark.control
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date", "2026-02-30"),
        ("time", "25:00"),
        ("time_range", ["15:00"]),
        ("date_range", ["2026-11-20", "2026-11-19"]),
        ("party_size", "2"),
        ("store", "somewhere"),
        ("red_flag", "fever"),
        ("negated", {"time": "1500"}),
        ("weather", "fine"),
    ],
)
def test_what_is_out_of_shape_is_noticed(name, value):
    assert not is_in_shape(name, value)


def is_in_shape(name: str, value: Any) -> bool:
    return _SHAPES.get(re.sub("^(old_|new_)", "", name), lambda _: False)(value)


def _is_date(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _is_clock(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d|24:00", value))


def _pair(inner: Any) -> Any:
    return lambda value: isinstance(value, list) and len(value) == 2 and all(map(inner, value))


def _one_or_more(inner: Any) -> Any:
    return lambda value: bool(value) and all(map(inner, value)) if isinstance(value, list) else inner(value)


def _of(*values: str) -> Any:
    return lambda value: isinstance(value, str) and value in values


def _whole(least: int) -> Any:
    return lambda value: type(value) is int and value >= least


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


_INTENTS = (
    *("book", "reschedule", "cancel", "query_booking", "query_availability", "query_price", "query_store"),
    *("query_technician", "query_treatment", "query_membership", "complaint", "feedback", "human", "greet", "thanks"),
    *("bye", "affirm", "deny", "health_advice", "other"),
)
_SHAPES: dict[str, Any] = {
    "date": _one_or_more(_is_date),
    "time": _one_or_more(_is_clock),
    "time_range": lambda value: _pair(_is_clock)(value) or _one_or_more(_pair(_is_clock))(value),
    "date_range": lambda value: _pair(_is_date)(value) and value[0] <= value[1],
    "duration_minutes": _whole(1),
    "offset_minutes": _whole(-10_000_000),
    "party_size": _whole(1),
    "treatment": _one_or_more(_of(*(row["slug"] for row in demo()["treatments"]))),
    "technician": _one_or_more(_of(*(row["slug"] for row in demo()["technicians"]))),
    "store": _one_or_more(_of(*(row["slug"] for row in demo()["stores"]))),
    "place": _of("home", "store"),
    "address": _text,
    "name": _text,
    "phone": lambda value: isinstance(value, str) and bool(re.fullmatch(r"\d{7,15}", value)),
    "body_part": _one_or_more(_text),
    "gender_preference": _of("female", "male"),
    "strength": _of("light", "medium", "heavy"),
    "budget_max_fen": _whole(0),
    "same_as_last": lambda value: value is True,
    "also": lambda value: isinstance(value, list) and _one_or_more(_of(*_INTENTS))(value),
    "red_flag": lambda value: isinstance(value, list) and _one_or_more(_text)(value),
    "negated": lambda value: isinstance(value, dict) and all(is_in_shape(name, one) for name, one in value.items()),
}
