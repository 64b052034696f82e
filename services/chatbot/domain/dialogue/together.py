"""Several treatments in one message: one after the other (肩颈加足疗), else a choice to be asked for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.dialogue.gestures import BOTH, gestures

MOST = 3


def together(text: str, frame: Frame, slots: Mapping[str, Any]) -> Frame:
    """With the first treatment to book and the others to follow it, where the text joins them."""
    named = slots.get("treatment")
    if not isinstance(named, list) or BOTH not in gestures(text) or "还是" in text or len(named) > MOST:
        return frame
    return replace(frame, slots={**frame.slots, "treatment": named[0]}, then=tuple(named[1:]))
