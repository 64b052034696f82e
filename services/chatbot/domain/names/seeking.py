"""From what is said of the body to the treatment for it, by what the catalogue says of its treatments.

A treatment is concluded only where one is clearly the best: it is named after the part or the complaint (腰部推拿 for
腰, suits 失眠), treats that part and no other, and, where something hurts, massages it. Else nothing is concluded, and
the customer is asked.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from services.chatbot.data import table
from services.chatbot.domain.catalogue import Treatment
from services.chatbot.domain.names.body import MASSAGE, SHORT, WORDS, Part, either
from services.chatbot.domain.names.sightings import around
from services.chatbot.domain.text import normalised

ENOUGH = 2
MANY = 1024  # treatments whose names are remembered as they are compared
_LACKED = re.compile(r"(?:没有?|不是|并?不|无|也没|未)(?:有|什么|太|怎么)?$")


@dataclass(frozen=True)
class Sought:
    """What is sought at `[start, end)`: words of which a name has one. `is_settled`: whatever is asked about it."""

    words: tuple[str, ...]
    start: int
    end: int
    is_settled: bool = False


def find_sought(text: str) -> tuple[Sought, ...]:
    """Complaints and wishes that name no treatment: 失眠, 产后, 做个指甲."""
    return tuple(
        Sought(tuple(row["for"]), match.start(), match.end(), bool(row.get("once")))
        for row, pattern in _seeks()
        for match in pattern.finditer(text)
        if _is_sought(around(text, match.start(), match.end())[0], row)
    )


def _is_sought(before: str, row: dict[str, Any]) -> bool:
    return not _LACKED.search(before) and not before.endswith(tuple(row.get("not_after", ())))


def asks_advice(text: str) -> bool:
    """A question after what would help, not a wish for it."""
    return bool(_told("asks_advice").search(text))


def tells_of_harm(text: str) -> bool:
    """A tale of what a treatment did, well or badly."""
    return bool(_told("tells_of_harm").search(text))


def for_words(words: Iterable[str], treatments: Iterable[Treatment]) -> Treatment | None:
    """The treatment that has one of the words in its name, rather than in its aliases or in what it suits."""
    wanted = tuple(words)

    def fitness(treatment: Treatment) -> int:
        names, suits = _names(treatment), treatment.suits
        weights = ((2, names[:1]), (1, names[1:]), (1, suits))
        return sum(weight for weight, texts in weights if any(word in text for word in wanted for text in texts))

    return _best(fitness, treatments, at_least=1)


def suiting(text: str, treatments: Iterable[Treatment]) -> tuple[Treatment, ...]:
    """Every treatment for what a normalised text complains of: what may be recommended, where none is concluded."""
    words = [word for sought in find_sought(text) for word in sought.words]
    return tuple(
        one for one in treatments if any(word in said for word in words for said in (*_names(one), *one.suits))
    )


def for_parts(parts: Sequence[Part], treatments: Iterable[Treatment], method: str | None = None) -> Treatment | None:
    """The treatment of these parts, if one treats them all; of the kind that was asked for (推拿), if one was."""
    covers = {frozenset(_row(part.name)["covers"]) for part in parts}
    if len(covers) != 1:
        return None
    is_care = not method and all(map(_is_cared_for, parts))
    offered = [one for one in treatments if one.party_size == 1 and (is_care or _massages(one, method))]
    return _best(lambda one: _fitness(one, next(iter(covers))), offered, at_least=ENOUGH)


def _row(part: str) -> dict[str, Any]:
    return dict(table("body")["parts"][part])


def _is_cared_for(part: Part) -> bool:
    return _row(part.name).get("care", False) and not part.hurts and part.method != MASSAGE


def _fitness(treatment: Treatment, covers: frozenset[str]) -> int:
    treated, words, names = set(treatment.body_parts), _words_for(covers), _names(treatment)
    if not treated or not treated <= covers:
        return 0
    is_named = any(word in name for word in words for name in names if not name.isascii())
    is_massage = any(kind in name for kind in table("body")["massages"] for name in names)
    return 1 + is_named + is_massage + any(word in names for word in words)


@cache
def _words_for(covers: frozenset[str]) -> tuple[str, ...]:
    """Every word for parts that are treated together, and for several of them at once."""
    said = table("body")
    together = {part for part, row in said["parts"].items() if frozenset(row["covers"]) == covers}
    several = (word for word, parts in said["several"].items() if together.issuperset(parts))
    return (*several, *(word for part in together for kind in (WORDS, SHORT) for word in said["parts"][part][kind]))


def _massages(treatment: Treatment, method: str | None) -> bool:
    said = (treatment.category, *_names(treatment))
    kinds = table("body")["massages"] if method in {None, "按摩", "massage"} else (method,)
    return any(kind in name for kind in kinds for name in said)


def _best(fitness: Callable[[Treatment], int], treatments: Iterable[Treatment], *, at_least: int) -> Treatment | None:
    """None where two are as good."""
    ranked = sorted(((fitness(one), one) for one in treatments), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < at_least:
        return None
    is_clear = len(ranked) == 1 or ranked[0][0] > ranked[1][0]
    return ranked[0][1] if is_clear else None


def _names(treatment: Treatment) -> tuple[str, ...]:
    return _plain((treatment.name, *treatment.aliases))


@lru_cache(maxsize=MANY)
def _plain(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(normalised, names))


@cache
def _seeks() -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    return tuple((row, re.compile(_some_apart(row["words"]))) for row in table("body")["seeks"])


def _some_apart(words: Iterable[str]) -> str:
    return either(words).replace("…", "[^,。;!?]{0,8}?")


@cache
def _told(kind: str) -> re.Pattern[str]:
    return re.compile(either(table("body")[kind]))
