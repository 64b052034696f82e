"""What a customer wants differently without naming what instead: somebody else, another store, later, another day."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.chatbot.domain.dialogue import gestures as gesture
from services.chatbot.domain.dialogue.frame import BOOK, CONFIRMATION, RESCHEDULE, Frame, local_start
from services.chatbot.domain.dialogue.meaning import for_task, plain, says_something
from services.chatbot.domain.dialogue.needs import narrowed
from services.chatbot.domain.replies import Step, say, step
from services.chatbot.use_cases import offers
from services.chatbot.use_cases.booking_task import ask_for
from services.chatbot.use_cases.home import located
from services.chatbot.use_cases.propose import rule_of
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.tasks import continued
from services.chatbot.use_cases.waiting import wait_for_it
from services.chatbot.use_cases.wish import Wish, wish_of

REACH = timedelta(hours=3)
STEP = timedelta(minutes=5)
_LEFT_TO_US = frozenset({gesture.ANY, gesture.EARLIEST, gesture.LATEST})


def turned(scene: Scene) -> Step | None:
    """None where no task is open, or the sentence is no such turn."""
    said, frame = scene.gestures, scene.frame
    if gesture.WAIT_FOR_IT in said and frame.task in {None, BOOK}:
        return wait_for_it(scene, frame.heard(plain(scene.said.slots)))
    if gesture.ABOUT_THE_FEE in said:
        return _about_the_fee(scene)
    return _of_the_task(scene, _heard(scene)) if frame.task in {BOOK, RESCHEDULE} else None


def _of_the_task(scene: Scene, heard: Frame) -> Step | None:
    """`heard` is the frame with what the sentence names."""
    said, frame, names = scene.gestures, scene.frame, plain(scene.said.slots)
    if said & {gesture.TELL_TECHNICIAN, gesture.DO_NOT_TELL} and scene.conversation.red_flags:
        return continued(scene, replace(frame, tells_technician=gesture.TELL_TECHNICIAN in said))
    if gesture.OTHER_PERSON in said and "technician" not in names:
        return _somebody_else(scene, heard)
    if gesture.OTHER_STORE in said and frame.task == BOOK and "store" not in names:
        return _another_store(scene, heard)
    return _shifted(scene, frame) or (None if says_something(names) else _at_another_time(scene, frame))


def _shifted(scene: Scene, frame: Frame) -> Step | None:
    """往后半小时: counted from what was spoken of, not from now."""
    minutes, prefix = scene.said.slots.get("offset_minutes"), "new_" if frame.task == RESCHEDULE else ""
    base = _spoken_of(scene, frame, prefix) if minutes and gesture.SHIFT in scene.gestures else None
    if base is None:
        return None
    start = base + timedelta(minutes=minutes or 0)
    moved = {f"{prefix}date": start.date().isoformat(), f"{prefix}time": start.strftime("%H:%M")}
    others = {name: value for name, value in scene.said.slots.items() if name != "offset_minutes"}
    return continued(scene, frame.heard(others).heard(moved))


def _about_the_fee(scene: Scene) -> Step | None:
    """What cancelling what is proposed would cost; where nothing is proposed the general rule answers."""
    proposal = scene.open_proposal
    if proposal is None or proposal.kind not in {BOOK, RESCHEDULE}:
        return None
    store = scene.catalogue.store(proposal.appointment["store"]["slug"])
    treatment = scene.catalogue.treatment(proposal.appointment["treatment"]["slug"])
    if store is None:
        return None
    start = datetime.fromisoformat(proposal.appointment["starts_at"])
    rule = rule_of(scene.rules(store, treatment), start, scene.now)
    return step(rule, say("back.confirmation"), frame=scene.frame).aside()


def _heard(scene: Scene) -> Frame:
    slots = scene.said.slots
    return scene.frame.heard(plain(slots) if scene.frame.task == BOOK else for_task(scene.frame, slots))


def _at_another_time(scene: Scene, frame: Frame) -> Step | None:
    said, prefix = scene.gestures, "new_" if frame.task == RESCHEDULE else ""
    clock = (f"{prefix}time", f"{prefix}time_range", "offset_minutes")
    day = (f"{prefix}date", f"{prefix}date_range")
    if said & {gesture.EARLIER, gesture.LATER} and not said & _LEFT_TO_US:
        return _nearby(scene, frame, prefix)
    if gesture.OTHER_DAY in said:
        return continued(scene, frame.without(*clock, *day))
    if said & {gesture.OTHER_TIME, gesture.NONE_FITS}:
        return continued(scene, frame.without(*clock))
    if gesture.PAUSE in said:
        return step(say("take_your_time"), frame=frame).aside()
    return _left_to_us(scene, frame, clock) if said & _LEFT_TO_US and frame.task == BOOK else None


def _left_to_us(scene: Scene, frame: Frame, clock: tuple[str, ...]) -> Step | None:
    """随便 answers what was asked, whatever it was; a time that is known is given up only for the earliest."""
    asks_for_time = frame.asked in {"time", "date"} or scene.gestures & {gesture.EARLIEST, gesture.LATEST}
    if frame.asked == CONFIRMATION and not asks_for_time:
        return None
    return continued(scene, frame.without(*clock) if asks_for_time else frame)


def _nearby(scene: Scene, frame: Frame, prefix: str) -> Step | None:
    """再晚一点: within a few hours after what was spoken of, on the same day."""
    base = _spoken_of(scene, frame, prefix)
    if base is None:
        return None
    first, last = (base - REACH, base) if gesture.EARLIER in scene.gestures else (base + STEP, base + REACH)
    opens = first.strftime("%H:%M") if first.date() == base.date() else "00:00"
    closes = last.strftime("%H:%M") if last.date() == base.date() else "24:00"
    window = {f"{prefix}date": base.date().isoformat(), f"{prefix}time_range": [opens, closes]}
    return continued(scene, frame.heard(window))


def _spoken_of(scene: Scene, frame: Frame, prefix: str) -> datetime | None:
    if scene.open_proposal:
        return datetime.fromisoformat(scene.open_proposal.appointment["starts_at"])
    if frame.offers:
        starts = [offer.starts_at for offer in frame.offers]
        return min(starts) if gesture.EARLIER in scene.gestures else max(starts)
    wish, start = _wish(scene, frame), local_start(frame, prefix=prefix)
    return wish.at(*start) if wish and start else None


def _wish(scene: Scene, frame: Frame) -> Wish | None:
    return wish_of(frame, scene.catalogue, home=located(scene, frame))


def _somebody_else(scene: Scene, frame: Frame) -> Step:
    """Not whoever it was; where it was nobody in particular, those who are free are named."""
    proposed = scene.open_proposal.appointment if scene.open_proposal else {}
    current = frame.one("technician") or (proposed.get("technician") or {}).get("slug")
    if current:
        return continued(scene, frame.refusing(current))
    frame = narrowed(frame, scene.catalogue)
    wish, start = _wish(scene, frame), local_start(frame)
    named = offers.people_free(scene, frame, wish, wish.at(*start)) if wish and start else None
    return named or continued(scene, frame)


def _another_store(scene: Scene, frame: Frame) -> Step:
    """The nearest other one with times near the wanted one, or all to choose from."""
    frame = narrowed(frame, scene.catalogue)
    wish, start = _wish(scene, frame), local_start(frame)
    found = offers.in_another_store(scene, frame, wish, wish.at(*start)) if wish and start else None
    return found or ask_for(scene, frame.without("store", "technician"), "store")
