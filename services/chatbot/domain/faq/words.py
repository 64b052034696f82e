"""A question as the words it is found by: fillers gone, synonyms made one, Chinese in pairs of characters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from services.chatbot.domain.text import normalised

_CJK = re.compile(r"[\u3400-\u9fff]")
_PIECE = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
_PLURAL = 3
"""Latin words longer than this lose a plural's s."""


@dataclass(frozen=True)
class Lexicon:
    """`fillers` carry no topic; every word of `same` becomes the first of its group. All in normalised text."""

    fillers: Sequence[str] = ()
    same: Sequence[Sequence[str]] = ()
    english_fillers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        return cls(
            tuple(map(str, document["fillers"])),
            tuple(tuple(map(str, group)) for group in document["same"]),
            frozenset(map(str, document["english_fillers"])),
        )

    def pieces(self, text: str) -> tuple[str, ...]:
        """The stretches that carry meaning, in order: Latin words, and Chinese between fillers and punctuation; where
        nothing but fillers was said, these.
        """
        said = normalised(text)
        plain = self._replacing.sub(lambda found: self._instead[found.group()], said)
        stems = map(self._stem, _PIECE.findall(plain))
        return tuple(piece for piece in stems if piece not in self.english_fillers) or tuple(_PIECE.findall(said))

    def alike(self, text: str) -> str:
        """The whole text with synonyms made one and nothing left out, to look for keywords in: 不能做 has a filler."""
        plain = self._replacing.sub(self._synonym, normalised(text))
        return f" {' '.join(map(self._stem, _PIECE.findall(plain)))} "

    def _synonym(self, found: re.Match[str]) -> str:
        instead = self._instead[found.group()]
        return found.group() if instead.isspace() else instead

    def _stem(self, piece: str) -> str:
        is_plural = piece.isascii() and piece.endswith("s") and len(piece) > _PLURAL
        stem = piece[:-1] if is_plural and piece not in self.english_fillers else piece
        return self._instead.get(stem, stem) if stem.isascii() else stem

    @cached_property
    def _instead(self) -> dict[str, str]:
        """What stands for what; a filler becomes a blank, so that no pair of characters reaches over it."""
        alike = {word: group[0] for group in self.same for word in group}
        return {**dict.fromkeys(self.fillers, " "), **alike}

    @cached_property
    def _replacing(self) -> re.Pattern[str]:
        """Chinese words, the longest first, since 女技师 is more than 技师."""
        longest_first = sorted(filter(_CJK.search, self._instead), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def words_of(piece: str) -> Iterator[str]:
    """What a piece is found by: itself, or a Chinese one's pairs of characters."""
    if piece.isascii() or len(piece) == 1:
        yield piece
    else:
        yield from (piece[at : at + 2] for at in range(len(piece) - 1))
