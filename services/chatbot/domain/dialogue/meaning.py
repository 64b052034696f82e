"""What a sentence means in the middle of a task: an answer, a correction of what is proposed, or something new."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.chatbot.domain.dialogue.frame import BOOK, RESCHEDULE, TIMELY, Frame
from services.chatbot.domain.dialogue.gestures import (
    asks_something,
    begins_with_assent,
    is_assent,
    is_clearance,
    is_doubtful,
    of_kind,
)
from services.chatbot.domain.understanding import Understanding

CONTINUE = "continue"
_CONTENT = frozenset({
    *TIMELY, "treatment", "technician", "store", "party_size", "negated", "place", "address", "gender_preference",
    "strength", "budget_max_fen", "duration_minutes", "offset_minutes", "body_part", "same_as_last",
    *(f"{side}_{name}" for side in ("old", "new") for name in (*TIMELY, "treatment", "technician", "store")),
})  # fmt: skip
_HOLLOW = frozenset({"affirm", "deny", "greet", "thanks", "other", "feedback"})
_NEVER_YES = frozenset({"deny", "human", "complaint", "health_advice"})
_WISHES = frozenset({"party_size", "gender_preference", "strength", "place", "budget_max_fen"})
_PICKS = re.compile(r"[那这]一?[家个]|就[去选要]|^(?:去|选|要)|\b(?:the one|that one|go to)\b")
_DETAILS = {"query_store": "store", "query_technician": "technician", "query_treatment": "treatment"}


def says_something(slots: Mapping[str, Any]) -> bool:
    """Whether anything was named that a task could use."""
    return bool(_CONTENT & slots.keys())


def intent_in_context(said: Understanding, text: str, frame: Frame, *, names_aspect: bool) -> str:
    """The intent to follow; `continue` is whatever the open task makes of it.

    `names_aspect` tells whether the sentence asks something of a store: 徐家汇店 alone is an answer.
    """
    has_content = says_something(said.slots)
    if frame.task is None:
        return "book" if said.intent in {"affirm", "deny"} and has_content else said.intent
    if said.intent in _HOLLOW:
        return CONTINUE if has_content else said.intent
    if said.intent == "reschedule" and frame.task == BOOK and not names_an_old_one(said.slots):
        return "book"
    if frame.task == BOOK and _only_wishes(said, text):
        return CONTINUE
    is_answer = _only_answers(said, text, frame, names_aspect=names_aspect) and not text.endswith("?")
    return CONTINUE if is_answer or _belongs_to_a_change(said, frame) else said.intent


def _only_wishes(said: Understanding, text: str) -> bool:
    """有一个来不了，就两个人 cancels nothing, and 我要女师傅 asks nothing: it says how the booking is to be."""
    if not said.slots or not said.slots.keys() <= _WISHES:
        return False
    return said.intent == "cancel" or (said.intent == "query_technician" and not asks_something(text))


def _belongs_to_a_change(said: Understanding, frame: Frame) -> bool:
    """A name or a time in the middle of a change is part of it; only who says 预约 wants a new one."""
    if said.intent == "query_availability":
        return frame.task == RESCHEDULE
    return said.intent == "book" and frame.task != BOOK and not said.is_explicit


def _only_answers(said: Understanding, text: str, frame: Frame, *, names_aspect: bool) -> bool:
    """Whether what sounds like a question only names what was asked for, or was concluded from a bare name."""
    asked = _DETAILS.get(said.intent)
    if asked is None or asked not in said.slots:
        return False
    if frame.asked == asked and _PICKS.search(text) and not asks_something(text):
        return True  # 离人民广场地铁近的那家 says which
    return (not said.is_explicit or frame.asked == asked) and not names_aspect


def names_an_old_one(slots: Mapping[str, Any]) -> bool:
    return any(name.startswith("old_") for name in slots)


def is_yes(said: Understanding, text: str, proposed: Mapping[str, Any], kind: str = BOOK) -> bool:
    """Whether it is a plain yes to what is proposed: nothing bound to it, and nothing named that is different.

    好的，明天下午三点 is one where that is what was proposed, and 确认取消 where a cancellation was.
    """
    if not said.slots and is_clearance(text, kind):
        return True
    if said.intent in _NEVER_YES or is_doubtful(of_kind(text, kind)):
        return False
    if not said.slots:
        return said.intent == "affirm" or is_assent(text, kind)
    restated = all(_is_restated(name, value, proposed) for name, value in said.slots.items())
    return restated and (said.intent == "affirm" or begins_with_assent(text))


def _is_restated(name: str, value: Any, proposed: Mapping[str, Any]) -> bool:
    start = datetime.fromisoformat(proposed["starts_at"])
    facts = {
        "date": start.date().isoformat(),
        "time": start.strftime("%H:%M"),
        "party_size": proposed.get("party_size"),
        "place": proposed.get("place"),
    }
    facts |= {kind: (proposed.get(kind) or {}).get("slug") for kind in ("store", "treatment", "technician")}
    return name.removeprefix("new_") in facts and facts[name.removeprefix("new_")] == value


def plain(slots: Mapping[str, Any]) -> dict[str, Any]:
    """A correction of a booking not made yet says `new_time`; it is simply the time. What it was is of no interest."""
    kept = {name: value for name, value in slots.items() if not name.startswith("old_")}
    new = {name.removeprefix("new_"): value for name, value in kept.items() if name.startswith("new_")}
    return {**{name: value for name, value in kept.items() if not name.startswith("new_")}, **new}


def new_side(slots: Mapping[str, Any]) -> dict[str, Any]:
    """Of a message that cancels and books anew: what is said of the new one."""
    return {name.removeprefix("new_"): value for name, value in slots.items() if name.startswith("new_")}


def for_task(frame: Frame, slots: Mapping[str, Any]) -> dict[str, Any]:
    """An answer's times are the new ones where an appointment is moved; which one is meant, while that is asked."""
    if frame.task != RESCHEDULE:
        return dict(slots)
    prefix = "old_" if frame.asked == "appointment" else "new_"
    return {prefix + name if name in TIMELY else name: value for name, value in slots.items()}
