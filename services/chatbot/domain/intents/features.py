"""What the model looks at: n-grams of tokens, n-grams of their sounds, cues, and what kinds of things are named.

Sounds make 预月 of 预约 and 取肖 of 取消 the same word; who writes by pinyin mistypes the character, not the sound.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Any

from services.chatbot.domain.intents.cues import concepts, hinted
from services.chatbot.domain.intents.marking import CLOCK, DAY, KINDS, PART, tokens

LONGEST, LONGEST_SOUND = 3, 3
_START, _END = "^", "$"
_TIMELY = frozenset({DAY, PART, CLOCK})


def features(text: str, kinds: Collection[str] = ()) -> frozenset[str]:
    """Of a normalised text without names; `kinds` are the slots of the names it held."""
    said = tokens(text, kinds)
    return frozenset({*_grams((_START, *said, _END)), *_sounds(said), *_ideas(text, said, kinds)})


def _grams(said: Sequence[str]) -> Iterator[str]:
    for length in range(1, LONGEST + 1):
        for start in range(len(said) - length + 1):
            yield "".join(said[start : start + length])


def _sounds(said: Sequence[str]) -> Iterator[str]:
    heard = [_sound(token) for token in said]
    for length in range(2, LONGEST_SOUND + 1):
        for start in range(len(heard) - length + 1):
            yield "~" + "~".join(heard[start : start + length])


def _ideas(text: str, said: Sequence[str], kinds: Collection[str]) -> Iterator[str]:
    """The cues; and what is spoken of and named, one by one and in pairs: one alone rarely tells what is wanted."""
    yield from (f"cue:{intent}" for intent in hinted(text))
    timely = ("timely",) if set(said) & _TIMELY else ()
    spoken_of = sorted({*concepts(text), *(kind for kind in KINDS if kind in kinds), *timely})
    yield from (f"is:{idea}" for idea in spoken_of)
    yield from (f"is:{one}+{other}" for one, other in combinations(spoken_of, 2))


@cache
def _sound(token: str) -> str:
    """A character's commonest sound without its tone; front and back nasals (n, ng) and flat tongues (z, zh) as one."""
    if len(token) > 1 or token.isascii():
        return token
    return str(_spoken()(token)[0]).replace("ng", "n").replace("zh", "z").replace("ch", "c").replace("sh", "s")


@cache
def _spoken() -> Any:
    """Imported at first need: its dictionary takes a tenth of a second."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return lazy_pinyin
