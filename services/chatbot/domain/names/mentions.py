"""Where stores, treatments and technicians are named in a sentence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from services.chatbot.domain.names.context import is_meant, readable
from services.chatbot.domain.names.forms import TREATMENT
from services.chatbot.domain.names.lexicon import Lexicon
from services.chatbot.domain.names.sightings import GUESSED, WRITTEN, Mention, sightings

GUESSED_LETTERS = 2
NEAR = 2  # characters between the words of one name
# Between two names that are told apart: a list, a choice, a change of one for the other.
_APART = re.compile(
    r"\s*(?:和|跟|与|及|还是|或者?|、|,|or|and|加|vs|(?:升级|换|改|变)?[成为到]|升级到?|换)(?:普通的?|一般的?|做)?\s*"
)


def find_mentions(text: str, known: Lexicon) -> tuple[Mention, ...]:
    """Mentions in a normalised text, in order: the longest wins, one stretch may name several (two 王师傅)."""
    plain = readable(text)
    taken = _taken(mention for mention in sightings(plain, known) if is_meant(plain, mention))
    whole = [mention for mention in taken if mention.surface.kind == TREATMENT and not mention.surface.is_part]
    kept = [mention for mention in taken if not mention.surface.is_part or _says_which(mention, whole)]
    return tuple(sorted((replace(m, yields=_yields(plain, m, kept)) for m in kept), key=lambda mention: mention.start))


def slugs_of(kind: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The slugs of one kind in order of mention, each once; what yields to another is left out."""
    mine = [mention for mention in mentions if mention.surface.kind == kind]
    meant = [mention for mention in mine if not mention.yields]
    return tuple(dict.fromkeys(mention.surface.slug for mention in meant or mine))


def _taken(seen: Iterable[Mention]) -> list[Mention]:
    """Of those that overlap the one that comes first, and its twins."""
    taken: list[Mention] = []
    owners: dict[int, list[Mention]] = {}
    for mention in sorted(seen, key=_precedence):
        places = range(mention.start, mention.end)
        if all(_is_twin(mention, other) for place in places for other in owners.get(place, ())):
            taken.append(mention)
            for place in places:
                owners.setdefault(place, []).append(mention)
    return taken


def _precedence(mention: Mention) -> tuple[bool, int, bool, str, int, str]:
    """Whole names first, the longest first; a guess must be longer by more than the letters it may add."""
    surface, length = mention.surface, mention.end - mention.start
    certain = length - (GUESSED_LETTERS if mention.how == GUESSED else 0)
    return surface.is_part, -certain, mention.how != WRITTEN, surface.kind, surface.rank, surface.slug


def _says_which(part: Mention, whole: Sequence[Mention]) -> bool:
    """经络 alone names its treatment; 足疗，加强版的 and 双人做推拿 tell which of a family is meant."""
    family = [other for other in whole if part.surface.slug in other.surface.family]
    if part.surface.needs_cue:
        return any(max(other.start - part.end, part.start - other.end) <= NEAR for other in family)
    return bool(family) or not whole


def _yields(text: str, mention: Mention, taken: Iterable[Mention]) -> bool:
    """按摩 beside 足底按摩 says nothing more; 足疗 does not yield where both are told apart (足疗还是足疗加强版)."""
    kin = [other for other in taken if other.surface.slug in mention.surface.family]
    if mention.surface.is_method:
        return bool(kin)
    return any(not _is_listed(text, mention, other) for other in kin)


def _is_listed(text: str, one: Mention, other: Mention) -> bool:
    first, last = sorted((one, other), key=lambda mention: mention.start)
    return bool(_APART.fullmatch(text[first.end : last.start]))


def _is_twin(one: Mention, other: Mention) -> bool:
    """Two who are called alike, not one who is told in two ways."""
    is_same_place = (one.start, one.end, one.surface.kind) == (other.start, other.end, other.surface.kind)
    return is_same_place and one.surface.slug != other.surface.slug and one.how == other.how
