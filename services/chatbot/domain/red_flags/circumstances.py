"""When words of illness say nothing against a treatment: denied, long past, or of somebody who is not to be treated."""

import re

from services.chatbot.domain.phrases import phrases

_CLAUSE_ENDS = re.compile(r"[。！？!?；;\n，,]|但是?|不过|可是|然后|\bbut\b|\.\s")
_SENTENCE_ENDS = re.compile(r"[。！？!?；;\n]|但是?|不过|可是")
_JOINTS = re.compile(r"[、和或/\s]+")
_NOT_BEFORE, _NOT_AFTER = phrases("circumstances", "not_before"), phrases("circumstances", "not_after")
_ASKED, _TWICE = phrases("circumstances", "asked"), re.compile(r"(.)[没不]$")
_WEIGHTLESS, _LISTED_AFTER = phrases("circumstances", "weightless"), phrases("circumstances", "listed_after")
_YEARS_AGO, _HEALED = phrases("circumstances", "years_ago"), phrases("circumstances", "healed")
_NOT_QUITE_HEALED = phrases("circumstances", "not_quite_healed")
_OTHERS, _SPEAKER = phrases("circumstances", "others"), phrases("circumstances", "speaker")
_ONLY_SPEAKER, _TOGETHER = phrases("circumstances", "only_speaker"), phrases("circumstances", "together")
_DEPTH = 12
"""How many words a denial reaches over."""


def is_denied(text: str, found: re.Match[str], said: re.Pattern[str]) -> bool:
    """没有怀孕, 没喝酒, 没有高血压、心脏病, 高血压心脏病都没有; but 有没有 and 是不是 ask. `said` matches any flag."""
    if _NOT_AFTER.match(_without_flags(text[found.end() :], said)):
        return True
    before = text[: found.start()]
    is_listed = bool(_LISTED_AFTER.match(text, found.end()))
    for _ in range(_DEPTH):
        if _is_asked(before, text[len(before) :]):
            return False
        if _NOT_BEFORE.search(before):
            return True
        shorter = _shortened(before, said, is_listed=is_listed)
        if shorter == before:
            return False
        before = shorter
    return False


def _is_asked(before: str, after: str) -> bool:
    """有没有, 怀没怀: the same word before and after the 没 asks a question."""
    twice = _TWICE.search(before)
    return bool(_ASKED.search(before)) or bool(twice and after.startswith(twice.group(1)))


def _shortened(before: str, said: re.Pattern[str], *, is_listed: bool) -> str:
    """Without its last flag, joint or word without weight; in a list that says so (…这些病) commas join as well."""
    flags = [flag for flag in said.finditer(before) if flag.end() == len(before)]
    if flags:
        return before[: flags[-1].start()]
    if is_listed and before.endswith((",", "，")):
        return before[:-1]
    return _WEIGHTLESS.sub("", before)


def _without_flags(after: str, said: re.Pattern[str]) -> str:
    """What follows, past flags that are listed with it: 高血压、心脏病都没有."""
    for _ in range(_DEPTH):
        joined = _JOINTS.match(after)
        flag = said.match(after, joined.end()) if joined else said.match(after)
        if not flag:
            return after
        after = after[flag.end() :]
    return after


def is_long_past(text: str, found: re.Match[str]) -> bool:
    """Years ago, or wholly healed; 骨折刚好 and 昨天发烧今天退了 are neither."""
    clause = _around(text, found, _CLAUSE_ENDS)
    if _YEARS_AGO.search(clause):
        return True
    healed = _HEALED.search(text, found.end())
    if not healed or _SENTENCE_ENDS.search(text, found.end(), healed.start()):
        return False
    return not _NOT_QUITE_HEALED.search(clause + text[found.end() : healed.end()])


def is_of_somebody_else(text: str, found: re.Match[str]) -> bool:
    """我老婆怀孕了，我自己想按: somebody else has it, and only the speaker is to be treated.

    Somebody else's flag counts as soon as they may be among the guests (我们俩, 给她约), and wherever it is not said
    for whom the appointment is.
    """
    before = _before(text, found)
    others, speakers = _last(_OTHERS, before), _last(_SPEAKER, before)
    if others < 0 or speakers > others:
        return False
    rest = text[: found.start() - len(before)] + text[found.end() :]
    return bool(_ONLY_SPEAKER.search(rest)) and not _TOGETHER.search(rest)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _before(text: str, found: re.Match[str]) -> str:
    """The beginning of the clause, up to the flag."""
    ends = [end.end() for end in _CLAUSE_ENDS.finditer(text, 0, found.start())]
    return text[ends[-1] if ends else 0 : found.start()]


def _around(text: str, found: re.Match[str], ends: re.Pattern[str]) -> str:
    after = ends.search(text, found.end())
    return _before(text, found) + text[found.start() : after.start() if after else len(text)]
