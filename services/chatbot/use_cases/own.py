"""The customer's own appointments, shown and spoken of. Identity comes from the session alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.chatbot.domain.dialogue import matching
from services.chatbot.domain.dialogue.frame import CANCEL, Frame
from services.chatbot.domain.dialogue.matching import View
from services.chatbot.domain.replies import Card, Say, Step, say, step
from services.chatbot.domain.text import masked_phones
from services.chatbot.use_cases.scene import Scene

SIGN_IN = Card("sign_in")


def sign_in_first(frame: Frame) -> Step:
    return step(say("sign_in_first"), frame=frame, cards=(SIGN_IN,))


def no_appointments(frame: Frame) -> Step:
    return step(say("no_appointments"), frame=frame.ended(), quick_replies=(say("quick.start"),))


def names_somebody(scene: Scene) -> bool:
    """Whether a person or a number is named beside a request about appointments, as 帮我取消138…的预约 does."""
    name = scene.said.slots.get("name")
    return (
        "phone" in scene.said.slots
        or masked_phones(scene.plain) != scene.plain
        or (name is not None and name != scene.actor.name)
    )


def only_their_own(scene: Scene, frame: Frame) -> Step:
    """Whoever names somebody is told whose appointments these are, and chooses among their own."""
    if not scene.actor.is_signed_in:
        return sign_in_first(frame)
    mine = upcoming(scene)
    listed = ask_which(scene, frame, mine) if mine else no_appointments(frame)
    return listed.after(say("only_your_own"))


def upcoming(scene: Scene) -> list[View]:
    return [in_store_time(scene, view) for view in scene.desk.bookings.upcoming(scene.now)]


def ask_which(scene: Scene, frame: Frame, views: Sequence[View]) -> Step:
    listed = tuple(line(scene, view, number) for number, view in enumerate(views, 1))
    kept = replace(frame.asking("appointment"), appointments=tuple(view["id"] for view in views))
    numbers = tuple(say("name", name=number) for number in range(1, len(views) + 1))
    which = say("which_appointment", items=listed)
    return step(which, frame=kept, quick_replies=numbers, cards=cards_of(views))


def show_appointments(scene: Scene, frame: Frame) -> Step:
    """The customer's own appointments that are still to come: those that were asked for, or all."""
    if not scene.actor.is_signed_in:
        return sign_in_first(frame)
    mine = upcoming(scene)
    whose = (say("only_your_own"),) if names_somebody(scene) else ()
    if not mine:
        return step(*whose, say("no_appointments"), frame=frame)
    asked_for = [view for view in mine if matching.is_meant(view, Frame(CANCEL).heard(scene.said.slots))]
    shown = asked_for or mine
    said = (*whose, *(() if asked_for else (say("none_like_that"),)))
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
