"""A customer's address in running text: 浦东新区张杨路500号2单元301室, 绿地花园3号楼1202."""

from collections.abc import Iterator

from services.chatbot.domain.phrases import phrases

_STREET, _ESTATE, _ENGLISH = (phrases("contacts", name) for name in ("street", "estate", "english_address"))
_LEADS = tuple(phrases("contacts", name) for name in ("lead", "lead_of_time", "lead_verb"))
_ANNOUNCED, _AFTER = phrases("contacts", "announced_address"), phrases("contacts", "after_address")
_PLACES = tuple(phrases("contacts", name) for name in ("road", "building", "district"))
_ASKS_WHERE, _STORES_OWN = phrases("contacts", "asks_where"), phrases("contacts", "stores_own")
_SHORTEST = 4


def find_addresses(text: str) -> list[tuple[int, int]]:
    """The stretches that are an address, one at most: a street with its number, an estate with its door, or what was
    announced as one. A street alone (南京路有店吗) is none.
    """
    for start, end in (*_shaped(text), *_announced(text), *_in_english(text)):
        if end - start >= _SHORTEST and not _STORES_OWN.search(text[:start]):
            return [(start, end)]
    return []


def _shaped(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_STREET, _ESTATE):
        for found in pattern.finditer(text):
            yield _without_lead(text, found.start(), found.end())


def _without_lead(text: str, start: int, end: int) -> tuple[int, int]:
    """Without what leads up to it: 明天三点上门到|浦东新区…"""
    for lead in _LEADS:
        found = lead.match(text[start:end])
        if found and end - start - found.end() >= _SHORTEST:
            start += found.end()
    return start, end


def _announced(text: str) -> Iterator[tuple[int, int]]:
    for found in _ANNOUNCED.finditer(text):
        said = _AFTER.sub("", found["address"])
        if any(place.search(said) for place in _PLACES) and not _ASKS_WHERE.search(found["address"]):
            yield found.start("address"), found.start("address") + len(said)


def _in_english(text: str) -> Iterator[tuple[int, int]]:
    return (found.span("address") for found in _ENGLISH.finditer(text))
