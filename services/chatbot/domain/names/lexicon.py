"""All that can be named, by how it is written, spelt and heard; made once for a catalogue's names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from services.chatbot.domain.catalogue import Catalogue, Treatment
from services.chatbot.domain.names.forms import (
    GIVEN,
    STORE,
    TECHNICIAN,
    Surface,
    parts_of,
    store_forms,
    technician_forms,
    treatment_forms,
    with_families,
)
from services.chatbot.domain.names.spelling import sounds

Surfaces = Mapping[str, tuple[Surface, ...]]

KEPT_CATALOGUES = 4
SHORTEST_HEARD, SHORTEST_GUESSED = 3, 6  # characters of a name that is told by its sound; letters of a guessed one


@dataclass(frozen=True, eq=False)
class Lexicon:
    """`written` by the very text if it is Chinese, `spelt` by its Latin letters alone, `heard` by its syllables.

    `kin`: by a treatment those whose names hold its own (足疗加强版 of 足疗); `stores_of`: by a technician.
    """

    written: Surfaces
    spelt: Surfaces
    heard: Surfaces
    treatments: tuple[Treatment, ...] = ()
    kin: Mapping[str, frozenset[str]] = field(default_factory=dict)
    stores_of: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(text) for text in self.written}, reverse=True))

    @cached_property
    def heard_lengths(self) -> tuple[int, ...]:
        return tuple(sorted({key.count(" ") + 1 for key in self.heard}, reverse=True))

    @cached_property
    def longest_spelt(self) -> int:
        return max(map(len, self.spelt), default=0)

    @cached_property
    def guessable(self) -> Mapping[str, tuple[str, ...]]:
        """Spellings long enough to be told with a slip in them, by their first letter."""
        by_letter: dict[str, list[str]] = {}
        for key, found in self.spelt.items():
            if len(key) >= SHORTEST_GUESSED and not all(" " in one.text and one.kind == TECHNICIAN for one in found):
                by_letter.setdefault(key[0], []).append(key)
        return {letter: tuple(keys) for letter, keys in by_letter.items()}


def surfaces(catalogue: Catalogue) -> Lexicon:
    """What can be named of the catalogue. Remembered by what the rows say: making it takes milliseconds."""
    return _made(_Rows(catalogue))


class _Rows:
    """A catalogue, told from another by what its rows say."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._said = (
            tuple((row.slug, row.name, row.name_en, row.aliases) for row in catalogue.stores),
            tuple(_said_of(row) for row in catalogue.treatments),
            tuple((row.slug, row.name, row.call, row.gender, row.stores) for row in catalogue.technicians),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self._said)


def _said_of(row: Treatment) -> tuple[object, ...]:
    return row.slug, row.name, row.name_en, row.aliases, row.category, row.body_parts, row.suits, row.party_size


@lru_cache(maxsize=KEPT_CATALOGUES)
def _made(rows: _Rows) -> Lexicon:
    catalogue = rows.catalogue
    offered = [form for row in catalogue.treatments for form in treatment_forms(row)]
    every = [
        *(form for row in catalogue.stores for form in store_forms(row)),
        *with_families([*offered, *parts_of(offered)]),
        *(form for row in catalogue.technicians for form in technician_forms(row)),
    ]
    slugs = {row.id: row.slug for row in catalogue.stores}
    return Lexicon(
        written=_nearest((form.text, form) for form in every if not form.text.isascii()),
        spelt=_nearest((_letters(form.text), form) for form in every if form.text.isascii()),
        heard=_nearest(pair for form in every for pair in _heard(form)),
        treatments=catalogue.treatments,
        kin=_kin(every),
        stores_of={row.slug: frozenset(slugs[at] for at in row.stores if at in slugs) for row in catalogue.technicians},
    )


def _nearest(pairs: Iterable[tuple[str, Surface]]) -> Surfaces:
    """Of each text the surfaces that are nearest to the catalogue's words, in the catalogue's order; each slug once."""
    found: dict[str, dict[tuple[str, str], Surface]] = {}
    for key, surface in sorted(pairs, key=lambda pair: (pair[1].is_part, pair[1].rank)):
        held = found.setdefault(key, {})
        if not held or _nearness(surface) == _nearness(next(iter(held.values()))):
            held.setdefault((surface.kind, surface.slug), surface)
    return {key: tuple(held.values()) for key, held in found.items() if key}


def _nearness(surface: Surface) -> tuple[bool, int]:
    return surface.is_part, surface.rank


def _kin(every: Iterable[Surface]) -> Mapping[str, frozenset[str]]:
    kin: dict[str, frozenset[str]] = {}
    for form in every:
        if form.family and form.rank == GIVEN and not form.is_method:
            kin[form.slug] = kin.get(form.slug, frozenset()) | form.family
    return kin


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _heard(form: Surface) -> Iterable[tuple[str, Surface]]:
    """Whole names in Chinese; of two characters only people's full names and stores, which are looked at closely."""
    is_whole = form.rank == GIVEN and not form.is_part and not form.text.isascii()
    if not is_whole or (len(form.text) < SHORTEST_HEARD and form.kind not in {STORE, TECHNICIAN}):
        return ()
    return ((" ".join(reading), form) for reading in sounds(form.text))
