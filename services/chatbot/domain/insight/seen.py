"""A turn of a customer as the figures need it: what was wanted and what came of it, and nothing of who it was."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.chatbot.domain.conversation import Turn
from services.chatbot.domain.dialogue.frame import BOOK
from services.chatbot.domain.events import STAFF

# What is said where the shop could not give what was asked for. That a customer has another appointment then, or has
# mistyped a number, is no demand that was turned away.
TURNED_AWAY = frozenset(
    {
        "none_in_that_window", "none_that_day", "none_at_all", "reason.slot_taken", "reason.outside_hours",
        "reason.technician_away", "reason.too_soon", "reason.too_far_ahead", "reason.out_of_area",
        "reason.place_not_offered", "reason.party_too_large",
    }
)  # fmt: skip
NOBODY_SUITS = "nobody_suits."
"""Nobody there is of the wanted gender, level and so on: every key that begins so."""


@dataclass(frozen=True)
class Seen:
    """`wish` is what the conversation was about then: `treatment`, `store` (slugs), `date`, `time` or `time_range`;
    `turned_away` the first reason it could not be had.
    """

    conversation_id: str
    number: int
    at: datetime
    store_id: str | None
    text: str
    intents: tuple[str, ...]
    wish: Mapping[str, Any]
    turned_away: str | None
    is_unanswered: bool
    is_handed_over: bool
    is_proposed: bool
    is_booked: bool
    latency_ms: float


def seen_in(turns: Iterable[Turn]) -> Iterator[Seen]:
    """What the staff write is no demand and is left out."""
    return (_seen(turn) for turn in turns if turn.author != STAFF)


def _seen(turn: Turn) -> Seen:
    decision, meant = turn.decision, turn.understanding
    also = meant.get("slots", {}).get("also", ())
    return Seen(
        conversation_id=turn.conversation_id,
        number=turn.number,
        at=turn.at,
        store_id=decision.get("store_id"),
        text=turn.text,
        intents=(meant["intent"], *also) if turn.text else (),
        wish=decision.get("wish") or {},
        turned_away=next((key for key in decision.get("says", ()) if _turns_away(key)), None),
        is_unanswered=bool(decision.get("unanswered")),
        is_handed_over=bool(decision.get("handoff")),
        is_proposed=bool(decision.get("proposal_id")),
        is_booked=decision.get("done") == BOOK,
        latency_ms=turn.latency_ms,
    )


def _turns_away(key: str) -> bool:
    return key in TURNED_AWAY or key.startswith(NOBODY_SUITS)
