"""For how many: 三个人, 我们俩, 一家三口, 我跟两个朋友, 两大一小."""

import re

from services.chatbot.domain.numerals import NUMBER, number
from services.chatbot.domain.phrases import phrases, precedes

_HEADS, _ANOTHER = phrases("wishes", "heads"), phrases("wishes", "another_person")
_GROUPS = {
    5: phrases("wishes", "five_of_us"),
    4: phrases("wishes", "four_of_us"),
    3: phrases("wishes", "three_of_us"),
    2: phrases("wishes", "two_of_us"),
}
_BIG_AND_SMALL = phrases("wishes", "big_and_small")
_COMPANY, _EACH, _BOTH = (phrases("wishes", name) for name in ("company", "counted_guest", "both_of_them"))
_COUPLE = phrases("wishes", "couple")
_COUNT = re.compile(rf"(?P<count>{NUMBER})个")
_ENGLISH, _ENGLISH_COMPANY = phrases("wishes", "english_heads"), phrases("wishes", "english_company")
_ENGLISH_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_PAIR = 2


def party_size(text: str) -> int | None:
    """How many guests a normalised text without names speaks of; of several numbers the last. None for none."""
    return _big_and_small(text) or _heads(text) or _group(text) or _company(text) or _english(text)


def _big_and_small(text: str) -> int | None:
    found = _BIG_AND_SMALL.search(text)
    return number(found["big"]) + number(found["small"]) if found else None


def _heads(text: str) -> int | None:
    counts = [number(found["count"]) for found in _HEADS.finditer(text) if not _is_another(text, found)]
    return next((count for count in reversed(counts) if count), None)


def _is_another(text: str, found: re.Match[str]) -> bool:
    """换一个人, 找个人, 有一个人: of a technician; only for one, as 来两个人 is two guests."""
    return number(found["count"]) == 1 and precedes(_ANOTHER, text, found.start())


def _group(text: str) -> int | None:
    return next((size for size, said in _GROUPS.items() if said.search(text)), None)


def _company(text: str) -> int | None:
    """我和我老婆 is two, 我跟两个朋友 three; 给我妈约 is one guest, and 和老婆商量一下 none."""
    found = _COMPANY.search(text)
    if not found:
        return None
    guests, after = found["guests"] or found["guests_too"], found["after"] or found["after_too"] or ""
    if not found["mine"] and not _BOTH.match(after):
        return None
    return 1 + sum(_guests(each.group(0)) for each in _EACH.finditer(guests))


def _guests(said: str) -> int:
    counted = _COUNT.search(said)
    return _PAIR if said.endswith("俩") or _COUPLE.search(said) else number(counted["count"]) if counted else 1


def _english(text: str) -> int | None:
    found = _ENGLISH.search(text)
    if found:
        word = found["count"] or found["pair"]
        return _ENGLISH_COUNTS.get(word) or int(word)
    return _PAIR if _ENGLISH_COMPANY.search(text) else None
