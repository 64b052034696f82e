"""Which red flags a sentence raises, by the reviewed table `data/red_flags.yml`.

A question counts (怀孕能做吗), and so does a maybe: the answer is the same. What is denied, long healed or of
somebody else who is not to be treated does not count; in doubt it does, for a flag too many costs one question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from services.chatbot.data import table
from services.chatbot.domain.red_flags.circumstances import is_denied, is_long_past, is_of_somebody_else

FLAGS = (
    "pregnancy", "fracture", "acute_sprain", "skin_damage", "fever", "alcohol", "hypertension", "heart_disease",
    "tumour", "post_surgery", "bleeding", "infection",
)  # fmt: skip
BLANK = "□"


@dataclass(frozen=True)
class _Flag:
    """One row of the table. `lasts` where years do not heal it."""

    name: str
    said: re.Pattern[str]
    look_alikes: re.Pattern[str]
    lasts: bool


def find_red_flags(text: str) -> tuple[str, ...]:
    """The flags of a normalised text, in the order of FLAGS."""
    return tuple(flag.name for flag in _flags() if any(_counts(text, flag, found) for found in _said(text, flag)))


def find_denied(text: str) -> tuple[str, ...]:
    """The flags that the speaker says they do not have: 打错了，我没怀孕 takes back what was said before."""
    raised = find_red_flags(text)
    denied = [flag.name for flag in _flags() if any(is_denied(text, found, _all_said()) for found in _said(text, flag))]
    return tuple(name for name in denied if name not in raised)


@cache
def _flags() -> tuple[_Flag, ...]:
    rows = table("red_flags")
    return tuple(_flag(name, rows[name]) for name in FLAGS)


def _flag(name: str, row: dict[str, object]) -> _Flag:
    return _Flag(name, _any_of(row["said"]), _any_of(row["look_alikes"]), bool(row.get("lasts")))


def _any_of(patterns: object) -> re.Pattern[str]:
    if not isinstance(patterns, list):
        raise TypeError("a row of red_flags.yml lists its patterns")
    return re.compile("|".join(patterns))


@cache
def _all_said() -> re.Pattern[str]:
    """Whatever raises some flag: a denial reaches over what else it denies (没有高血压、心脏病)."""
    return re.compile("|".join(flag.said.pattern for flag in _flags()))


def _said(text: str, flag: _Flag) -> Iterator[re.Match[str]]:
    return flag.said.finditer(flag.look_alikes.sub(lambda found: BLANK * len(found.group(0)), text))


def _counts(text: str, flag: _Flag, found: re.Match[str]) -> bool:
    if is_denied(text, found, _all_said()) or is_of_somebody_else(text, found):
        return False
    return flag.lasts or not is_long_past(text, found)
