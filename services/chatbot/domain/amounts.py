"""Whole numbers as people write them: 300, 1,200, 三百五, 一千二, 两三百 (the greater), 十五."""

import re

from services.chatbot.domain.numerals import DIGITS

AMOUNT = r"(?:(?:\d{1,3}(?:,\d{3}){1,2}|\d{1,6})(?:\.\d{1,2})?[百千万k]?|[一二两三四五六七八九十百千万零〇]{1,9})"
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_TENFOLD = 10


def amount(word: str) -> int:
    """The value of a word matched by AMOUNT; of 两三百 the greater. ValueError for anything else."""
    if re.fullmatch(r"\d[\d,]*(?:\.\d+)?[百千万k]?", word):
        return _arabic(word)
    if not word or any(char not in DIGITS and char not in _UNITS for char in word):
        raise ValueError(f"not an amount: {word!r}")
    if not any(char in _UNITS for char in word):
        return int("".join(str(DIGITS[char]) for char in word))
    return _chinese(word)


def _arabic(word: str) -> int:
    scale = {**_UNITS, "k": 1000}.get(word[-1], 1)
    return round(float(word.rstrip("百千万k").replace(",", "")) * scale)


def _chinese(word: str) -> int:
    """Digit by digit; a digit without unit at the end counts in tens of the unit before it: 三百五 is 350."""
    total, digit, last_unit, after_zero = 0, 0, 1, False
    for char in word:
        if char in _UNITS:
            unit = _UNITS[char]
            total = (
                total + (digit or (1 if unit == _TENFOLD else 0)) * unit
                if unit < last_unit or last_unit == 1
                else (total + digit) * unit
            )
            digit, last_unit, after_zero = 0, unit, False
        else:
            digit, after_zero = DIGITS[char], after_zero or DIGITS[char] == 0
    if digit and last_unit > _TENFOLD and not after_zero:
        return total + digit * last_unit // _TENFOLD
    return total + digit
