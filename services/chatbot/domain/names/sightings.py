"""Where names stand in a text: as written, spelt, heard or mistyped. They overlap; `mentions` settles which count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.chatbot.data import table
from services.chatbot.domain.names.forms import TECHNICIAN, Surface
from services.chatbot.domain.names.lexicon import SHORTEST_GUESSED, SHORTEST_HEARD, Lexicon
from services.chatbot.domain.names.spelling import sound

WRITTEN, HEARD, GUESSED = "written", "heard", "guessed"
LONG_WORD = 10  # letters from which a spelling may hold two slips
WORDS_OF_A_NAME = 6
AROUND = 40  # characters
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_SEPARATOR = re.compile(r"[^a-z0-9]+")
_JOINT = re.compile(r"[ '’&.\-]{0,3}")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after `[start, end)`, as far as it may bear on it: long texts must not take for ever."""
    return text[max(0, start - AROUND) : start], text[end : end + AROUND]


@dataclass(frozen=True)
class Mention:
    """A surface in the text, at `[start, end)`, and how it was told. One that `yields` adds nothing to another."""

    start: int
    end: int
    surface: Surface
    how: str = WRITTEN
    yields: bool = False


def sightings(text: str, known: Lexicon) -> Iterator[Mention]:
    """Every place of a normalised text that may be a name."""
    yield from _written(text, known)
    yield from _spelt(text, known)
    yield from _heard(text, known)


def _written(text: str, known: Lexicon) -> Iterator[Mention]:
    for start in range(len(text)):
        for length in known.lengths:
            end = start + length
            found = known.written.get(text[start:end]) if end <= len(text) else None
            if found and _is_word(text, start, end):
                yield from (Mention(start, end, surface) for surface in found)


def _is_word(text: str, start: int, end: int) -> bool:
    """Latin letters are a name when they are whole words."""
    left, right = text[start - 1 : start], text[end : end + 1]
    return not ((_is_latin(left) and _is_latin(text[start])) or (_is_latin(right) and _is_latin(text[end - 1])))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _spelt(text: str, known: Lexicon) -> Iterator[Mention]:
    """Runs of Latin words: xu jia hui, jing'an, wangshifu, neck and shoulder tuina, and reflexolgy."""
    for run in _runs(text):
        for first, begin in enumerate(run):
            for last in run[first : first + WORDS_OF_A_NAME]:
                yield from _named_by(text, begin.start(), last.end(), known)


def _runs(text: str) -> Iterator[Sequence[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if run and not _JOINT.fullmatch(text[run[-1].end() : word.start()]):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _named_by(text: str, start: int, end: int, known: Lexicon) -> Iterator[Mention]:
    key = _SEPARATOR.sub("", text[start:end])
    if len(key) > known.longest_spelt + 1:
        return
    if key in known.spelt:
        yield from (Mention(start, end, surface) for surface in known.spelt[key])
    else:
        guess = _guess(key, known)
        yield from (Mention(start, end, surface, GUESSED) for surface in known.spelt.get(guess, ()))


def _guess(key: str, known: Lexicon) -> str:
    """The spelling that one slip made of, two in a long one; empty where there is none."""
    if len(key) < SHORTEST_GUESSED or key in _english():
        return ""
    slips = 2 if len(key) >= LONG_WORD else 1
    found = process.extractOne(key, known.guessable.get(key[0], ()), scorer=OSA.distance, score_cutoff=slips)
    return str(found[0]) if found else ""


def _heard(text: str, known: Lexicon) -> Iterator[Mention]:
    for run in _CHINESE.finditer(text):
        syllables = sound(run[0])
        for offset in range(len(syllables)):
            for length in known.heard_lengths:
                key = " ".join(syllables[offset : offset + length])
                start = run.start() + offset
                for surface in known.heard.get(key, ()) if offset + length <= len(syllables) else ():
                    mention = Mention(start, start + length, surface, HEARD)
                    if _is_slip(text, mention):
                        yield mention


def _is_slip(text: str, heard: Mention) -> bool:
    """A name written otherwise, not other words of its sound: most of it is as it should be."""
    written, meant = text[heard.start : heard.end], heard.surface.text
    wrong = [(one, other) for one, other in zip(written, meant, strict=True) if one != other]
    if not wrong or len(wrong) > (len(meant) + 1) // 2:
        return False
    if heard.surface.kind == TECHNICIAN:
        is_titled = text[heard.end :].startswith(tuple(table("names")["titles"]["anyone"]))
        return len(wrong) < len(meant) and (is_titled or all(other in _alike(one) for one, other in wrong))
    return len(meant) >= SHORTEST_HEARD or _is_shop(text, heard)


def _is_shop(text: str, heard: Mention) -> bool:
    return bool(re.match(table("names")["shop_after"], text[heard.end :]))


@cache
def _alike(char: str) -> frozenset[str]:
    """Characters that people are named with and that sound like this one, as surnames or in given names."""
    groups = (*str(table("names")["surnames"]).split(), *str(table("names")["given"]).split())
    return frozenset("".join(group for group in groups if char in group))


@cache
def _english() -> frozenset[str]:
    return frozenset(table("names")["english_words"])
