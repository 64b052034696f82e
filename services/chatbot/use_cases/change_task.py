"""Moving and cancelling by talking: find which appointment is meant among the customer's own, propose, never guess."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from services.chatbot.domain.catalogue import Technician
from services.chatbot.domain.frame import CANCEL, RESCHEDULE, Frame
from services.chatbot.domain.replies import Card, Say, Step, say, step
from services.chatbot.use_cases import offers
from services.chatbot.use_cases.booking_task import continue_booking
from services.chatbot.use_cases.propose import propose_cancellation, propose_move
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.wish import Wish

View = Mapping[str, Any]
SIGN_IN = Card("sign_in")


def sign_in_first(frame: Frame) -> Step:
    return step(say("sign_in_first"), frame=frame, cards=(SIGN_IN,))


def show_appointments(scene: Scene, frame: Frame) -> Step:
    """The customer's own appointments that are still to come."""
    if not scene.actor.is_signed_in:
        return sign_in_first(frame)
    mine = scene.desk.bookings.upcoming(scene.now)
    if not mine:
        return step(say("no_appointments"), frame=frame)
    listed = tuple(_line(scene, view) for view in mine)
    return step(say("your_appointments", items=listed), frame=frame, cards=_cards(mine))


def continue_change(scene: Scene, frame: Frame, task: str) -> Step:
    """Which one, then (for a move) when instead, then the proposal."""
    frame = replace(frame, task=task)
    if not scene.actor.is_signed_in:
        return sign_in_first(frame)
    mine = scene.desk.bookings.upcoming(scene.now)
    meant = [view for view in mine if _is_meant(scene, view, frame)]
    if not mine:
        return step(say("no_appointments"), frame=Frame())
    if len(meant) == 1:
        return _change(scene, frame, meant[0])
    if not meant and scene.said.intent == "book" and {"treatment", "time"} <= scene.said.slots.keys():
        return continue_booking(scene, Frame().heard(scene.said.slots))  # not one of theirs: they want a new one
    return _ask_which(scene, frame, meant or mine, none_fits=not meant)


def _ask_which(scene: Scene, frame: Frame, views: Sequence[View], *, none_fits: bool) -> Step:
    listed = tuple(_line(scene, view, number) for number, view in enumerate(views, 1))
    kept = replace(frame.asking("appointment"), appointments=tuple(view["id"] for view in views))
    numbers = tuple(say("name", name=number) for number in range(1, len(views) + 1))
    said = (say("none_like_that"),) if none_fits else ()
    which = say("which_appointment", items=listed)
    return step(*said, which, frame=kept, quick_replies=numbers, cards=_cards(views))


def _change(scene: Scene, frame: Frame, view: View) -> Step:
    frame = replace(frame, appointment_id=view["id"], appointments=())
    wish = _wish(scene, frame, view)
    if wish is None:
        return step(say("no_longer_offered"), frame=Frame(), handoff=True)
    if frame.task == CANCEL:
        return propose_cancellation(scene, frame, wish, view)
    return _move(scene, frame, wish, view)


def _move(scene: Scene, frame: Frame, wish: Wish, view: View) -> Step:
    wanted = _wanted(frame, wish, view)
    if wanted is None:
        if {"new_date", "new_date_range", "new_time_range"} & frame.slots.keys():
            return offers.times_to_choose(scene, _with_day(frame, wish, view), wish)
        return step(say("ask_new_time", item=_line(scene, view)), frame=frame.asking("new_time"))
    slots = offers.on_the_day(scene, wish, wanted)
    slot = next((slot for slot in slots if slot.starts_at == wanted), None)
    if slot is None:
        return offers.instead(scene, frame, wish, wanted, slots)
    return propose_move(scene, frame, wish, slot, view)


def _with_day(frame: Frame, wish: Wish, view: View) -> Frame:
    """A part of day alone (改到下午) stays on the appointment's own day."""
    if {"new_date", "new_date_range"} & frame.slots.keys():
        return frame
    return frame.heard({"new_date": _start(view, wish).date().isoformat()})


def _wanted(frame: Frame, wish: Wish, view: View) -> datetime | None:
    """The new start: a time alone stays on its day, a day alone keeps the time; in a stretch nothing is settled."""
    day, clock = frame.slots.get("new_date"), frame.slots.get("new_time")
    old = _start(view, wish)
    if clock and "new_date_range" not in frame.slots:
        return wish.at(date.fromisoformat(day) if day else old.date(), clock)
    if day and "new_time_range" not in frame.slots:
        return wish.at(date.fromisoformat(day), old.strftime("%H:%M"))
    if not day and _new_technician(frame, view):
        return old
    return None


def _start(view: View, wish: Wish) -> datetime:
    return datetime.fromisoformat(view["starts_at"]).astimezone(wish.store.zone)


def _wish(scene: Scene, frame: Frame, view: View) -> Wish | None:
    store = scene.catalogue.store(view["store"]["slug"])
    treatment = scene.catalogue.treatment(view["treatment"]["slug"])
    if store is None or treatment is None:
        return None
    return Wish(store, treatment, _person(scene, frame, view), view["party_size"], appointment_id=view["id"])


def _person(scene: Scene, frame: Frame, view: View) -> Technician | None:
    """Who gives it after the move: the one newly named, else the same as before; a party keeps none in particular."""
    if view["party_size"] > 1 or not view.get("technician"):
        return None
    return scene.catalogue.technician(_new_technician(frame, view) or view["technician"]["slug"])


def _new_technician(frame: Frame, view: View) -> str | None:
    named = frame.one("technician")
    current = (view.get("technician") or {}).get("slug")
    return named if named and named != current else None


def _is_meant(scene: Scene, view: View, frame: Frame) -> bool:
    """Whether what was said of it fits. For a move, a named technician may be the new one, so it tells nothing."""
    if frame.appointment_id:
        return bool(view["id"] == frame.appointment_id)
    prefix = "old_" if frame.task == RESCHEDULE else ""
    store = scene.catalogue.store(view["store"]["slug"])
    start = datetime.fromisoformat(view["starts_at"])
    local = start.astimezone(store.zone) if store else start
    facts = {
        f"{prefix}date": local.date().isoformat(),
        f"{prefix}time": local.strftime("%H:%M"),
        "treatment": view["treatment"]["slug"],
        "store": view["store"]["slug"],
    }
    if frame.task == CANCEL:
        facts["technician"] = (view.get("technician") or {}).get("slug")
    return all(_fits(frame.slots.get(name), fact) for name, fact in facts.items())


def _fits(said: Any, fact: Any) -> bool:
    return said is None or said == fact or (isinstance(said, list) and fact in said)


def _line(scene: Scene, view: View, number: int | None = None) -> Say:
    store = scene.catalogue.store(view["store"]["slug"])
    start = datetime.fromisoformat(view["starts_at"])
    told = {
        "start": start.astimezone(store.zone) if store else start,
        "store": store or view["store"]["name"],
        "treatment": scene.catalogue.treatment(view["treatment"]["slug"]) or view["treatment"]["name"],
        "technician": scene.catalogue.technician((view.get("technician") or {}).get("slug")) or say("anyone"),
    }
    return say("numbered_appointment", number=number, **told) if number else say("one_appointment", **told)


def _cards(views: Sequence[View]) -> tuple[Card, ...]:
    return tuple(Card("appointment", {"appointment": dict(view)}) for view in views)
