"""What a sentence names: the slots `store treatment technician body_part`, where each was said, and what is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from services.chatbot.domain.names.composed import composed
from services.chatbot.domain.names.context import readable
from services.chatbot.domain.names.forms import STORE, TECHNICIAN, TREATMENT
from services.chatbot.domain.names.lengths import of_length
from services.chatbot.domain.names.lexicon import Lexicon
from services.chatbot.domain.names.mentions import find_mentions, slugs_of
from services.chatbot.domain.names.refusals import parted
from services.chatbot.domain.names.sightings import Mention
from services.chatbot.domain.names.wanted_body import BODY_PART, WantedBody

SLOTS = (STORE, TREATMENT, TECHNICIAN, BODY_PART)


@dataclass(frozen=True)
class Found:
    """A value of a slot and the words at `[start, end)` that gave it; a refused one goes into `negated`."""

    slot: str
    value: str
    start: int
    end: int
    is_refused: bool = False


@dataclass(frozen=True)
class Named:
    """`mentions` are all names in the text, also those that say nothing new; `found` is what they and the body give."""

    mentions: tuple[Mention, ...]
    found: tuple[Found, ...]

    @cached_property
    def slots(self) -> dict[str, Any]:
        """API names and values: a slug alone, several as a list; what is refused under `negated`."""
        said = _slots(one for one in self.found if not one.is_refused)
        negated = _slots(one for one in self.found if one.is_refused)
        return said | ({"negated": negated} if negated else {})


def read(text: str, known: Lexicon) -> Named:
    """What a normalised text names of a catalogue."""
    mentions, text = find_mentions(text, known), readable(text)
    meant = composed(text, tuple(_of_length(text, mention, known) for mention in mentions), known)
    wanted, refused = parted(text, meant)
    body = WantedBody(text, known.treatments, meant, wanted)
    found = [
        *_values(wanted, (STORE,)),
        *(_values(body.named, (TREATMENT,)) if not body.treatment else ()),
        *_of_the_store(known, wanted),
        *_values(refused, (STORE, TREATMENT, TECHNICIAN), is_refused=True),
        *(Found(*value) for value in body.values()),
    ]
    return Named(mentions, tuple(sorted(found, key=lambda one: one.start)))


def _of_length(text: str, mention: Mention, known: Lexicon) -> Mention:
    slug = of_length(text, mention, known)
    return replace(mention, surface=replace(mention.surface, slug=slug)) if slug != mention.surface.slug else mention


def _slots(found: Iterable[Found]) -> dict[str, Any]:
    values: dict[str, dict[str, None]] = {}
    for one in found:
        values.setdefault(one.slot, {})[one.value] = None
    return {slot: _alone_or_listed(list(values[slot])) for slot in SLOTS if slot in values}


def _alone_or_listed(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _values(mentions: Sequence[Mention], kinds: Sequence[str], *, is_refused: bool = False) -> list[Found]:
    """Of each slug where it was named first; what yields to another says nothing."""
    meant = {(kind, slug) for kind in kinds for slug in slugs_of(kind, mentions)}
    return [
        Found(mention.surface.kind, mention.surface.slug, mention.start, mention.end, is_refused)
        for mention in mentions
        if (mention.surface.kind, mention.surface.slug) in meant
    ]


def _of_the_store(known: Lexicon, wanted: Sequence[Mention]) -> list[Found]:
    """Of two people who are called alike, the one who works at the store that is named."""
    found, stores = _values(wanted, (TECHNICIAN,)), set(slugs_of(STORE, wanted))
    places = [(one.start, one.end) for one in found]
    return [
        one
        for one in found
        if places.count((one.start, one.end)) == 1
        or known.stores_of.get(one.value, frozenset()) & stores
        or not any(known.stores_of.get(twin.value, frozenset()) & stores for twin in found if twin.start == one.start)
    ]
