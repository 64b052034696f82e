"""What the customer wants: a learned model over n-grams, sounds and cues, with few rules above it.

`decided(text, slots)` is all the dialogue needs; `explained` gives every intent's probability as well.
"""

from collections.abc import Mapping

from services.chatbot.domain.intents.cues import hinted, sure
from services.chatbot.domain.intents.deciding import decide, probabilities
from services.chatbot.domain.intents.labels import INTENTS

__all__ = ["INTENTS", "decided", "probabilities", "score"]


def decided(text: str, slots: Mapping[str, object]) -> tuple[str, float, tuple[str, ...]]:
    """The intent of a normalised text without names, how sure it is (0..1), and which others were meant as well."""
    decision = decide(text, slots)
    return decision.intent, decision.confidence, decision.also


def score(text: str) -> dict[str, float]:
    """The intents that have a word of their own in the text, and are not only concluded from what was named."""
    return {**dict.fromkeys(hinted(text), 0.5), **dict.fromkeys(sure(text), 1.0)}
