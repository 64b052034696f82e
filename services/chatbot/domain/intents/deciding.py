"""From probabilities to a decision: what was meant first, how sure that is, and what was meant as well."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.chatbot.domain.intents.clauses import clauses
from services.chatbot.domain.intents.cues import hinted, sure
from services.chatbot.domain.intents.features import features
from services.chatbot.domain.intents.labels import INTENTS, MANNERS, URGENT, WRITES
from services.chatbot.domain.intents.learned import learned
from services.chatbot.domain.intents.marking import BLANK, KINDS, MARKUP, is_only_named, tells_when_or_how_many, tokens
from services.chatbot.domain.intents.model import Model

Probabilities = dict[str, float]

SURE, HIGHEST = 0.97, 0.99
"""What a sure cue is worth; and what no answer exceeds, since nothing said is ever certain."""

URGENT_ENOUGH = 0.3
"""A complaint or a wish for a person this likely comes first: missing one is worse than asking once too often."""

BY_FAR = 1.5
"""How much likelier than all else what is urgent must be that is not likely enough by itself."""

SECOND = 0.75
"""A clause must be this clear to count as a request of its own."""

HEARD = 0.1
"""The whole message must allow for what a clause asks: 有一个来不了，就两个人 cancels nothing."""

HALF_SURE = 0.55

YES = 0.6
"""A yes less likely is none, since it may book something; nor is one in markup, which no customer writes."""

_GOES_WITH_A_FLAG = MANNERS | {"query_treatment"}

# What the first intent takes along: the other is how it is put, not a second request. 我约的三点，想改成四点 asks for
# one thing; who complains tells what was booked; who asks for a free time wants to book it.
_PART_OF: Mapping[str, frozenset[str]] = {
    "complaint": frozenset(INTENTS) - {"human", "cancel"},
    "human": frozenset({"query_technician", "query_store", "query_booking"}),
    "cancel": frozenset({"query_booking", "query_availability", "health_advice", "reschedule", "complaint"}),
    "reschedule": frozenset({"query_booking", "query_availability", "book", "cancel"}),
    "book": frozenset({"query_booking", "query_availability", "health_advice", "query_technician", "reschedule"}),
    "query_booking": frozenset({"book", "query_availability"}),
    "query_availability": frozenset({"book", "query_technician", "query_booking"}),
    "query_technician": frozenset({"health_advice", "query_treatment", "book"}),
    "query_treatment": frozenset({"health_advice", "book"}),
    "query_price": frozenset({"book", "query_treatment"}),
    "query_membership": frozenset({"query_price", "query_store"}),
    "health_advice": frozenset({"query_treatment", "query_availability", "book"}),
    "feedback": frozenset({"query_technician", "query_treatment", "query_booking", "book"}),
}


@dataclass(frozen=True)
class Decision:
    """The intent, how likely it is (0..1), and the other requests in the same message, most likely first."""

    intent: str
    confidence: float
    also: tuple[str, ...] = ()


def probabilities(text: str, slots: Mapping[str, object], model: Model | None = None) -> Probabilities:
    """By intent, of a normalised text without names, together with what was found in it; by the model in force."""
    if is_only_named(text):
        return _named_only(text, slots)
    found = (model or learned()).probabilities(features(text, kinds_of(slots)))
    for intent in sure(text):
        found = _raised(found, intent, SURE)
    if slots.get("red_flag"):
        found = _with_a_flag(text, found)
    return found if _may_be_yes(text, found) else _raised({**found, "affirm": 0.0}, "other", HALF_SURE)


def _with_a_flag(text: str, found: Probabilities) -> Probabilities:
    """Who tells of an illness asks about it if nothing else, and complains of nobody without a word of complaint."""
    if "complaint" not in {*hinted(text), *sure(text)}:
        found = _without("complaint", found)
    return _raised(found, "health_advice", HALF_SURE) if _best(found) in _GOES_WITH_A_FLAG else found


def decide(text: str, slots: Mapping[str, object], model: Model | None = None) -> Decision:
    """`slots` are those of the whole sentence, as the API names them. 不，四点吧 is no refusal but asks for four."""
    whole, parts = probabilities(text, slots, model), clauses(text)
    if _best(whole) in {"affirm", "deny"} and any(is_only_named(part) for part in parts):
        whole = _named_only(text, slots)
    asked = dict(_each_clause(parts, slots, model))
    first = _first(whole, asked)
    taken = _PART_OF.get(first, frozenset()) | MANNERS | {first}
    also = sorted((intent for intent in asked if intent not in taken), key=lambda intent: -asked[intent])
    return Decision(first, round(min(max(whole[first], asked.get(first, 0.0)), HIGHEST), 3), tuple(also))


def _first(whole: Probabilities, asked: Mapping[str, float]) -> str:
    """A complaint or a wish for a person; else what a clause clearly asks to be changed; else what is asked first."""
    for intent in URGENT:
        if whole[intent] >= URGENT_ENOUGH or intent in asked:
            return intent
    best = _likeliest(whole)
    clear = (intent for intent in WRITES if intent in asked and whole[intent] >= HEARD)
    written = next((intent for intent in clear if best not in _PART_OF[intent]), best)
    return written if written in WRITES else _asked_first(written, asked)


def _likeliest(whole: Probabilities) -> str:
    """What is urgent, and less likely than it takes to come first, must still be likelier than all else by far."""
    other = _best({intent: share for intent, share in whole.items() if intent not in URGENT})
    urgent = max(URGENT, key=lambda intent: whole[intent])
    return urgent if whole[urgent] >= BY_FAR * whole[other] else other


def _asked_first(best: str, asked: Mapping[str, float]) -> str:
    """Of several questions the one that comes first in the message."""
    questions = (intent for intent in asked if intent not in _PART_OF.get(best, frozenset()) | MANNERS)
    return next(questions, best) if best in asked else best


def _each_clause(parts: Sequence[str], slots: Mapping[str, object], model: Model | None) -> Iterator[tuple[str, float]]:
    """The requests that single clauses make in so many words."""
    for clause in parts:
        found = probabilities(clause, {kind: slots[kind] for kind in KINDS if kind in slots and BLANK in clause}, model)
        best = _best(found)
        if found[best] >= SECOND and best in {*hinted(clause), *sure(clause)}:
            yield best, found[best]


def _named_only(text: str, slots: Mapping[str, object]) -> Probabilities:
    """Nothing but names and times wishes for a booking; a store alone asks about the store; nothing at all is other."""
    named = kinds_of(slots)
    is_wish = tells_when_or_how_many(text) or bool({*named} - {"store"})
    intent = "book" if is_wish else "query_store" if named else "other"
    return _raised(dict.fromkeys(INTENTS, 0.0), intent, HALF_SURE)


def _raised(found: Probabilities, intent: str, least: float) -> Probabilities:
    """With that intent at least so likely; the others share the rest as before."""
    if found[intent] >= least:
        return found
    rest = sum(found.values()) - found[intent]
    share = (1 - least) / rest if rest else 0.0
    return {name: least if name == intent else value * share for name, value in found.items()}


def _without(intent: str, found: Probabilities) -> Probabilities:
    """The others share what that intent had; what is certain stays."""
    rest = sum(found.values()) - found[intent]
    return {name: 0.0 if name == intent else value / rest for name, value in found.items()} if rest else found


def _may_be_yes(text: str, found: Probabilities) -> bool:
    return _best(found) != "affirm" or (found["affirm"] >= YES and MARKUP not in tokens(text))


def _best(found: Probabilities) -> str:
    return max(found, key=lambda intent: found[intent])


def kinds_of(slots: Mapping[str, object]) -> Collection[str]:
    """What kinds of names the sentence holds, those that are refused too."""
    negated = slots.get("negated")
    named = {*slots, *(negated if isinstance(negated, Mapping) else ())}
    return tuple(kind for kind in KINDS if kind in named)
