"""Names that are put together: 脖子按摩 is the massage of the neck, 肩颈刮痧 the scraping of another part."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from services.chatbot.domain.names.body import Part, find_parts, is_emphasised, is_part
from services.chatbot.domain.names.forms import TREATMENT
from services.chatbot.domain.names.lexicon import Lexicon
from services.chatbot.domain.names.seeking import for_parts
from services.chatbot.domain.names.sightings import Mention

_JOINT = re.compile(r"(?:的|处|那里|\s)?")


def composed(text: str, mentions: Sequence[Mention], known: Lexicon) -> tuple[Mention, ...]:
    """The mentions, a method that a part stands right before as the treatment of that part; no mere places."""
    parts = [part for part in find_parts(text) if part.counts and not part.hurts]
    named = [mention for mention in mentions if not _is_where(text, mention, mentions)]
    return tuple(_of_its_part(text, mention, parts, known) for mention in named)


def _is_where(text: str, mention: Mention, mentions: Iterable[Mention]) -> bool:
    """The 肩颈 of 重点按肩颈 and of 肩颈刮痧 says where, although a treatment has that name."""
    others = [one for one in mentions if one.surface.kind == TREATMENT and one is not mention]
    if mention.surface.kind != TREATMENT or not others or not is_part(mention.surface.text):
        return False
    is_part_of_name = any(other.start >= mention.end and _is_joined(text, mention, other) for other in others)
    return is_part_of_name or is_emphasised(text, mention.start)


def _of_its_part(text: str, mention: Mention, parts: Iterable[Part], known: Lexicon) -> Mention:
    before = [part for part in parts if part.end <= mention.start and _is_joined(text, part, mention)]
    if not before or mention.surface.kind != TREATMENT:
        return mention
    start, method = before[-1].start, mention.surface.text
    treatment = for_parts(before, known.treatments, method) if mention.surface.is_method else None
    if treatment is None:
        return mention if mention.surface.is_method else replace(mention, start=start)
    surface = replace(mention.surface, slug=treatment.slug, is_method=False, family=frozenset())
    return replace(mention, start=start, surface=surface, yields=False)


def _is_joined(text: str, first: Part | Mention, then: Mention) -> bool:
    return bool(_JOINT.fullmatch(text[first.end : then.start]))
