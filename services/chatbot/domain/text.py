"""A customer's raw text made harmless and comparable, and what of it may be kept."""

import re
import unicodedata

# Digits of a phone number may be parted by single blanks or hyphens; a Chinese mobile number starts with 1.
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9](?:[- ]?\d){9}|0\d{2,3}[- ]?\d{7,8}|\d{3}[- ]\d{3}[- ]\d{4})(?!\d)")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

CHINESE, ENGLISH = "zh-CN", "en"
WORDS_OF_A_SENTENCE = 2


def printable(text: str) -> str:
    """The text without control, format and unpaired surrogate characters; blanks of any kind become one blank."""
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_printable(char))
    return " ".join(kept.split())


def _is_printable(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def normalised(text: str) -> str:
    """The text to compare by: half-width, lower case, no control characters."""
    return printable(unicodedata.normalize("NFKC", printable(text))).lower()


def masked(text: str) -> str:
    """The text with every phone number's middle digits gone, as it may be kept."""
    return _PHONE.sub(lambda found: _masked_digits(found.group(0)), unicodedata.normalize("NFKC", text))


def _masked_digits(number: str) -> str:
    digits = re.sub(r"\D", "", number)[-11:]
    return f"{digits[:3]}****{digits[-4:]}"


def language_of(text: str, *, asked_for: str, before: str | None) -> str:
    """The language to answer in: that of the sentence, else of the conversation, else the one the client asked for."""
    if _CJK.search(text):
        return CHINESE
    words = len(_LATIN_WORD.findall(text))
    if words >= WORDS_OF_A_SENTENCE or (words and asked_for.lower().startswith("en")):
        return ENGLISH
    return before or (ENGLISH if asked_for.lower().startswith("en") else CHINESE)
