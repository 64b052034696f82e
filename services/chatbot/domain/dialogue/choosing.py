"""Choosing from what was shown: by number, by time, by name, or by leaving it to us."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.chatbot.domain.catalogue import Treatment
from services.chatbot.domain.dialogue.frame import Offer
from services.chatbot.domain.dialogue.gestures import ANY, EARLIEST, LATEST
from services.chatbot.domain.numerals import NUMBER, number

_ALONE = re.compile(
    rf"(?:那就|就|我?选|我?要)?(?:第|no\.? ?|#|option |number )?(?P<number>{NUMBER})[个号项条种]?"
    r"(?:吧|的|预约|那个)?[。.!！]?"
)
_WITHIN = re.compile(
    rf"第(?P<number>{NUMBER})[个项条]|\b(?P<word>first|second|third|fourth|last)(?: one)?\b|最后[一那]个|倒数第一"
)
_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
# Of several treatments the one that has the least, or the most, of something.
_COMPARED: tuple[tuple[re.Pattern[str], Callable[[Treatment], int]], ...] = (
    (re.compile(r"便宜|实惠|\bcheap"), lambda row: row.price_fen),
    (re.compile(r"(?<!不)贵|\b(?:expensive|dear)"), lambda row: -row.price_fen),
    (re.compile(r"短|\bshort"), lambda row: row.duration_minutes),
    (re.compile(r"(?<!多)长|\blong(?:er|est)"), lambda row: -row.duration_minutes),
)
_OF_OFFERS = frozenset({"date", "time", "technician", "store"})


def ordinal(text: str, count: int) -> int | None:
    """The index of what is chosen by number out of `count`: the whole text is one, or has 第二个 in it."""
    if not count:
        return None
    alone, within = _ALONE.fullmatch(text), _WITHIN.search(text)
    if alone:
        index = number(alone["number"]) - 1
    elif within and (within["number"] or within["word"] in _WORDS):
        index = (number(within["number"]) if within["number"] else _WORDS[within["word"]]) - 1
    elif within:
        index = count - 1
    else:
        return None
    return index if 0 <= index < count else None


def choice(text: str, said: frozenset[str], slots: Mapping[str, Any], offers: Sequence[Offer]) -> Offer | None:
    """The offer that is meant, if one of them is; `said` are the gestures of the text.

    Who names more than one of them fits (三点 with two people free) is shown the first again, as it suits best.
    """
    index = ordinal(text, len(offers))
    if index is not None:
        return offers[index]
    if not offers:
        return None
    named = {name.removeprefix("new_"): value for name, value in slots.items()}
    if not named:
        return _left_to_us(said, offers)
    fitting = [offer for offer in offers if _fits(offer, named)]
    return fitting[0] if fitting and _tells_which(named, fitting) else None


def _left_to_us(said: frozenset[str], offers: Sequence[Offer]) -> Offer | None:
    if EARLIEST in said:
        return min(offers, key=lambda offer: offer.starts_at)
    if LATEST in said:
        return max(offers, key=lambda offer: offer.starts_at)
    return offers[0] if ANY in said else None


def _tells_which(named: Mapping[str, Any], fitting: Sequence[Offer]) -> bool:
    """A day or a person alone leaves it open while several fit; a clock time does not."""
    return named.keys() <= _OF_OFFERS and (len(fitting) == 1 or "time" in named)


def _fits(offer: Offer, named: Mapping[str, Any]) -> bool:
    facts = {
        "date": offer.starts_at.date().isoformat(),
        "time": offer.starts_at.strftime("%H:%M"),
        "technician": offer.technician,
        "store": offer.store,
    }
    return all(value == facts.get(name) for name, value in named.items())


def compared(text: str, treatments: Sequence[Treatment]) -> Treatment | None:
    """便宜的那个: the one of these treatments that is meant; None where nothing is compared."""
    key = next((key for said, key in _COMPARED if said.search(text)), None)
    return min(treatments, key=key) if key and treatments else None
