"""By whom and how strongly: a woman or a man, light or firm hands."""

import re
from collections.abc import Iterator

from services.chatbot.domain.phrases import phrases, precedes

_SAID = (("female", "male", phrases("wishes", "woman")), ("male", "female", phrases("wishes", "man")))
_EITHER, _THEMSELVES = phrases("wishes", "either_gender"), phrases("wishes", "of_themselves")
_AT_WORK = phrases("wishes", "surely_at_work")
_NOT, _NOT_AFTER = phrases("wishes", "not_by"), phrases("wishes", "not_by_after")
_STRENGTHS = tuple((strength, phrases("wishes", strength)) for strength in ("light", "heavy"))
_MEDIUM = phrases("wishes", "medium")


def gender_preference(text: str) -> str | None:
    """`female` or `male`; who does not want the one wants the other. The last word counts."""
    wished = _EITHER.sub(lambda found: "□" * len(found.group(0)), text)
    return max(_genders(wished), default=(0, None))[1]


def _genders(text: str) -> Iterator[tuple[int, str]]:
    for gender, other, said in _SAID:
        for found in said.finditer(text):
            if _is_of_the_technician(text, found):
                yield found.start(), other if _is_refused(text, found) else gender


def _is_of_the_technician(text: str, found: re.Match[str]) -> bool:
    """Not 我是女的 or 三个女生; 两个女技师 are."""
    return bool(_AT_WORK.search(found.group(0))) or not precedes(_THEMSELVES, text, found.start())


def _is_refused(text: str, found: re.Match[str]) -> bool:
    return precedes(_NOT, text, found.start()) or bool(_NOT_AFTER.match(text, found.end()))


def strength(text: str) -> str | None:
    """`light`, `medium` or `heavy`; where both ends are named (上次太轻，这次重一点) the last one said counts."""
    if _MEDIUM.search(text):
        return "medium"
    heard = ((found.start(), name) for name, said in _STRENGTHS for found in said.finditer(text))
    return max(heard, default=(0, None))[1]
