"""Every way to name a store, a treatment, a technician: what the catalogue says and what follows from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from services.chatbot.data import table
from services.chatbot.domain.catalogue import Store, Technician, Treatment
from services.chatbot.domain.names.spelling import spelt
from services.chatbot.domain.text import normalised

STORE, TREATMENT, TECHNICIAN = "store", "treatment", "technician"
GIVEN, DERIVED, SOUNDING = 0, 1, 2  # how near a form is to what the catalogue says; of one text the nearest counts
SHORTEST_PART = 2
Way = tuple[int, bool, Iterable[str]]  # how near, whether a cue must stand beside it, the texts
_DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒")
_MASSAGES = ("tuina", "reflexology", "therapy")


@dataclass(frozen=True)
class Surface:
    """One way to say one thing.

    `needs_cue`: an ordinary word, too (小雨). `is_part`: a part of a name that no other has (加强版); it counts where
    no whole name is said. `is_method`: a kind of treatment (按摩). `family`: the treatments whose names contain it.
    """

    text: str
    kind: str
    slug: str
    rank: int = GIVEN
    needs_cue: bool = False
    is_part: bool = False
    is_method: bool = False
    family: frozenset[str] = frozenset()


def store_forms(store: Store) -> Iterator[Surface]:
    """徐家汇店, 徐家汇, xujiahui."""
    names = _long_enough(map(normalised, (store.name, store.name_en, *store.aliases)))
    bare = {_without_ending(name) for name in names}
    for text in _long_enough(names | bare):
        yield Surface(text, STORE, store.slug, GIVEN)
    for text in _long_enough(spelling for name in bare if not name.isascii() for spelling in spelt(name)):
        yield Surface(text, STORE, store.slug, DERIVED)


def _without_ending(name: str) -> str:
    for ending in sorted(table("names")["store_endings"], key=len, reverse=True):
        name = name.removesuffix(ending).strip()
    return name


def treatment_forms(treatment: Treatment) -> Iterator[Surface]:
    """As the catalogue has them, taken apart (拔个罐), in pinyin, and what a guest makes of English names."""
    names = _long_enough(map(normalised, (treatment.name, treatment.name_en, *treatment.aliases)))
    methods = frozenset(table("names")["methods"])
    for text in names:
        yield Surface(text, TREATMENT, treatment.slug, GIVEN, is_method=text in methods)
    for text in chain.from_iterable(map(_ways_to_say, names)):
        yield Surface(text, TREATMENT, treatment.slug, DERIVED, is_method=text in methods)


def _ways_to_say(name: str) -> Iterator[str]:
    if name.isascii():
        yield from (form for said in (name, name.replace(" & ", " and ")) for form in _in_english(said))
    else:
        yield from spelt(name)
        yield from _taken_apart(name)


def _in_english(name: str) -> Iterator[str]:
    """Neck and shoulder tuina, also massage for it; several words also without."""
    yield name
    bare = next((name.removesuffix(f" {kind}") for kind in _MASSAGES if name.endswith(f" {kind}")), "")
    if bare:
        yield f"{bare} massage"
    if " " in bare:
        yield bare


def _taken_apart(name: str) -> Iterator[str]:
    """A verb and its object: 拔罐 → 拔个罐, 拔拔罐, 拔一拔罐."""
    if len(name) == SHORTEST_PART:
        verb, what = name[0], name[1]
        yield from (f"{verb}{word}{what}" for word in (*table("names")["between"], verb, f"一{verb}"))


def technician_forms(technician: Technician) -> Iterator[Surface]:
    """王建国, 王师傅, 小王, 国哥, wang jianguo, master wang; a surname of the same sound is the last resort."""
    name, call = normalised(technician.name), normalised(technician.call)
    ways = ((GIVEN, False, (name, call)), *(_latin(name) if name.isascii() else _chinese(name, technician.gender)))
    made = (Surface(text, TECHNICIAN, technician.slug, rank, cue) for rank, cue, texts in ways for text in texts)
    return (surface for surface in made if len(surface.text) > 1)


def _chinese(name: str, gender: str) -> Iterator[Way]:
    surname = name[: 2 if name.startswith(_DOUBLE_SURNAMES) else 1]
    given = name.removeprefix(surname)
    yield DERIVED, False, _called(surname, given, gender)
    yield DERIVED, True, _nicknames(surname, given)
    yield SOUNDING, False, _sounding(surname)


def _latin(name: str) -> Iterator[Way]:
    """Anna Lee: Anna, Lee, master Anna, Anna老师."""
    words = [word for word in name.split() if len(word) > SHORTEST_PART]
    titles = table("names")["titles"]["anyone"]
    yield DERIVED, True, iter(words)
    yield DERIVED, False, (f"{title} {word}" for word in words for title in table("names")["english_titles"])
    yield DERIVED, False, (f"{word}{title}" for word in {*words, name} - {""} for title in titles)


def _called(surname: str, given: str, gender: str) -> Iterator[str]:
    titles = _titles(gender)
    yield from (f"小{surname}", f"姓{surname}的")
    yield from (f"{surname}{title}" for title in titles)
    if len(given) > 1:
        yield from (f"{given}{title}" for title in titles)
    yield from (f"{given[-1:]}{title}" for title in table("names")["titles"].get(gender, ()) if given)
    yield from (f"{surname}{given}{title}" for title in titles)
    yield from _spelt(surname, given)


def _nicknames(surname: str, given: str) -> Iterator[str]:
    """What may be a word of its own: 老王, 小静, 静静, 建国."""
    yield from (f"{word}{surname}" for word in table("names")["before_surname"] if word != "小")
    if given:
        yield from (f"{word}{given[-1]}" for word in table("names")["before_given"])
        yield given if len(given) > 1 else given * 2


def _sounding(surname: str) -> Iterator[str]:
    """章师傅 for 张师傅."""
    group = next((group for group in _surnames() if surname in group), "")
    yield from (f"{other}{title}" for other in group if other != surname for title in ("师傅", "老师", "师父", "技师"))


def _spelt(surname: str, given: str) -> Iterator[str]:
    english = table("names")["english_titles"]
    for first in spelt(surname):
        yield from (f"{first} {last}" for last in spelt(given))
        yield from (f"{last} {first}" for last in spelt(given))
        yield from (f"{title} {first}" for title in (*english, "xiao", "lao"))
        yield from (f"{first} {title}" for title in ("shifu", "laoshi", "jishi", "shi fu", "lao shi", "sifu"))


@cache
def _titles(gender: str) -> tuple[str, ...]:
    titles = table("names")["titles"]
    return (*titles["anyone"], *titles.get(gender, ()))


@cache
def _surnames() -> tuple[str, ...]:
    return tuple(str(table("names")["surnames"]).split())


def parts_of(surfaces: Iterable[Surface]) -> Iterator[Surface]:
    """The beginnings and ends that one treatment's names alone have: 加强版 of 足疗加强版.

    Words that say little (双人 of 双人推拿) need the name of the family beside them.
    """
    whole = [surface for surface in surfaces if surface.kind == TREATMENT and surface.rank == GIVEN]
    said, common = {surface.text for surface in whole}, frozenset(table("names")["too_common"])
    for part in sorted({part for surface in whole for part in _ends(surface.text)} - said):
        holders = {surface.slug for surface in whole if part in surface.text}
        if len(holders) == 1:
            yield Surface(part, TREATMENT, min(holders), DERIVED, needs_cue=part in common, is_part=True)


def _ends(name: str) -> set[str]:
    cuts = range(SHORTEST_PART, len(name))
    return set() if name.isascii() else {name[:cut] for cut in cuts} | {name[-cut:] for cut in cuts}


def with_families(surfaces: Iterable[Surface]) -> Iterator[Surface]:
    """Each with the treatments whose names contain it: to those it yields."""
    every = list(surfaces)
    whole = [surface for surface in every if surface.kind == TREATMENT and surface.rank == GIVEN]
    for surface in every:
        if surface.kind == TREATMENT and not surface.is_part:
            holders = {other.slug for other in whole if surface.text in other.text} - {surface.slug}
            yield replace(surface, family=frozenset(holders))
        else:
            yield surface


def _long_enough(texts: Iterable[str]) -> set[str]:
    return {text for text in texts if len(text) > 1}
