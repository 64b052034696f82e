"""A sentence as tokens: what differs from customer to customer (names, days, hours, numbers) becomes one sign each.

Input is a normalised text (lower case, half-width), its names blanked out by `□`. Signs are capitals, so that nothing
written can be taken for one. Blanks and punctuation are dropped: who dictates has none, and the intent is the same.
"""

import re
from collections.abc import Collection, Iterable

BLANK = "□"
NAME, DAY, PART, CLOCK, NUMBER, PHONE, MARKUP = "NDPCQHX"
KINDS = {"treatment": "T", "technician": "W", "store": "S"}
"""The sign of a name where the sentence holds names of one kind only; else it is NAME."""

_ENGLISH_DAYS = r"today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekend"
_SIGNS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"<[^<>]*>|[{}]|\bjavascript:", MARKUP),
        (r"□(?:[□\s]*□)?", NAME),
        (r"(?<!\d)1[\d\- ]{9,13}\d(?!\d)|[零〇一二三四五六七八九幺]{8,}", PHONE),
        (rf"\b(?:{_ENGLISH_DAYS})\b", DAY),
        (r"\b(?:morning|afternoon|evening|noon|tonight)\b", PART),
        (r"\b\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\b\.?|o'clock)|\d{1,2}:\d\d", CLOCK),
        (r"[今明后昨][晚早](?!点)", DAY + PART),
        (r"大?[前后]天|[今明昨当听][天日]|[今明后][儿个]+", DAY),
        (r"[下上这本]*个?(?:周|星期|礼拜)[一二三四五六日天末]|[下上这本]+个?(?:周|星期|礼拜)", DAY),
        (r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?", DAY),
        (r"(?:下个?月|这个?月|本月)?(?:\d{1,2}|二?十[一二三四五六七八九]?)[日号](?![线口楼床])|\d{1,2}/\d{1,2}", DAY),
        (r"上午|下午|早上|晚上|中午|傍晚|凌晨|头晌|晌午|夜里|下昼", PART),
        (
            r"(?:\d{1,2}|十?[一二两三四五六七八九]|十|(?<=[DP])一)点(?:半|钟|[一三]刻|多|左右|[一二三四五]?十?\d*分)?",
            CLOCK,
        ),
        (r"\d+(?:\.\d+)?|[二两三四五六七八九十百]+(?=[个位人块元次分小年百千月天日])", NUMBER),
    )
)
# 一点 is a clock time only where it goes on like one; 早一点, 有一点疼 are none.
_A_BIT = re.compile(r"(?<![午上晨天十])一点(?!半|钟|到|[一三]刻)")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[^\W_]")

_NAMED = frozenset({NAME, DAY, PART, CLOCK, NUMBER, PHONE, *KINDS.values()})
_UNTOLD = frozenset("的吧呢啊呀哦那就和跟到在去个位人给是我说应该要想还") | {
    f"{word}_" for word in ("for", "at", "on", "in", "the", "and", "a")
}


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the stretches `[start, end)` as `□`, one for each character, so that places stay."""
    for start, end in spans:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def tokens(text: str, kinds: Collection[str] = ()) -> tuple[str, ...]:
    """`text` in tokens: a Chinese character, a sign, or a Latin word with `_` behind it.

    `kinds` are the slots that were named in it (`treatment`, `technician`, `store`).
    """
    named = [sign for kind, sign in KINDS.items() if kind in kinds]
    text = _A_BIT.sub("壹点", text)
    for pattern, sign in _SIGNS:
        text = pattern.sub(named[0] if sign == NAME and len(named) == 1 else sign, text)
    found = _TOKEN.findall(text.replace("壹点", "一点"))
    return tuple(f"{token}_" if token[0].islower() and token.isascii() else token for token in found)


def is_only_named(text: str) -> bool:
    """Whether there is nothing but names, times, numbers and particles: 那就明天三点吧."""
    said = set(tokens(text))
    return not said or (not said.isdisjoint(_NAMED) and said <= _NAMED | _UNTOLD and said != {NUMBER})


def tells_when_or_how_many(text: str) -> bool:
    """Whether there is a day, an hour or a number."""
    return not {DAY, PART, CLOCK, NUMBER, PHONE}.isdisjoint(tokens(text))
