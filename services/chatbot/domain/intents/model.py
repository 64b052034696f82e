"""The learned model, applied: a weighted sum of features, made a probability. It needs no library to be used.

A row of the table: a feature, how rare it is (idf), and its weight for every intent; whole numbers, in hundredths, so
that the file stays small, can be compared line by line, and reads back as exactly what was judged.
"""

import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from services.chatbot.domain.intents.labels import INTENTS

HUNDREDTHS = 100
_HEADER = ("sentences", "temperature", "intents", "bias")


class ModelUnreadable(ValueError):
    """The table was made for other intents, or is none."""


@dataclass(frozen=True)
class Model:
    """`rows`: feature → idf followed by a weight for each intent, `bias` likewise, all in hundredths.

    `sentences` is the fingerprint of what it was trained on; `temperature` divides the scores, so that of the answers
    held for 80 % likely, four of five are right.
    """

    rows: Mapping[str, Sequence[int]]
    bias: Sequence[int]
    temperature: float
    sentences: str = ""

    def scores(self, features: Collection[str]) -> list[float]:
        """One for each intent, in the order of INTENTS."""
        known = [row for row in map(self.rows.get, features) if row]
        norm = math.sqrt(sum(row[0] * row[0] for row in known)) or 1.0
        totals = [float(bias) for bias in self.bias]
        for row in known:
            share = row[0] / norm
            totals = [total + share * weight for total, weight in zip(totals, row[1:], strict=True)]
        return [total / HUNDREDTHS for total in totals]

    def probabilities(self, features: Collection[str]) -> dict[str, float]:
        """By intent; they sum up to one."""
        scores = [score / self.temperature for score in self.scores(features)]
        highest = max(scores)
        shares = [math.exp(score - highest) for score in scores]
        total = sum(shares)
        return {intent: share / total for intent, share in zip(INTENTS, shares, strict=True)}

    def lines(self) -> Iterator[str]:
        """The table as text; `of_lines` reads it back."""
        for name, values in zip(_HEADER, self._header(), strict=True):
            yield "\t".join((name, *map(str, values)))
        for feature, row in sorted(self.rows.items()):
            yield "\t".join((feature, *map(str, row)))

    def _header(self) -> tuple[Sequence[object], ...]:
        return (self.sentences,), (round(self.temperature, 4),), INTENTS, self.bias

    @classmethod
    def of_lines(cls, lines: Iterable[str]) -> Self:
        """Raises ModelUnreadable."""
        written = (line.rstrip("\n").split("\t") for line in lines)
        header = {name: values for name, *values in (next(written, [""]) for _ in _HEADER)}
        if tuple(header) != _HEADER or tuple(header["intents"]) != INTENTS:
            raise ModelUnreadable("the table of intents is of another making: mingyitang nlu train")
        rows = {feature: array("h", map(int, row)) for feature, *row in written}
        return cls(rows, tuple(map(int, header["bias"])), float(header["temperature"][0]), header["sentences"][0])
