"""The text cut into tokens, longest words first, and the shorthand that their kinds spell."""

import re
from typing import Any, NamedTuple

from services.chatbot.domain.times.words.lexicon import LENGTHS, LEXICON
from services.chatbot.domain.times.words.numbers import CHARACTERS


class Token(NamedTuple):
    """A word, a number (`N`, saying its numeral) or written digits (`K` clock, `F` date, `G` month, `S` month/day,
    `U` month/day/year).
    """

    kind: str
    says: Any
    start: int
    end: int


_PLAIN = re.compile(f"[^{re.escape(''.join(LENGTHS))}{''.join(CHARACTERS)}0-9\\s]+")
"""Characters that nothing begins with."""
_NUMERAL = re.compile("[" + "".join(CHARACTERS) + "]+")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NO_TIME = re.compile(r"[0-9]{3,}(?:-[0-9]{3,})+|[0-9]{5,}|[0-9]+(?:\.[0-9]+){2,}|[0-9]+:[0-9]+(?::[0-9]+)+")
_WEEKDAY = re.compile(r"(?:([一二三四五六日天])(?![次回趟遍点]|(?<=一)[直般])|([1-7])(?![0-9:年号月次回趟遍点个天]))")
_HALF = r"(?:\s*([ap])\.?\s?m?\.?(?![a-z]))"
_NO_SPINE = r"(?<![a-z椎腰颈胸骶])"  # L4/5, 腰椎4/5突出
_DOTTED, _NO_MEASURE = r"(1[0-2]|0?[1-9])\.([12][0-9]|3[01])", r"(?![0-9元块分折倍米度公%]|\.[0-9])"
# Written in digits: what kind it is; the groups are what it says.
_WRITTEN = (
    ("F", re.compile(r"([12][0-9]{3})([-/.])([01]?[0-9])\2([0-3]?[0-9])(?![0-9])")),
    ("F", re.compile(r"([12][0-9]{3})( )(0[1-9]|1[0-2]) (0[1-9]|[12][0-9]|3[01])(?![0-9])")),
    ("F", re.compile(r"(20[0-9]{2})()([01][0-9])([0-3][0-9])(?![0-9])")),
    ("U", re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])/((?:19|20)[0-9]{2})(?![0-9])")),
    ("G", re.compile(r"([12][0-9]{3})[-/.](1[0-2]|0?[1-9])(?![0-9])")),
    ("K", re.compile(rf"(2[0-4]|[01]?[0-9]):([0-5][0-9])(?::([0-5][0-9]))?(?![0-9:]){_HALF}?")),
    ("K", re.compile(r"(1[0-2]|0?[1-9])()()\s?([ap])\.?m\.?(?![a-z])")),
    (
        "S",
        re.compile(
            rf"{_NO_SPINE}(1[0-2]|0?[1-9])/(3[01]|[12][0-9]|0?[1-9])(?![0-9/]|的?[杯碗片颗个份人节椎]|椎?间|突出|膨出)"
        ),
    ),
    ("S", re.compile(r"(1[0-2]|0?[1-9])\.(3[01]|[12][0-9]|0?[1-9])(?=号|日|周|星期|上午|下午|早|晚|中午)")),
    ("S", re.compile(rf"{_DOTTED}(?=\s?[-~到至]\s?[0-9]{{1,2}}\.(?:[12][0-9]|3[01]){_NO_MEASURE})")),
    ("S", re.compile(rf"(?<=\.[0-9][0-9][-~到至]){_DOTTED}{_NO_MEASURE}")),
    ("S", re.compile(r"(?<![-0-9a-z])(0[1-9])-([0-2][0-9]|3[01])(?![-0-9:点时元分]|\.[0-9]|号[楼店院门房])")),
)
WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6}
WEEKDAYS |= {str(index + 1): index for index in range(7)}


def tokens(text: str) -> list[Token]:
    """The tokens of a folded text in order. Blanks are none; other characters in a row are one token of kind `x`."""
    found: list[Token] = []
    place = 0
    while place < len(text):
        if plain := _PLAIN.match(text, place):
            token = Token("x", None, place, plain.end())
        elif (text[place].isspace() and text[place] != "\n") or _parts_day_and_clock(text, place, found):
            place += 1
            continue
        else:
            token = _token(text, place)
        follows_text = bool(found) and found[-1].kind == "x"
        if token.kind == "N" and follows_text and _is_letter(text[place - 1]):  # iphone15, v2
            token = token._replace(kind="x")
        if token.kind != "x" or not follows_text:
            found.append(token)
        place = token.end
    return found


def _token(text: str, place: int) -> Token:
    char = text[place]
    for length in LENGTHS.get(char, ()):
        word = text[place : place + length]
        if word in LEXICON and _is_word(text, place, place + len(word)):
            named = _weekday(text, place, place + len(word)) if LEXICON[word].kind == "w" else None
            return named or Token(*LEXICON[word], place, place + len(word))
    if char in "零〇" and text[place + 1 : place + 2].isdecimal() and text[place + 1].isascii():  # 六点零5分
        return _digits(text, place + 1)._replace(start=place)
    if char in CHARACTERS:
        end = _end(_NUMERAL.match(text, place), place)
        return Token("N", text[place:end], place, end)
    if char.isascii() and char.isdigit():
        return _digits(text, place)
    return Token("x", None, place, place + 1)


def _end(found: re.Match[str] | None, place: int) -> int:
    return found.end() if found else place + 1


def _weekday(text: str, start: int, end: int) -> Token | None:
    """周三, of which 周 ends at `end`; but 周三次 and 周3个 count something."""
    found = _WEEKDAY.match(text, end)
    return Token("W", WEEKDAYS[found[0]], start, found.end()) if found else None


def _is_word(text: str, start: int, end: int) -> bool:
    """Latin words end where their letters do."""
    first, last = text[start], text[end - 1]
    starts = not (_is_letter(first) and start and _is_letter(text[start - 1]))
    return starts and not (_is_letter(last) and end < len(text) and _is_letter(text[end]))


def _parts_day_and_clock(text: str, place: int, found: list[Token]) -> bool:
    """The T of 2026-12-16T12:23:59."""
    is_behind_day = bool(found) and found[-1].kind == "F" and found[-1].end == place
    return is_behind_day and text[place] == "t" and text[place + 1 : place + 2].isdigit()


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _digits(text: str, place: int) -> Token:
    for kind, pattern in _WRITTEN:
        found = pattern.match(text, place)
        if found:
            return Token(kind, found.groups(), place, found.end())
    found = _NO_TIME.match(text, place)
    if found:
        return Token("x", None, place, found.end())
    end = _end(_NUMBER.match(text, place), place)
    return Token("N", text[place:end], place, end)
