"""Clock times and parts of the day, as they stand in the text; how they combine is the parser's."""

import re
from collections.abc import Iterator

from services.chatbot.domain.numerals import NUMBER, number
from services.chatbot.domain.times.found import DAY, NOON, Clock, Window

# A part of day is a window, [from, to) in hours.
_PART_HOURS = (
    ((0, 6), ("凌晨", "半夜")),
    ((6, 12), ("早上", "早晨", "清晨", "上午", "头晌", "早", "morning", "forenoon")),
    ((11, 13), ("中午", "正午", "晌午", "midday")),
    ((12, 18), ("下午", "午后", "afternoon")),
    ((17, 19), ("傍晚",)),
    ((18, 24), ("晚上", "晚间", "夜里", "夜晚", "晚", "evening", "night", "tonight")),
)
PARTS = {word: hours for hours, words in _PART_HOURS for word in words}
_EVENING_STARTS, _NOON_HOUR = 5, 12

_PART = re.compile(
    r"凌晨|半夜|早上|早晨|清晨|上午|头晌|中午|正午|晌午|下午|午后|傍晚|晚上|晚间|夜里|夜晚"
    r"|(?<=[今明后昨一二三四五六日天])[晚早](?!一点|点|些)"
    r"|[晚早](?=(?:\d|[二三四五六七八九十])[^点]{0,2}[点:])"
    r"|\b(?:morning|forenoon|midday|afternoon|evening|tonight|night)\b"
)
# 一点 is a time only where nothing makes it "a little": 早一点, 一点都不疼, 一点点.
_CHINESE_CLOCK = re.compile(
    rf"(?<![\d:.第])(?P<hour>{NUMBER})"
    r"(?:点钟?|點鐘?|时(?!间|候|长|段|刻|常))"
    rf"(?P<minute>半|[一1]刻|[三3]刻|整|[零过]?{NUMBER}分|零?{NUMBER}(?!个|位|人|号|月|天|度|小时|元|块))?"
)
_A_LITTLE = re.compile(r"[有快早晚差轻重便大小近远多少]$")
# "六点都行" says that six will do, "一点都不疼" says nothing of one o'clock.
_NOT_A_TIME = re.compile(
    r"(?:都(?!行|可以?|成|好|能|有空|方便|没问题|ok)|也|儿|点|不|没|疼|痛|式|度|\d+度|建议|意见|要求|游戏|问题)"
)
_DIGITAL = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:])\s*(?P<half>[ap])?\.?(?:m\b\.?)?"
)
_HALF = re.compile(r"(?<![\d:])(?P<hour>1[0-2]|[1-9])\s*(?P<half>[ap])\.?m\b\.?")
_ENGLISH = re.compile(
    r"\b(?P<lead>at|around|about|from|after|before|by|between|and|to|until|till)\s+"
    r"(?P<hour>1\d|2[0-3]|[1-9])(?!\d|:|\s*(?:[ap]\.?m\b|people|persons?|min|hours?|days?|weeks?|/))"
)
_OCLOCK = re.compile(r"\b(?P<hour>1[0-2]|[1-9])\s*o'?\s?clock\b")
_NOON = re.compile(r"\bnoon\b")


def find_parts(text: str) -> tuple[Window, ...]:
    parts = ((found, PARTS[found.group(0)]) for found in _PART.finditer(text))
    return tuple(Window(found.start(), found.end(), opens * 60, closes * 60) for found, (opens, closes) in parts)


def find_clocks(text: str) -> tuple[Clock, ...]:
    """Clock times in order, uncertain where only the hour of a half day was said."""
    taken: list[Clock] = []
    for clock in (*_digital(text), *_chinese(text), *_english(text)):
        if all(clock.end <= other.start or other.end <= clock.start for other in taken):
            taken.append(clock)
    return tuple(sorted(taken, key=lambda clock: clock.start))


def _digital(text: str) -> Iterator[Clock]:
    for found in (*_DIGITAL.finditer(text), *_HALF.finditer(text)):
        said = found.groupdict()
        minutes = int(said["hour"]) * 60 + int(said.get("minute") or 0)
        if said["half"]:
            minutes = minutes % NOON + (NOON if said["half"] == "p" else 0)
        certain = bool(said["half"]) or minutes >= NOON or said["hour"].startswith("0")
        if minutes <= DAY:
            yield Clock(found.start(), found.end(), minutes, certain)


def _chinese(text: str) -> Iterator[Clock]:
    for found in _CHINESE_CLOCK.finditer(text):
        minutes = number(found["hour"]) * 60 + _minutes_past(found["minute"])
        if minutes <= DAY and not (_NOT_A_TIME.match(text, found.end()) or _is_a_little(found, text)):
            yield Clock(found.start(), found.end(), minutes, minutes >= NOON)


def _is_a_little(found: re.Match[str], text: str) -> bool:
    return found["hour"] in {"一", "两"} and not found["minute"] and bool(_A_LITTLE.search(text[: found.start()]))


def _english(text: str) -> Iterator[Clock]:
    for found in (*_ENGLISH.finditer(text), *_OCLOCK.finditer(text)):
        minutes = int(found["hour"]) * 60
        yield Clock(found.start("hour"), found.end(), minutes, minutes >= NOON)
    for found in _NOON.finditer(text):
        yield Clock(found.start(), found.end(), NOON, certain=True)


def _minutes_past(word: str | None) -> int:
    if not word or word == "整":
        return 0
    fixed = {"半": 30, "一刻": 15, "1刻": 15, "三刻": 45, "3刻": 45}
    return fixed[word] if word in fixed else min(number(word.strip("零过分")), 59)


def in_part(minutes: int, part: Window) -> int:
    """The clock time as meant within a part of day: 下午3点 is 15:00, 中午12点 noon, 晚上12点 midnight."""
    hour = minutes // 60
    if part.opens == 0:
        return minutes - NOON if hour == _NOON_HOUR else minutes
    if part.opens < NOON and part.closes <= NOON:
        return minutes
    if part.closes == DAY and (hour == _NOON_HOUR or hour < _EVENING_STARTS):
        return (minutes + NOON) if hour == _NOON_HOUR else minutes
    return minutes + NOON if hour < (10 if part.opens < NOON else _NOON_HOUR) else minutes
