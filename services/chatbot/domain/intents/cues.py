"""The cues of the intents, from `data/intent_cues.yml`; they read a normalised text without names.

A hint is one feature among others, which the model weighs. A sure cue is an intent, whatever else is in the sentence.
"""

import re
from collections.abc import Mapping
from functools import cache

from services.chatbot.data import table

Patterns = Mapping[str, re.Pattern[str]]


def hinted(text: str) -> tuple[str, ...]:
    """The intents that have a cue in the text."""
    return _met("hints", text)


def sure(text: str) -> tuple[str, ...]:
    """The intents that the text cannot but mean."""
    return _met("sure", text)


def concepts(text: str) -> tuple[str, ...]:
    """What the text speaks of, from `data/intent_concepts.yml`, in the order of the table."""
    return tuple(name for name, pattern in _concepts().items() if pattern.search(text))


def _met(strength: str, text: str) -> tuple[str, ...]:
    return tuple(intent for intent, pattern in _patterns(strength).items() if pattern.search(text))


@cache
def _concepts() -> Patterns:
    return {name: re.compile(said) for name, said in table("intent_concepts").items()}


@cache
def _patterns(strength: str) -> Patterns:
    return {
        intent: re.compile("|".join(f"(?:{said})" for said in cues[strength]))
        for intent, cues in table("intent_cues").items()
        if cues.get(strength)
    }
