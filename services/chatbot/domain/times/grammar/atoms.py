"""The smallest things that say a time by themselves, built from tokens by rules, and what turns tokens into them.

A rule is a regular expression over the shorthand of token kinds and a builder; of all rules that match at a place the
longest wins, the earlier one where they tie. A builder may decline.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from services.chatbot.domain.times.found import Found, Repeat
from services.chatbot.domain.times.grammar.amount import Amount
from services.chatbot.domain.times.words.tokens import Token


@dataclass(frozen=True)
class Stretch:
    """Days from first to last; the month or week that was named on the way, for what follows (下月3号或5号)."""

    first: date
    last: date
    month: tuple[int, int] | None = None
    monday: date | None = None


@dataclass(frozen=True)
class Known:
    """What a reading of days may lean on: today, the day it may not be before, and the month or week named before."""

    today: date
    since: date
    month: tuple[int, int] | None = None
    monday: date | None = None
    same: date | None = None


Reading = Callable[[Known], Stretch | None]


@dataclass(frozen=True)
class DayAtom(Found):
    """`kind`: `weekday`, `date` (of the calendar) or `other`: how neighbours join. A bare weekday named no week."""

    symbol: ClassVar[str] = "D"
    reads: Reading
    kind: str = "other"
    is_bare: bool = False


@dataclass(frozen=True)
class ClockAtom(Found):
    symbol: ClassVar[str] = "C"
    minutes: int
    certain: bool
    grain: str = "minute"
    second: int = 0


@dataclass(frozen=True)
class PartAtom(Found):
    """A part of day; with `certain` False two hours said at once (七八点)."""

    opens: int
    closes: int
    certain: bool = True

    @property
    def symbol(self) -> str:
        return "P" if self.certain else "I"


@dataclass(frozen=True)
class AmountAtom(Found):
    symbol: ClassVar[str] = "A"
    amount: Amount


@dataclass(frozen=True)
class NowAtom(Found):
    symbol: ClassVar[str] = "O"


@dataclass(frozen=True)
class RepeatAtom(Found):
    symbol: ClassVar[str] = "E"
    repeat: Repeat
    part: PartAtom | None = None


@dataclass(frozen=True)
class NoTime(Found):
    """What is written like a time and cannot be one (11月31号): nothing inside it is read either."""

    symbol: ClassVar[str] = "x"


Atom = NoTime | DayAtom | ClockAtom | PartAtom | AmountAtom | NowAtom | RepeatAtom


@dataclass(frozen=True)
class Match:
    """What a rule's pattern found: the tokens of its groups, and the text for builders that look around."""

    found: re.Match[str]
    tokens: Sequence[Token]
    text: str

    @property
    def start(self) -> int:
        return self.tokens[self.found.start()].start

    @property
    def end(self) -> int:
        return self.tokens[self.found.end() - 1].end

    @property
    def all(self) -> Sequence[Token]:
        return self.tokens[self.found.start() : self.found.end()]

    def says(self, group: str) -> Any:
        """What the token of a group of one kind says; None when the group took no part, or is not the pattern's."""
        if not self.has(group):
            return None
        said = self.tokens[self.found.start(group)].says
        return self.found[group] if said is None else said

    def token(self, group: str) -> Token:
        return self.tokens[self.found.start(group)]

    def has(self, group: str) -> bool:
        return group in self.found.re.groupindex and self.found.start(group) >= 0


Builder = Callable[[Match], Sequence[Atom] | Sequence[Atom | Token]]
Rule = tuple[str, re.Pattern[str], Builder]
Grammar = Mapping[str, Sequence[tuple[re.Pattern[str], Builder]]]


def rules(*table: tuple[str, str, Builder]) -> tuple[Rule, ...]:
    """Rows of: the kinds that the rule can begin with, its pattern, its builder."""
    return tuple((begins, re.compile(pattern), builder) for begins, pattern, builder in table)


def grammar(table: Sequence[Rule]) -> Grammar:
    """The rules by the kind that they begin with, so that few are tried at each place."""
    kinds = {kind for begins, _, _ in table for kind in begins}
    return {kind: [(pattern, build) for begins, pattern, build in table if kind in begins] for kind in kinds}


def find_atoms(text: str, tokens: Sequence[Token], rules_by_kind: Grammar) -> list[Token | Atom]:
    """The tokens with every run that a rule reads replaced by its atoms."""
    kinds = "".join(token.kind for token in tokens)
    found: list[Token | Atom] = []
    place = 0
    while place < len(tokens):
        built, end = _longest(kinds, place, tokens, text, rules_by_kind.get(kinds[place], ()))
        found.extend(built or [tokens[place]])
        place = max(end, place + 1)
    return found


def _longest(
    kinds: str, place: int, tokens: Sequence[Token], text: str, candidates: Sequence[tuple[re.Pattern[str], Builder]]
) -> tuple[Sequence[Atom | Token], int]:
    matches = [(found, builder) for pattern, builder in candidates if (found := pattern.match(kinds, place))]
    for found, builder in sorted(matches, key=lambda pair: -pair[0].end()):
        built = builder(Match(found, tokens, text))
        if built:
            return built, found.end()
    return (), place
