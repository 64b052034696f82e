"""Stores, treatments and technicians named in a sentence, by the catalogue's names, aliases and forms of address."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.chatbot.domain.catalogue import Catalogue
from services.chatbot.domain.text import normalised

Names = tuple[tuple[str, tuple[str, ...]], ...]

STORE, TREATMENT, TECHNICIAN = "store", "treatment", "technician"
_REFUSED = re.compile(
    r"(?:(?<!要)不(?:想|再)?(?:要|找|约|选|去)|别(?:给我|再)?(?:安排|找|约|选|要|是)?|除了"
    r"|\b(?:not?|except|without|anyone but|anybody but|don't want)(?: with| at)?)\s*$"
)
_MASSAGES = re.compile(r" (?:tuina|reflexology|therapy)$")
_TITLES = ("师傅", "师父", "老师", "技师")


@dataclass(frozen=True)
class Surface:
    """One way to say one thing. A generic one (推拿) yields where a more particular one is in the sentence."""

    text: str
    kind: str
    slug: str
    is_generic: bool = False


@dataclass(frozen=True)
class Mention:
    """A surface in the text, at `[start, end)`."""

    start: int
    end: int
    surface: Surface


def surfaces(catalogue: Catalogue) -> tuple[Surface, ...]:
    """Every way to name something, the longest first."""
    stores = tuple((row.slug, (row.name, row.name_en, *row.aliases)) for row in catalogue.stores)
    treatments = tuple((row.slug, (row.name, row.name_en, *row.aliases)) for row in catalogue.treatments)
    technicians = tuple((row.slug, (row.name, row.call)) for row in catalogue.technicians)
    return _surfaces(stores, treatments, technicians)


@lru_cache(maxsize=4)
def _surfaces(stores: Names, treatments: Names, technicians: Names) -> tuple[Surface, ...]:
    """Remembered, since names seldom change and each turn needs them."""
    offered = [Surface(text, TREATMENT, slug) for slug, names in treatments for text in _treatment_names(names)]
    every = [
        *(Surface(text, STORE, slug) for slug, names in stores for text in _store_names(names)),
        *(_with_generality(surface, offered) for surface in offered),
        *(Surface(text, TECHNICIAN, slug) for slug, names in technicians for text in _technician_names(slug, names)),
    ]
    return tuple(sorted(every, key=lambda surface: (-len(surface.text), surface.kind, surface.slug)))


def find_mentions(text: str, known: Iterable[Surface]) -> tuple[Mention, ...]:
    """Mentions in a normalised text, in order: the longest wins, one stretch may name several (two 王师傅)."""
    taken: list[Mention] = []
    for surface in known:
        for start in _places(surface.text, text):
            mention = Mention(start, start + len(surface.text), surface)
            if not any(_overlap(mention, other) and not _is_twin(mention, other) for other in taken):
                taken.append(mention)
    return tuple(sorted(taken, key=lambda mention: mention.start))


def parted(text: str, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Who and what is wanted, and what is refused right before its name: 不要王师傅，找李老师."""
    refused = tuple(mention for mention in mentions if _REFUSED.search(text[: mention.start]))
    return tuple(mention for mention in mentions if mention not in refused), refused


def slugs_of(kind: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The slugs of one kind in order of mention, each once; generic ones only where nothing particular was said."""
    mine = [mention.surface for mention in mentions if mention.surface.kind == kind]
    particular = [surface for surface in mine if not surface.is_generic]
    return tuple(dict.fromkeys(surface.slug for surface in particular or mine))


def _treatment_names(names: Sequence[str]) -> set[str]:
    """As the catalogue has them; of an English name also what a guest would call it: foot massage, full body tuina."""
    written = {normalised(name) for name in names if name}
    english = {name for name in written if name.isascii()}
    english |= {_MASSAGES.sub(" massage", name) for name in english}
    return written | english | {name.replace(" & ", " and ").replace("-", " ") for name in english}


def _with_generality(surface: Surface, every: Iterable[Surface]) -> Surface:
    generic = any(surface.text in other.text and other.slug != surface.slug for other in every)
    return Surface(surface.text, surface.kind, surface.slug, generic)


def _store_names(said: Sequence[str]) -> set[str]:
    names = {normalised(name) for name in said if name}
    return names | {name.removesuffix("店") for name in names} | {name.replace("'", "") for name in names}


def _technician_names(slug: str, said: Sequence[str]) -> set[str]:
    """王建国, 王师傅, 王老师, 小王; for English the name as the slug spells it, either way round, and the surname."""
    surname = said[0][:1]
    spelt = slug.split("-")
    latin = {" ".join(spelt), " ".join(reversed(spelt)), *(f"{title} {spelt[0]}" for title in ("master", "mr", "ms"))}
    names = {*said, f"小{surname}", *(f"{surname}{title}" for title in _TITLES)} | latin
    return {normalised(name) for name in names if len(name) > 1}


def _places(needle: str, text: str) -> Iterator[int]:
    if needle not in text:
        return iter(())
    pattern = re.escape(needle)
    if needle.isascii():
        pattern = rf"(?<![a-z0-9]){pattern}(?![a-z0-9])"
    return (found.start() for found in re.finditer(pattern, text))


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _is_twin(one: Mention, other: Mention) -> bool:
    return (one.start, one.end, one.surface.kind) == (other.start, other.end, other.surface.kind)
