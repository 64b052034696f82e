"""A line of atoms and connecting words, and the second shorthand, which the rules of composition are written in."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from services.chatbot.domain.times.words.tokens import Token


class Item(Protocol):
    """An atom: a place in the text, and its letter in the shorthand."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def symbol(self) -> str: ...


_CONNECTING = frozenset("到从间和又后前内来未往顺+<过iQp,ab。余")
_DROPPED = frozenset("约@的左多订")


class Line:
    """`symbols` has one character an item: D days, E every, P part of day, I two hours at once, C clock, A amount,
    O now, T an instant, L a span, M a move; connecting words keep their kind, and everything else is x.
    """

    def __init__(self, text: str, items: Sequence[Item | Token]) -> None:
        self.text = text
        self.items = [item for index, item in enumerate(items) if not _is_dropped(items, index)]

    @cached_property
    def symbols(self) -> str:
        return "".join(map(_symbol, self.items))

    def place(self, found: re.Match[str]) -> tuple[int, int]:
        return self.items[found.start()].start, self.items[found.end() - 1].end


def _is_dropped(items: Sequence[Item | Token], index: int) -> bool:
    """Fillers are, but 25号的，约28号下午 are two: a comma beside 的 or 约 parts what they belong to."""
    kind = _kind(items, index)
    if kind == "的" and _kind(items, index + 1) == ",":
        return False
    return kind in _DROPPED and not (kind == "订" and _kind(items, index - 1) == ",")


def _kind(items: Sequence[Item | Token], index: int) -> str:
    item = items[index] if 0 <= index < len(items) else None
    return item.kind if isinstance(item, Token) else ""


def _symbol(item: Item | Token) -> str:
    if isinstance(item, Token):
        return item.kind if item.kind in _CONNECTING else "x"
    return item.symbol
