"""How long the treatment is to take that is named: 90分钟的足疗 is the 足疗加强版 of 90 minutes."""

import re

from services.chatbot.domain.catalogue import MINUTES_OF_HOUR
from services.chatbot.domain.names.lexicon import Lexicon
from services.chatbot.domain.names.sightings import Mention, around
from services.chatbot.domain.numerals import NUMBER, number

_LENGTH = (
    rf"(?:(?P<minutes>\d{{2,3}}|{NUMBER})\s*(?:分钟|min(?:ute)?s?|-minute)"
    rf"|(?P<hours>\d|[一二两三])?(?P<and_half>个半)?(?P<half>半)?个?\s*(?:小时|钟头|hours?|-hour))"
)
_BEFORE = re.compile(_LENGTH + r"(?:的|那种|那个|做|\s|of|钟)*$")
_AFTER = re.compile(r"(?:的|做|要|,|\s)*" + _LENGTH + r"(?!\s*(?:以?后|之后|以?前|内|左右到|later|before|in advance))")


def of_length(text: str, mention: Mention, known: Lexicon) -> str:
    """The slug of the treatment that is named, or of the one of its kin that takes as long as is said beside it."""
    before, after = around(text, mention.start, mention.end)
    said = _BEFORE.search(before) or _AFTER.match(after)
    minutes, slug = _minutes(said) if said else 0, mention.surface.slug
    own = next((one.duration_minutes for one in known.treatments if one.slug == slug), 0)
    kin = [one for one in known.treatments if one.slug in known.kin.get(slug, ()) and one.duration_minutes == minutes]
    is_other = minutes and minutes != own and len(kin) == 1 and not mention.surface.is_method
    return kin[0].slug if is_other else slug


def _minutes(said: re.Match[str]) -> int:
    if said["minutes"]:
        return number(said["minutes"]) if not said["minutes"].isdecimal() else int(said["minutes"])
    whole = number(said["hours"]) if said["hours"] else 0
    return whole * MINUTES_OF_HOUR + (MINUTES_OF_HOUR // 2 if said["and_half"] or said["half"] else 0)
