"""Who the customer is and where they are: name, phone and address, each with its place in the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.chatbot.domain.phrases import REACH, phrases
from services.chatbot.domain.wishes.addresses import find_addresses
from services.chatbot.domain.wishes.people import find_names


@dataclass(frozen=True)
class Contact:
    """A slot's value, and the stretch `[start, end)` of the text that says it."""

    slot: str
    value: str
    start: int
    end: int


_ANNOUNCED = phrases("contacts", "announced_before")
_SPOKEN = {
    **dict(zip("零〇一二三四五六七八九", (0, 0, *range(1, 10)), strict=True)),
    "幺": 1,
    "洞": 0,
    "两": 2,
    "拐": 7,
    "勾": 9,
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
}
_DIGIT = r"[\d零〇一二三四五六七八九幺洞两拐勾壹贰叁肆伍陆柒捌玖]"
_COUNTRY = r"(?:\+?\s*(?:00)?86[- ]?)?"
_PHONE = re.compile(
    rf"(?<![\d一二三四五六七八九]){_COUNTRY}(?P<digits>[1一幺壹](?:[- ,，、.]{{0,2}}{_DIGIT}){{10}})(?!{_DIGIT})"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")


def find_contacts(text: str) -> tuple[Contact, ...]:
    """The contacts in a normalised text, in order. An address hides its house numbers from what else is sought."""
    phones = tuple(_phones(text))
    hidden = hide(text, phones)
    addresses = tuple(Contact("address", text[start:end], start, end) for start, end in find_addresses(hidden))
    hidden = hide(hidden, addresses)
    names = tuple(Contact("name", text[start:end].strip(), start, end) for start, end in find_names(hidden))
    return tuple(sorted((*phones, *addresses, *names), key=lambda contact: contact.start))


def hide(text: str, contacts: Iterable[Contact]) -> str:
    """The text with the contacts blanked out, each with the word that announces it (地址: is no question about the
    store's); places stay the same.
    """
    for contact in contacts:
        start = _start_with_its_word(text, contact.start)
        text = text[:start] + "□" * (contact.end - start) + text[contact.end :]
    return text


def _start_with_its_word(text: str, start: int) -> int:
    earliest = max(0, start - REACH)
    word = _ANNOUNCED.search(text[earliest:start])
    return earliest + word.start() if word else start


def _phones(text: str) -> Iterator[Contact]:
    """Mobile numbers of mainland China, written or spoken (一三九…), as eleven digits; others are none."""
    for found in _PHONE.finditer(text):
        digits = "".join(
            str(_SPOKEN.get(char, char)) for char in found["digits"] if char.isdecimal() or char in _SPOKEN
        )
        if _MOBILE.fullmatch(digits):
            yield Contact("phone", digits, *found.span())
