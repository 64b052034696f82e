"""What the customer wants: every cue that is in the sentence adds its weight, and the heaviest intent wins."""

import re
from collections.abc import Mapping

from services.chatbot.domain.cues import CUES

INTENTS = (
    "book", "reschedule", "cancel", "query_booking", "query_availability", "query_price", "query_store",
    "query_technician", "query_treatment", "query_membership", "complaint", "feedback", "human", "greet", "thanks",
    "bye", "affirm", "deny", "health_advice", "other",
)  # fmt: skip

# 能约吗 asks for a free time, but also names the booking; a question mark of price is never a booking.
_QUESTIONS = frozenset({"query_price", "query_store", "query_technician", "query_treatment", "query_availability"})
_TIMELY = frozenset({"date", "time", "time_range", "date_range"})
_SURE, _HALF_SURE = 0.95, 0.55


def score(text: str) -> dict[str, float]:
    """The weight of every intent that has a cue in the normalised text."""
    weights: dict[str, float] = {}
    for intent, weight, pattern in CUES:
        if pattern.search(text):
            weights[intent] = weights.get(intent, 0.0) + weight
    return weights


def decided(text: str, slots: Mapping[str, object]) -> tuple[str, float, tuple[str, ...]]:
    """The intent, how sure it is (0..1), and which others were meant as well."""
    weights = _with_what_was_named(score(text), slots)
    if not weights:
        return "other", _HALF_SURE, ()
    ranked = sorted(weights, key=lambda intent: (-weights[intent], INTENTS.index(intent)))
    first, total = ranked[0], sum(weights.values())
    also = tuple(intent for intent in ranked[1:] if _is_meant_too(intent, first, weights, text))
    return first, round(min(_SURE, weights[first] / (total + 0.25)), 3), also


def _with_what_was_named(weights: dict[str, float], slots: Mapping[str, object]) -> dict[str, float]:
    """A treatment, a person or a time without any question asks for a booking; a store alone asks about the store."""
    if slots.get("red_flag"):
        weights["health_advice"] = weights.get("health_advice", 0.0) + 1.0
    if set(weights) & {"greet", "affirm"} and slots:
        weights = {intent: weight for intent, weight in weights.items() if intent not in {"greet", "affirm"}}
    if "health_advice" in weights and slots.keys() & _TIMELY and not slots.get("red_flag"):
        weights["query_availability"] = max(weights.pop("health_advice"), weights.get("query_availability", 0.0))
    if not weights and (slots.keys() & _TIMELY or {"treatment", "technician", "negated"} & slots.keys()):
        weights["book"] = 1.0
    if "book" in weights and slots.keys() & _TIMELY and not weights.keys() & _QUESTIONS:
        weights["book"] += 1.0
    if not weights and "store" in slots:
        weights["query_store"] = 1.0
    if not weights and slots.keys() & {"party_size", "place", "gender_preference"}:
        weights["book"] = 0.5
    return weights


def _is_meant_too(intent: str, first: str, weights: Mapping[str, float], text: str) -> bool:
    """A second request, not a second cue of the first: cancelling and booking anew, asking a price and booking."""
    if intent in {"greet", "thanks", "affirm", "deny", "bye", "other"} or weights[intent] < 2.0:  # noqa: PLR2004
        return False
    if intent == "query_booking" and first in {"reschedule", "cancel"}:  # "my booking" only names what changes
        return False
    if intent == "book" and first in {"reschedule", "cancel", "query_booking", "query_availability"}:
        return first == "cancel" and bool(re.search(r"再(?:约|预约|订)|重新|book (?:a|another)", text))
    return True
