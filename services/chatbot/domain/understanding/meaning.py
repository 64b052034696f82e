"""The meaning of a sentence, and the pieces of it that stand in the text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.chatbot.domain.text import masked_phones

VERSION = "frame-2"
_MASKED: Mapping[str, Callable[[str], str]] = {
    "phone": masked_phones,
    "name": lambda name: f"{name[:1]}*",
    "address": lambda _: "*",
}


@dataclass(frozen=True)
class Piece:
    """A slot's value and the stretch `[start, end)` of the text that says it.

    One that `is_past` (昨天下午) tells of something, and is no time to come. `alternatives` are the values it may have
    where there are several: 9点半 where the store is open at both half past nines.
    """

    start: int
    end: int
    slot: str
    value: Any
    is_refused: bool = False
    is_past: bool = False
    alternatives: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """`slots` holds API names and values only; an explicit intent was said, not concluded from what was named.

    `ambiguous` tells of a slot all values it may have (at least two, the one in `slots` first): the dialogue asks.
    `gone` is the start that was wished for by a slip, on a day that is over: 昨天下午三点.
    """

    intent: str
    confidence: float
    slots: dict[str, Any] = field(default_factory=dict)
    is_explicit: bool = False
    ambiguous: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    gone: datetime | None = None

    def as_view(self) -> dict[str, Any]:
        return {"intent": self.intent, "confidence": self.confidence, "slots": self.slots}

    def as_kept(self) -> dict[str, Any]:
        """As it may be logged and noted: what tells who and where the customer is says only that it was told."""
        return {**self.as_view(), "slots": self.kept_slots}

    @property
    def kept_slots(self) -> dict[str, Any]:
        """The slots with contact data masked: 138****0001, 李*; of an address nothing."""
        hidden = {slot: _MASKED[slot](value) for slot, value in self.slots.items() if slot in _MASKED}
        return {**self.slots, **hidden}

    @property
    def red_flags(self) -> tuple[str, ...]:
        return tuple(self.slots.get("red_flag", ()))
