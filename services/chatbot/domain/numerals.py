"""Chinese numerals up to ninety-nine, and Arabic ones, as they stand in times, dates and head counts."""

import re

DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
NUMBER = r"(?:\d{1,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两兩三四五六七八九]{1,2})"

_TENS = re.compile(r"([二三四五六七八九]?)十([一二三四五六七八九]?)")


def number(word: str) -> int:
    """The value of a word matched by NUMBER; ValueError for anything else."""
    if word.isdecimal():
        return int(word)
    tens = _TENS.fullmatch(word)
    if tens:
        return DIGITS.get(tens.group(1), 1) * 10 + DIGITS.get(tens.group(2), 0)
    if word and all(char in DIGITS for char in word):
        return int("".join(str(DIGITS[char]) for char in word))
    msg = f"not a number: {word!r}"
    raise ValueError(msg)
