"""A customer's words without what reaches or names a person, as they may be kept, and as others may be told them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from services.chatbot.domain.phrases import phrases
from services.chatbot.domain.text import masked_digits, normalised, printable, simplified
from services.chatbot.domain.wishes import Contact, find_contacts, hide

HIDDEN = "□"

_KINDS = ("email", "named_network_id", "network_id", "long_id", "phone", "announced_number", "spoken_number")
_REACHABLE = tuple((kind, phrases("contacts", kind)) for kind in _KINDS)
_ROUNDS = 8
_Shown = Callable[[Contact], str]


def masked(text: str) -> str:
    """As it may be kept: 138****0001, 李*; of an address, an e-mail address, an id of another network nothing (*)."""
    return _replaced(text, _as_kept)


def hidden(text: str) -> str:
    """As somebody outside may be told it: nothing of any of them."""
    return _replaced(text, lambda _: HIDDEN)


def _as_kept(contact: Contact) -> str:
    if contact.slot == "phone":
        return masked_digits(contact.value)
    return f"{contact.value[:1]}*" if contact.slot == "name" else "*"


def _replaced(text: str, shown: _Shown) -> str:
    """The contacts are found in the text as it is compared. Where that has the places of what was written, the written
    text is kept; where not (pinyin, pictures between digits), the compared one: its places are sure.
    """
    compared = normalised(text)
    found = _found(compared)
    written = unicodedata.normalize("NFKC", printable(text))
    alike = simplified(written).lower()
    there = _found(alike) if len(alike) == len(written) else ()
    if not _values(found) - _values(there):
        return _without(written, there, shown)
    return _without(compared, found, shown)


def _values(contacts: Iterable[Contact]) -> Counter[tuple[str, str]]:
    return Counter((contact.slot, contact.value) for contact in contacts)


def _found(text: str) -> tuple[Contact, ...]:
    """In order; none overlaps another."""
    found: list[Contact] = []
    rest = text
    for _ in range(_ROUNDS):  # one name and one address are found at a time
        more = find_contacts(rest)
        found += more
        rest = hide(rest, more)
        if not more:
            break
    for kind, pattern in (*_again(found), *_REACHABLE):
        more = tuple(_reached(kind, one) for one in pattern.finditer(rest))
        found += more
        rest = hide(rest, more)
    return tuple(sorted(found, key=lambda contact: contact.start))


def _again(contacts: Iterable[Contact]) -> list[tuple[str, re.Pattern[str]]]:
    """What finds the same names and addresses where they are said once more. A surname alone is too short to tell."""
    told = {(contact.slot, contact.value) for contact in contacts if len(contact.value) > 1}
    return [(slot, re.compile(rf"(?<![a-z\d]){re.escape(value)}(?![a-z\d])")) for slot, value in sorted(told)]


def _reached(kind: str, found: re.Match[str]) -> Contact:
    """What reaches somebody, without the word that announces it (微信号: …), which says what it was."""
    group = "told" if "told" in found.re.groupindex else 0
    return Contact(kind, found[group], *found.span(group))


def _without(text: str, contacts: tuple[Contact, ...], shown: _Shown) -> str:
    for contact in reversed(contacts):
        written = replace(contact, value=text[contact.start : contact.end]) if contact.slot == "name" else contact
        text = text[: contact.start] + shown(written) + text[contact.end :]
    return text
