"""A customer's address in running text: 浦东新区张杨路500号2单元301室, 绿地花园3号楼1202."""

import re
from collections.abc import Iterator

from services.chatbot.domain.phrases import phrases

_ANCHOR, _AFTER_ANCHOR = phrases("contacts", "anchor"), phrases("contacts", "after_anchor")
_ENGLISH = phrases("contacts", "english_address")
_LEADS = tuple(phrases("contacts", name) for name in ("lead", "lead_of_time", "lead_verb"))
_ANNOUNCED, _AFTER = phrases("contacts", "announced_address"), phrases("contacts", "after_address")
_PLACES = tuple(phrases("contacts", name) for name in ("road", "building", "district"))
_ASKS_WHERE, _STORES_OWN = phrases("contacts", "asks_where"), phrases("contacts", "stores_own")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHORTEST, _LONGEST_NAME = 4, 24


def find_addresses(text: str) -> list[tuple[int, int]]:
    """The stretches that are an address, one at most: a street with its number, an estate with its door, or what was
    announced as one. A street alone (南京路有店吗) is none.
    """
    for start, end in (*_shaped(text), *_announced(text), *_in_english(text)):
        if end - start >= _SHORTEST and not _STORES_OWN.search(text, max(0, start - _LONGEST_NAME), start):
            return [(start, end)]
    return []


def _shaped(text: str) -> Iterator[tuple[int, int]]:
    """From the number backwards to where the Chinese begins, and on to the door."""
    for anchor in _ANCHOR.finditer(text):
        start = anchor.start()
        while start > max(0, anchor.start() - _LONGEST_NAME) and _HAN.match(text, start - 1):
            start -= 1
        rest = _AFTER_ANCHOR.match(text, anchor.end())
        if start < anchor.start():
            yield _without_lead(text, start, rest.end() if rest else anchor.end())


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
