"""Numerals as they stand in times: 三, 十五, 二零二六, 廿五, 1.5, and two at once: 七八点, 两三天."""

DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
TWENTIES = {"廿": 20, "卅": 30}
CHARACTERS = frozenset((*DIGITS, *UNITS, *TWENTIES))


def value(text: str) -> float:
    """The number that a numeral token means; digits in a row (二零二六) are read one by one. Never fails on a token."""
    if text[0].isascii():
        return float(text) if "." in text else int(text)
    if any(char in UNITS or char in TWENTIES for char in text):
        return _counted(text)
    return int("".join(str(DIGITS[char]) for char in text))


def whole(text: str) -> int:
    return int(value(text))


def _counted(text: str) -> int:
    total, digit = 0, 0
    for char in text:
        if char in UNITS:
            total, digit = total + (digit or 1) * UNITS[char], 0
        elif char in TWENTIES:
            total, digit = total + TWENTIES[char], 0
        else:
            digit = DIGITS[char]
    return total + digit


def two_at_once(text: str) -> tuple[int, int] | None:
    """七八 is (7, 8), 十一二 (11, 12), 九十 (9, 10): neighbouring numbers said together; None for one number."""
    tens = 10 if len(text) == 3 and text[0] == "十" else 0  # noqa: PLR2004 - 十 and its two digits
    pair = text[1:] if tens else text
    if len(pair) != 2 or pair[0] not in DIGITS:  # noqa: PLR2004 - two numbers
        return None
    first, last = pair[0], pair[1]
    second = 10 if last == "十" and DIGITS[first] == 9 else DIGITS.get(last, 0)  # noqa: PLR2004 - 九十点
    low = DIGITS[first]
    return (tens + low, tens + second) if low < second <= low + 2 else None
