"""Stores, treatments and technicians named in a sentence, by the catalogue's names, aliases and forms of address."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.chatbot.domain.catalogue import Catalogue, Store, Technician, Treatment
from services.chatbot.domain.text import normalised

STORE, TREATMENT, TECHNICIAN = "store", "treatment", "technician"
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
    treatments = list(_of_treatments(catalogue.treatments))
    every = [
        *(Surface(text, STORE, store.slug) for store in catalogue.stores for text in _store_names(store)),
        *(_with_generality(surface, treatments) for surface in treatments),
        *(Surface(text, TECHNICIAN, who.slug) for who in catalogue.technicians for text in _technician_names(who)),
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


def slugs_of(kind: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The slugs of one kind in order of mention, each once; generic ones only where nothing particular was said."""
    mine = [mention.surface for mention in mentions if mention.surface.kind == kind]
    particular = [surface for surface in mine if not surface.is_generic]
    return tuple(dict.fromkeys(surface.slug for surface in particular or mine))


def _of_treatments(treatments: Iterable[Treatment]) -> Iterator[Surface]:
    for treatment in treatments:
        for name in dict.fromkeys((treatment.name, treatment.name_en, *treatment.aliases)):
            if name:
                yield Surface(normalised(name), TREATMENT, treatment.slug)


def _with_generality(surface: Surface, every: Iterable[Surface]) -> Surface:
    generic = any(surface.text in other.text and other.slug != surface.slug for other in every)
    return Surface(surface.text, surface.kind, surface.slug, generic)


def _store_names(store: Store) -> set[str]:
    names = {normalised(name) for name in (store.name, store.name_en, *store.aliases) if name}
    return names | {name.removesuffix("店") for name in names} | {name.replace("'", "") for name in names}


def _technician_names(technician: Technician) -> set[str]:
    """王建国, 王师傅, 王老师, 小王; for English the name as the slug spells it, either way round, and the surname."""
    surname = technician.name[:1]
    spelt = technician.slug.split("-")
    latin = {" ".join(spelt), " ".join(reversed(spelt)), *(f"{title} {spelt[0]}" for title in ("master", "mr", "ms"))}
    names = {technician.name, technician.call, f"小{surname}", *(f"{surname}{title}" for title in _TITLES)} | latin
    return {normalised(name) for name in names if len(name) > 1}


def _places(needle: str, text: str) -> Iterator[int]:
    pattern = re.escape(needle)
    if needle.isascii():
        pattern = rf"(?<![a-z0-9]){pattern}(?![a-z0-9])"
    return (found.start() for found in re.finditer(pattern, text))


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _is_twin(one: Mention, other: Mention) -> bool:
    return (one.start, one.end, one.surface.kind) == (other.start, other.end, other.surface.kind)
