"""Why a sentence was understood as it was, for people who ask: `nlu explain`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.chatbot.domain import intents, times
from services.chatbot.domain.understanding.meaning import Understanding
from services.chatbot.domain.understanding.reader import Reader, Sentence, meaning_of
from services.chatbot.domain.understanding.slots import DROPPED, NEGATED, roles


@dataclass(frozen=True)
class Reason:
    """The words that were heard as a value, and the slot it went to; None where it was left out."""

    words: str
    value: Any
    slot: str | None


@dataclass(frozen=True)
class Explanation:
    """`heard` is the text that the intent was concluded from, names and contacts blanked out; `told` are the slots
    that follow from the sentence as a whole.
    """

    understanding: Understanding
    heard: str
    probabilities: dict[str, float]
    times: times.Times
    reasons: tuple[Reason, ...]
    told: dict[str, Any]


def explained(reader: Reader, text: str, now: datetime) -> Explanation:
    said = reader.read(text, now)
    understanding = meaning_of(said)
    return Explanation(
        understanding=understanding,
        heard=said.unnamed,
        probabilities=intents.probabilities(said.unnamed, said.plain),
        times=times.parse(said.unnamed, now),
        reasons=tuple(_reasons(said, understanding.intent)),
        told=said.told,
    )


def _reasons(said: Sentence, intent: str) -> Iterator[Reason]:
    for each in roles(intent, said.unnamed, said.pieces):
        piece, slot = each.piece, each.role + each.piece.slot
        if each.role == NEGATED:
            slot = f"negated.{piece.slot}"
        yield Reason(said.text[piece.start : piece.end], piece.value, None if each.role == DROPPED else slot)
