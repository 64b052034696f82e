"""Which of the customer's own appointments is meant, and when it is to be instead."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from services.chatbot.domain.dialogue.frame import CANCEL, RESCHEDULE, Frame

View = Mapping[str, Any]
_SIDES = ("date", "time", "store", "treatment", "technician")


def meant(views: Sequence[View], frame: Frame) -> list[View]:
    """Those that fit all that was said. Where nothing was said of it, the one that was dealt with last.

    `starts_at` of the views is on their store's clock.
    """
    if frame.appointment_id:
        return [view for view in views if view["id"] == frame.appointment_id]
    fitting = [view for view in views if is_meant(view, frame)]
    last = [view for view in fitting if view["id"] == frame.about]
    return last if last and not says_which(frame) else fitting


def says_which(frame: Frame) -> bool:
    return any(_said(frame, name) is not None or _windows(frame)[name] is not None for name in _SIDES)


def is_meant(view: View, frame: Frame) -> bool:
    facts, windows = facts_of(view), _windows(frame)
    return all(_fits(_said(frame, name), facts[name]) and _lies_in(facts[name], windows[name]) for name in _SIDES)


def facts_of(view: View) -> dict[str, str | None]:
    start = datetime.fromisoformat(view["starts_at"])
    rows = {kind: (view.get(kind) or {}).get("slug") for kind in ("store", "treatment", "technician")}
    return {"date": start.date().isoformat(), "time": start.strftime("%H:%M"), **rows}


def _said(frame: Frame, name: str) -> Any:
    """What was said of the appointment as it is. Of a move, a plain technician may be the new one: it tells nothing."""
    if frame.task == CANCEL:
        return frame.slots.get(f"old_{name}", frame.slots.get(name))
    if name == "technician" or f"new_{name}" in frame.slots:
        return frame.slots.get(f"old_{name}")
    return frame.slots.get(f"old_{name}", None if name in {"date", "time"} else frame.slots.get(name))


def _windows(frame: Frame) -> dict[str, Any]:
    """Stretches in which it is said to lie: 这周末的, 下午那个."""
    side = "" if frame.task == CANCEL else "old_"
    days = frame.slots.get("old_date_range", frame.slots.get(f"{side}date_range"))
    hours = frame.slots.get("old_time_range", frame.slots.get(f"{side}time_range"))
    # The last day counts, the last minute does not.
    return dict.fromkeys(_SIDES) | {"date": days and (days[0], f"{days[1]}~"), "time": hours}


def _lies_in(fact: str | None, window: Sequence[str] | None) -> bool:
    return window is None or (fact is not None and window[0] <= fact < window[1])


def _fits(said: Any, fact: Any) -> bool:
    return said is None or said == fact or (isinstance(said, list) and fact in said)


def new_technician(frame: Frame, view: View) -> str | None:
    """Who is to give it instead, if somebody else is named."""
    named = frame.slots.get("new_technician", frame.slots.get("technician"))
    current = (view.get("technician") or {}).get("slug")
    return named if isinstance(named, str) and named != current else None


def new_treatment(frame: Frame, view: View) -> str | None:
    """What is to be done instead. Of two that were named (把肩颈换成头疗) it is the one that is not done now."""
    named = frame.slots.get("new_treatment", frame.slots.get("treatment"))
    current = view["treatment"]["slug"]
    others = [slug for slug in ([named] if isinstance(named, str) else named or ()) if slug != current]
    return others[0] if len(others) == 1 else None


def new_start(frame: Frame, old: datetime, zone: tzinfo) -> datetime | None:
    """When instead: a time alone stays on its day, a day alone keeps the time; in a stretch nothing is settled.

    半小时 later counts from the old start.
    """
    slots, local = frame.slots, old.astimezone(zone)
    day, clock, offset = (slots.get(name) for name in ("new_date", "new_time", "offset_minutes"))
    if offset and not (day or clock):
        return local + timedelta(minutes=offset)
    if "new_date_range" in slots or (not clock and "new_time_range" in slots):
        return None
    if day or clock:
        at = time.fromisoformat(clock) if clock else local.time()
        return datetime.combine(date.fromisoformat(day) if day else local.date(), at, tzinfo=zone)
    return None


def has_new_stretch(frame: Frame) -> bool:
    return frame.task == RESCHEDULE and bool({"new_date", "new_date_range", "new_time_range"} & frame.slots.keys())
