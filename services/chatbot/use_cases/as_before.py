"""老样子: what was done last time, from the customer's own appointments, where nothing else was said now."""

from collections.abc import Mapping
from typing import Any

from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.dialogue.gestures import SAME_TIME
from services.chatbot.domain.dialogue.matching import facts_of
from services.chatbot.domain.replies import Say, Step, say
from services.chatbot.use_cases.own import sign_in_first, upcoming
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.tasks import continued


def as_before(scene: Scene, frame: Frame) -> Step:
    """The booking with everything as last time but the time; what the sentence itself says comes first."""
    if not scene.actor.is_signed_in:
        return sign_in_first(frame)
    last = _just_made(scene) or scene.desk.bookings.last(scene.now)
    if last is None:
        return continued(scene, frame, say("no_last_time"))
    kept = {name: value for name, value in _as_it_was(scene, last).items() if name not in frame.slots}
    return continued(scene, frame.heard(kept), _told(scene, last))


def _just_made(scene: Scene) -> Mapping[str, Any] | None:
    """再约一个一样的: as the one that was spoken of last in this conversation."""
    if scene.frame.about is None:
        return None
    return next((view for view in upcoming(scene) if view["id"] == scene.frame.about), None)


def _as_it_was(scene: Scene, last: Mapping[str, Any]) -> dict[str, Any]:
    rows = {kind: (last.get(kind) or {}).get("slug") for kind in ("store", "treatment", "technician")}
    still_there = {
        "store": scene.catalogue.store(rows["store"]),
        "treatment": scene.catalogue.treatment(rows["treatment"]),
        "technician": scene.catalogue.technician(rows["technician"]) if _was_asked_for(last) else None,
    }
    named: dict[str, Any] = {kind: row.slug for kind, row in still_there.items() if row}
    when = {"time": facts_of(last)["time"]} if SAME_TIME in scene.gestures else {}
    return named | when | {"party_size": last["party_size"]} | ({"place": "home"} if last["place"] == "home" else {})


def _was_asked_for(last: Mapping[str, Any]) -> bool:
    """Whether the customer had asked for that very person; whom the store chose it may choose again."""
    return last["party_size"] == 1 and not last.get("chosen_because")


def _told(scene: Scene, last: Mapping[str, Any]) -> Say:
    was = _as_it_was(scene, last)
    names = (
        scene.catalogue.store(was.get("store")),
        scene.catalogue.treatment(was.get("treatment")),
        scene.catalogue.technician(was.get("technician")),
    )
    return say("as_last_time", names=tuple(row for row in names if row))
