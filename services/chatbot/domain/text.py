"""A customer's raw text made harmless and comparable."""

import re
import unicodedata
from functools import cache
from typing import Any

from services.chatbot.data import table
from services.chatbot.domain.romanised import in_characters

# Digits of a phone number may be parted by single blanks or hyphens; a Chinese mobile number starts with 1.
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9](?:[- ]?\d){9}|0\d{2,3}[- ]?\d{7,8}|\d{3}[- ]\d{3}[- ]\d{4})(?!\d)")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_SHOUTED = re.compile(r"([^\w\s])\1{2,}")  # ！！！ says no more than ！

CHINESE, TRADITIONAL, ENGLISH = "zh-CN", "zh-Hant", "en"
WORDS_OF_A_SENTENCE = 2


def printable(text: str) -> str:
    """The text without control, format and unpaired surrogate characters; blanks of any kind become one blank."""
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_printable(char))
    return " ".join(kept.split())


def _is_printable(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def normalised(text: str) -> str:
    """The text to compare by: simplified, half-width, lower case, pinyin and signs of assent as words, no pictures.

    Everything that is found in a sentence is placed in this text, never in what was typed: lengths differ.
    """
    plain = _in_words(unicodedata.normalize("NFKC", printable(text)))
    return in_characters(printable(_SHOUTED.sub(r"\1", simplified(plain))).lower())


def simplified(text: str) -> str:
    """Traditional characters, of Taiwan too, as simplified ones."""
    if not _CJK.search(text):
        return text
    plain = str(_converter("tw2s").convert(text)).translate(_characters())
    for written, meant in table("writing")["words"].items():
        plain = plain.replace(written, meant)
    return plain


@cache
def _converter(kind: str) -> Any:
    """Loading OpenCC's dictionaries takes some milliseconds: done at first need."""
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC(kind)


@cache
def _characters() -> dict[int, str]:
    return {ord(char): plain for char, plain in table("writing")["characters"].items()}


def _in_words(text: str) -> str:
    """Pictures are blanks; some, where a message holds nothing else, are an answer (👌)."""
    words = table("writing")["pictures"]
    if text and all(char in words or _is_picture(char) or char.isspace() for char in text):
        return next((str(words[char]) for char in text if char in words), "")
    return "".join(" " if _is_picture(char) else char for char in text)


def _is_picture(char: str) -> bool:
    """An emoji, its colour or its selector; signs of degree and accents of the keyboard are none."""
    return char not in "°^`´¨¸" and unicodedata.category(char) in {"So", "Sk", "Mn", "Me"}


def masked_phones(text: str) -> str:
    """Every phone number in plain digits without its middle ones; `masking` knows what else there is."""
    return _PHONE.sub(lambda found: masked_digits(found.group(0)), unicodedata.normalize("NFKC", text))


def masked_digits(number: str) -> str:
    """Three digits and the last four; of a number with its country, the last eleven."""
    digits = re.sub(r"\D", "", number)[-11:]
    return f"{digits[:3]}****{digits[-4:]}"


def language_of(text: str, *, asked_for: str, before: str | None) -> str:
    """The language to answer in: that of the sentence, else of the conversation, else the one the client asked for."""
    wanted = _language_called(asked_for)
    if _CJK.search(text):
        return _script_of(text) or next((kept for kept in (before, wanted) if kept and kept != ENGLISH), CHINESE)
    if _CJK.search(in_characters(text.lower())):
        return before if before == TRADITIONAL else CHINESE
    words = len(_LATIN_WORD.findall(text))
    if words >= WORDS_OF_A_SENTENCE or (words and wanted == ENGLISH):
        return ENGLISH
    return before or wanted


def _language_called(tag: str) -> str:
    """Of an Accept-Language header's first tag."""
    first = tag.lower()
    if first.startswith("en"):
        return ENGLISH
    return TRADITIONAL if first.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")) else CHINESE


def _script_of(text: str) -> str | None:
    """By the characters that one script alone has; None where there are as many of either (你好)."""
    traditional = _changed(text, str(_converter("t2s").convert(text)))
    plain = _changed(text, str(_converter("s2t").convert(text)))
    if traditional == plain:
        return None
    return TRADITIONAL if traditional > plain else CHINESE


def _changed(text: str, converted: str) -> int:
    return sum(one != other for one, other in zip(text, converted, strict=False))
