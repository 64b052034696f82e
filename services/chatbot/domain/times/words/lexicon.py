"""The words that times are made of: each with its kind, one character, and what it says.

The kinds spell a shorthand in which the rules of the grammar are written: 下周三下午三点半 is `QWPN点半`. Words that
only contain a word of time (天气, 时间, 差一点) are of kind `x` and hide it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from services.chatbot.domain.times.calendar.feasts import RULES
from services.chatbot.domain.times.words.hidden import HIDDEN
from services.chatbot.domain.times.words.homophones import misspelt
from services.chatbot.domain.times.words.table import TABLE


class Word(NamedTuple):
    kind: str
    says: Any = None


NEXT_DAY, SAME_DAY = "next", "same"
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14)}
"""In months; 冬天 ends in the next year."""


def _rows() -> Iterator[tuple[str, Word]]:
    """A line of the table is a kind, what its words say (`-`: nothing), and words, where `_` stands for a blank."""
    for line in TABLE.strip().splitlines():
        kind, says, *words = line.split()
        if kind != "#":
            yield from ((word.replace("_", " "), Word(kind, _value(kind, says))) for word in words)


def _value(kind: str, says: str) -> Any:
    if says == "-":
        return None
    first, dots, last = says.partition("..")
    if dots:
        return int(first), int(last)
    return says if kind == "N" or says in {NEXT_DAY, SAME_DAY} else int(says)


_READ = {
    **dict(_rows()),
    **{name: Word("H", name) for name in RULES},
    **{season + tail: Word("T", months) for season, months in _SEASONS.items() for tail in ("天", "季")},
    "\n": Word("。"),
}
LEXICON: dict[str, Word] = {**misspelt(_READ), **_READ, **dict.fromkeys(HIDDEN, Word("x"))}
LENGTHS: dict[str, tuple[int, ...]] = {
    head: tuple(sorted({len(word) for word in LEXICON if word[0] == head}, reverse=True))
    for head in {word[0] for word in LEXICON}
}
"""By the first character of a word: how long the words are that begin with it, longest first."""
