"""What holds for every text: nothing breaks the parser, it takes linear time, and written times come back."""

import time
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from services.chatbot.domain.times import parse
from services.chatbot.domain.times.entities import entities
from services.chatbot.domain.times.grammar.amounts import AMOUNTS
from services.chatbot.domain.times.grammar.clocks import CLOCKS
from services.chatbot.domain.times.grammar.dates import DATES
from services.chatbot.domain.times.grammar.weeks import WEEKS
from services.chatbot.domain.times.words.folding import folded
from services.chatbot.domain.times.words.lexicon import LEXICON

NOW = datetime.fromisoformat("2026-11-18T10:00:00")
RULES = DATES + WEEKS + CLOCKS + AMOUNTS
KINDS = sorted({word.kind for word in LEXICON.values()} | set("NKFGSx"))
WORDS = sorted(LEXICON)
ALPHABET = "今明后大上下这周礼拜一二三四五六日天个月号年季度点半刻分钟小时早中午晚到至和或每隔前内不对要"
TIMELY = st.text(alphabet=ALPHABET + "，。:/-0123456789 apm", max_size=60)
SPOKEN = st.lists(st.sampled_from(WORDS), max_size=12).map("".join)
DIGITS = "零一二三四五六七八九"
SOON = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31))  # noqa: DTZ001 - a clock on the wall


@given(st.one_of(st.text(max_size=80), TIMELY, SPOKEN), SOON)
def test_no_text_breaks_the_parser_and_everything_lies_in_the_text(text, now):
    found = parse(text, now)

    assert all(0 <= phrase.start < phrase.end <= len(text) for phrase in found.phrases)
    assert all(0 <= clock.minutes <= 24 * 60 for clock in found.clocks)
    assert all(days.first <= days.last for days in found.days)
    assert all(0 <= window.opens < window.closes <= 24 * 60 for window in found.windows)
    assert all(duration.seconds > 0 for duration in found.durations)
    entities(text, now)


@given(st.text(max_size=80))
def test_folding_moves_nothing(text):
    assert len(folded(text)) == len(text)


@given(TIMELY)
def test_full_width_characters_say_the_same(text):
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})

    assert entities(wide, NOW) == entities(text, NOW)


def numeral(number):
    """1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


def by_the_half_day(at):
    part = "凌晨" if at.hour < 6 else "上午" if at.hour < 12 else "下午" if at.hour < 18 else "晚上"
    return part, (at.hour if at.hour <= 12 else at.hour - 12)


WRITTEN = [
    lambda at: f"{at:%Y-%m-%d %H:%M}",
    lambda at: f"{at.year}/{at.month}/{at.day} {at.hour:02}:{at.minute:02}",
    lambda at: f"{at.year}年{at.month}月{at.day}日{at.hour:02}:{at.minute:02}",
    lambda at: f"{at.year}年{at.month}月{at.day}号{by_the_half_day(at)[0]}{by_the_half_day(at)[1]}点{at.minute}分",
    lambda at: (
        "".join(DIGITS[int(digit)] for digit in str(at.year))
        + f"年{numeral(at.month)}月{numeral(at.day)}日{by_the_half_day(at)[0]}{numeral(by_the_half_day(at)[1])}点"
        + (f"{numeral(at.minute)}分" if at.minute else "整")
    ),
]


@pytest.mark.parametrize("write", WRITTEN, ids=["iso", "slashes", "digits", "half days", "numerals"])
@given(at=SOON)
def test_a_written_time_comes_back(write, at):
    meant = at.replace(second=0, microsecond=0)

    assert entities(write(meant), NOW) == [{"type": "datetime", "value": meant.isoformat()}]


@given(st.integers(1, 99))
def test_days_from_now_are_counted_in_both_numerals(count):
    day = (NOW + timedelta(days=count)).date().isoformat()

    assert entities(f"{count}天后", NOW) == entities(f"{numeral(count)}天后", NOW) == [{"type": "date", "value": day}]


@given(st.integers(0, 6), st.integers(0, 3))
def test_a_weekday_is_in_the_week_that_was_named(weekday, weeks):
    name = ("这", "下", "下下", "下下下")[weeks] + "周" + "一二三四五六日"[weekday]
    day = NOW + timedelta(days=weekday - NOW.weekday() + 7 * weeks)

    assert entities(name, NOW) == [{"type": "date", "value": day.date().isoformat()}]


@given(st.text(alphabet=KINDS, min_size=1, max_size=12))
def test_a_rule_names_every_kind_that_it_can_begin_with(kinds):
    undeclared = [pattern.pattern for begins, pattern, _ in RULES if pattern.match(kinds) and kinds[0] not in begins]

    assert undeclared == []


REPEATED = (
    "一",
    "周",
    "明天",
    "下午三点",
    "到",
    "从",
    "每",
    "不要",
    "1-",
    "3点到",
    "周一,",
    "5小时又",
    "三月",
    "两天后",
    "N点",
    "不对，",
)


@pytest.mark.parametrize("words", REPEATED)
def test_a_long_text_takes_as_long_as_its_parts(words):
    """Ten times the text may take thirty times as long on a busy machine, and not a hundred times."""

    def seconds(length):
        text = (words * length)[:length]
        tries = []
        for _ in range(3):
            started = time.process_time()
            parse(text, NOW)
            tries.append(time.process_time() - started)
        return min(tries)

    assert seconds(4000) <= 30 * max(seconds(400), 0.0005)


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk"])
def test_every_word_is_read_in_traditional_characters(script):
    convert = OpenCC(script).convert
    written = {word: convert(word) for word in LEXICON}

    assert [word for word, other in written.items() if len(other) == len(word) and folded(other) != folded(word)] == []
