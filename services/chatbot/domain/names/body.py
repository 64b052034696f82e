"""Parts of the body in a sentence: what hurts, what is to be treated, what is to be left alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from services.chatbot.data import table
from services.chatbot.domain.names.sightings import around

LOOK, MASSAGE = "look", "massage"
FEW = "{0,6}"  # words in between; without a bound a hostile text could be read in endless ways
KINDS = WORDS, SHORT, AILS = "words", "short", "ails"
_AND = re.compile(r"\s*(?:和|跟|与|及|连着|还有|以及|、|,|and|&)?\s*(?:the |my )?")
_LEFT_ALONE = re.compile(
    r"(?:(?<!要)不要|(?<![特分区])别|(?<!用)不用|(?<!想)不想|避开|(?<!能)不能|(?<!可)不可以|(?<!做)不做|(?<!按)不按"
    r"|don't|no need to)[^,。;!?]{0,3}$"  # 能不能按腰 asks
)
_LEAVE_ALONE = re.compile(r"(?:那里|那块|这里|部位)?(?:就)?(?:不要|别|不用|不能|不可以)(?:按|碰|做|动|推|弄|太)")


@dataclass(frozen=True)
class Part:
    """A part of the body at `[start, end)`: whether it hurts, how it is to be treated, whether it is to be left out."""

    name: str
    start: int
    end: int
    is_short: bool = False
    hurts: bool = False
    method: str | None = None
    is_denied: bool = False
    is_left_out: bool = False
    is_injured: bool = False

    @property
    def is_whole(self) -> bool:
        """全身 is no part: it tells what is to be treated."""
        return bool(table("body")["parts"][self.name].get("whole"))

    @property
    def counts(self) -> bool:
        return not self.is_denied and (not self.is_short or self.hurts or bool(self.method) or self.is_left_out)


def find_parts(text: str) -> tuple[Part, ...]:
    """In order of mention; a short word (腰) counts beside what is said of it, or listed with a part of which it is."""
    plain = _look_alikes().sub(lambda found: "□" * len(found[0]), text)
    told = [_told(plain, part) for part in _named(plain)]
    return tuple(part for run in _lists(plain, told) for part in _shared(run) if part.counts or part.is_denied)


def _named(text: str) -> Iterable[Part]:
    for match in _words().finditer(text):
        names, kind = _names()[match[0]]
        for name in names:
            yield Part(name, match.start(), match.end(), is_short=kind == SHORT, hurts=kind == AILS)


def _told(text: str, part: Part) -> Part:
    before, after = around(text, part.start, part.end)
    if _LEFT_ALONE.search(before) or _LEAVE_ALONE.match(after):
        return replace(part, is_left_out=True)
    if _denial().match(after):
        return replace(part, is_denied=True)
    if _injury().match(after):
        return replace(part, hurts=True, is_injured=True)
    hurts = part.hurts or bool(_complaint().match(after) or _hurting().search(before))
    return replace(part, hurts=hurts, method=_method(before) or _method_after(after))


def is_emphasised(text: str, start: int) -> bool:
    """What stands at `start` says where to press harder: 全身推拿，重点按肩颈 names no second treatment."""
    return bool(_emphasis().search(around(text, start, start)[0]))


def is_part(word: str) -> bool:
    return word in _names()


def _lists(text: str, parts: Iterable[Part]) -> list[list[Part]]:
    lists: list[list[Part]] = []
    for part in parts:
        before = lists[-1][-1] if lists else None
        if before and (before.start == part.start or _AND.fullmatch(text[before.end : part.start])):
            lists[-1].append(part)
        else:
            lists.append([part])
    return lists


def _shared(listed: Sequence[Part]) -> Iterable[Part]:
    """头和肩膀疼: what is said of one part is said of those listed with it."""
    said = next((part for part in listed if _is_told(part)), None)
    for part in listed:
        if said and not _is_told(part):
            yield replace(part, hurts=said.hurts, method=said.method, is_left_out=said.is_left_out)
        else:
            yield part


def _is_told(part: Part) -> bool:
    return part.hurts or bool(part.method) or part.is_denied or part.is_left_out


def _method(before: str) -> str | None:
    for kind, pattern in _methods():
        if pattern.search(before):
            return kind
    return None


def either(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first; Latin ones as whole words."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word[0].isascii() else re.escape(word) for word in ordered
    )


@cache
def _names() -> dict[str, tuple[tuple[str, ...], str]]:
    """By each word the parts it says, and the kind of word it is."""
    parts: dict[str, Any] = table("body")["parts"]
    said = {(word, kind): (name,) for name, row in parts.items() for kind in KINDS for word in row.get(kind, ())}
    several = {(word, WORDS): tuple(names) for word, names in table("body")["several"].items()}
    return {word: (names, kind) for (word, kind), names in (said | several).items()}


@cache
def _words() -> re.Pattern[str]:
    return re.compile(either(_names()))


@cache
def _look_alikes() -> re.Pattern[str]:
    return re.compile("|".join(table("body")["look_alikes"]))


@cache
def _complaint() -> re.Pattern[str]:
    return re.compile(rf"{_fillers()}(?:{either(table('body')['complaints'])})")


@cache
def _injury() -> re.Pattern[str]:
    return re.compile(rf"{_fillers()}(?:给|被)?(?:{either(table('body')['injuries'])})")


@cache
def _hurting() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(table('body')['before_part'])})\s*$")


@cache
def _denial() -> re.Pattern[str]:
    said = table("body")
    return re.compile(rf"{_fillers()}(?:{either(said['denied'])}){_fillers()}(?:{either(said['complaints'])})")


@cache
def _fillers() -> str:
    return rf"(?:\s|{either(table('body')['fillers'])}){FEW}"


@cache
def _methods() -> tuple[tuple[str, re.Pattern[str]], ...]:
    said = table("body")
    after = rf"(?:\s|{either(said['after_method'])}){FEW}"
    return tuple((kind, re.compile(rf"(?:{either(words)}){after}$")) for kind, words in said["methods"].items())


def _method_after(after: str) -> str | None:
    """肩膀推一推, 脖子按一下."""
    return MASSAGE if _massaged().match(after) else None


@cache
def _massaged() -> re.Pattern[str]:
    said = table("body")
    between = either([*said["before_method"], *said["fillers"]])
    return re.compile(rf"(?:{between}|,|\s){FEW}(?:{either(said['methods'][MASSAGE])})")


@cache
def _emphasis() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(table('body')['emphasis'])})(?:给我|帮我|的|是|按|做){FEW}\s*$")
