"""The customer's own appointments, shown and spoken of. Identity comes from the session alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.chatbot.domain.dialogue import matching
from services.chatbot.domain.dialogue.frame import CANCEL, Frame
from services.chatbot.domain.dialogue.matching import View
from services.chatbot.domain.replies import Card, Say, Step, say, step
from services.chatbot.use_cases.scene import Scene

SIGN_IN = Card("sign_in")


def sign_in_first(frame: Frame) -> Step:
    return step(say("sign_in_first"), frame=frame, cards=(SIGN_IN,))


def no_appointments(frame: Frame) -> Step:
    return step(say("no_appointments"), frame=frame.ended(), quick_replies=(say("quick.start"),))


def only_their_own(scene: Scene) -> tuple[Say, ...]:
    """Said to whoever names a person or a number beside a change: it is not what decides whose it is."""
    return (say("only_your_own"),) if scene.said.slots.keys() & {"phone", "name"} else ()


def show_appointments(scene: Scene, frame: Frame) -> Step:
    """The customer's own appointments that are still to come: those that were asked for, or all."""
    if not scene.actor.is_signed_in:
        return sign_in_first(frame)
    mine = [in_store_time(scene, view) for view in scene.desk.bookings.upcoming(scene.now)]
    if not mine:
        return step(*only_their_own(scene), say("no_appointments"), frame=frame)
    asked_for = [view for view in mine if matching.is_meant(view, Frame(CANCEL).heard(scene.said.slots))]
    shown = asked_for or mine
    said = (*only_their_own(scene), *(() if asked_for else (say("none_like_that"),)))
    numbers = [None] if len(shown) == 1 else list(range(1, len(shown) + 1))
    listed = tuple(line(scene, view, number) for view, number in zip(shown, numbers, strict=True))
    kept = replace(frame, appointments=tuple(view["id"] for view in shown))
    about = replace(kept, about=shown[0]["id"]) if len(shown) == 1 else kept
    return step(*said, say("your_appointments", items=listed), frame=about, cards=cards_of(shown))


def in_store_time(scene: Scene, view: View) -> View:
    """The view with its start on the store's clock."""
    store = scene.catalogue.store(view["store"]["slug"])
    start = datetime.fromisoformat(view["starts_at"])
    return {**view, "starts_at": (start.astimezone(store.zone) if store else start).isoformat()}


def line(scene: Scene, view: View, number: int | None = None) -> Say:
    told = {
        "start": datetime.fromisoformat(view["starts_at"]),
        "store": scene.catalogue.store(view["store"]["slug"]) or view["store"]["name"],
        "treatment": scene.catalogue.treatment(view["treatment"]["slug"]) or view["treatment"]["name"],
        "technician": scene.catalogue.technician((view.get("technician") or {}).get("slug")) or say("anyone"),
    }
    return say("numbered_appointment", number=number, **told) if number else say("one_appointment", **told)


def cards_of(views: Sequence[View]) -> tuple[Card, ...]:
    return tuple(Card("appointment", {"appointment": dict(view)}) for view in views)
