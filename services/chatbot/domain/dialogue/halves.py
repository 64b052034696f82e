"""A clock time that may be before or after noon (9点半 where both are open): asked, unless the store settles it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.chatbot.domain.catalogue import Store, minutes_of
from services.chatbot.domain.dialogue.frame import RESCHEDULE, Frame


def side_of(frame: Frame) -> str:
    return "new_" if frame.task == RESCHEDULE else ""


def left_open(frame: Frame, ambiguous: Mapping[str, Sequence[str]]) -> Frame:
    """With the times that may be meant instead of the one that was guessed; nothing where the guess was certain."""
    side = side_of(frame)
    may_be = ambiguous.get(f"{side}time") or ambiguous.get("time") or ambiguous.get("new_time") or ()
    return replace(frame.without(f"{side}time"), either=tuple(may_be)) if may_be else frame


def settled(frame: Frame, slots: Mapping[str, Any]) -> Frame:
    """With the one that lies in the part of day which was said since (上午的); open no longer once a time was said."""
    side = side_of(frame)
    window = slots.get("time_range") or slots.get("new_time_range")
    inside = [clock for clock in frame.either if window and window[0] <= clock < window[1]]
    if len(inside) == 1:
        return replace(frame.without(f"{side}time_range").heard({f"{side}time": inside[0]}), either=())
    return replace(frame, either=()) if window or {"time", "new_time"} & slots.keys() else frame


def by_store(frame: Frame, store: Store | None, minutes: int) -> Frame:
    """With the only one at which the store is open long enough for a visit of so many minutes."""
    day = frame.slots.get(f"{side_of(frame)}date")
    if not frame.either or store is None or day is None:
        return frame
    hours = store.hours_on(date.fromisoformat(day))
    fitting = [clock for clock in frame.either if _is_open(hours, minutes_of(clock), minutes)]
    if len(fitting) != 1:
        return frame
    return replace(frame.heard({f"{side_of(frame)}time": fitting[0]}), either=())


def _is_open(hours: Sequence[tuple[int, int]], start: int, minutes: int) -> bool:
    return any(opens <= start and start + minutes <= closes for opens, closes in hours)
