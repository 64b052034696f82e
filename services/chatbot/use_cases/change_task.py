"""Moving and cancelling by talking: find which appointment is meant among the customer's own, propose, never guess."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.chatbot.domain.catalogue import Technician, Treatment
from services.chatbot.domain.dialogue import matching
from services.chatbot.domain.dialogue.frame import BOOK, CANCEL, Frame
from services.chatbot.domain.dialogue.gestures import ALL_OF_THEM, OTHER_PERSON
from services.chatbot.domain.dialogue.halves import by_store
from services.chatbot.domain.dialogue.matching import View
from services.chatbot.domain.dialogue.meaning import says_something
from services.chatbot.domain.proposals import DECLINED
from services.chatbot.domain.red_flags import rules_out
from services.chatbot.domain.replies import Say, Step, say, step
from services.chatbot.ports import Slot
from services.chatbot.use_cases import offers
from services.chatbot.use_cases.booking_task import ask_half, continue_booking
from services.chatbot.use_cases.health import refused_for_health
from services.chatbot.use_cases.own import ask_which, line, no_appointments, sign_in_first, upcoming
from services.chatbot.use_cases.propose import propose_cancellation, propose_move
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.wish import Wish

# Why somebody has it, in scheduling's words, where somebody wanted it so.
_ASKED_FOR = frozenset({"requested", "kept", "named_by_the_shop"})


def continue_change(scene: Scene, frame: Frame, task: str, *remarks: Say) -> Step:
    """Which one, then (for a move) when instead, then the proposal."""
    frame = replace(frame, task=task)
    if not scene.actor.is_signed_in:
        return sign_in_first(frame).after(*remarks)
    mine = upcoming(scene)
    meant = matching.meant(mine, frame)
    if not mine:
        return _a_new_one(scene, frame) or no_appointments(frame).after(*remarks)
    if len(meant) == 1:
        return _change(scene, frame, meant[0], remarks)
    if task == CANCEL and len(meant) > 1 and ALL_OF_THEM in scene.gestures:
        return _one_by_one(scene, frame, meant, remarks)
    if not meant and scene.said.intent == "book" and {"treatment", "time"} <= scene.said.slots.keys():
        return continue_booking(scene, frame.ended().over(Frame(BOOK)).heard(scene.said.slots))  # they want a new one
    none_fits = () if meant else (say("none_like_that"),)
    return ask_which(scene, frame, meant or mine).after(*remarks, *none_fits)


def _a_new_one(scene: Scene, frame: Frame) -> Step | None:
    """Who has nothing to change, and says what, where or when, wants something new, or what is being booked otherwise:
    also what was declined a moment ago.
    """
    slots = {name.removeprefix("old_").removeprefix("new_"): value for name, value in scene.said.slots.items()}
    if frame.task == CANCEL:
        return None
    before = _spoken_of(scene, frame)
    if before and says_something(slots):
        return continue_booking(scene, before.heard(slots))
    if not {"treatment", "time"} <= slots.keys():
        return None
    return continue_booking(scene, frame.ended().heard(slots))


def _spoken_of(scene: Scene, frame: Frame) -> Frame | None:
    """The booking that is open below, or the one that was declined last."""
    if frame.below and frame.below.task == BOOK:
        return frame.below
    declined = scene.proposal
    if declined is None or declined.state != DECLINED or declined.kind != BOOK or frame.below:
        return None
    view = declined.appointment
    if view["place"] != "store":
        return None
    facts = {name: value for name, value in matching.facts_of(view).items() if value}
    return Frame(BOOK, about=frame.about).heard({**facts, "party_size": view["party_size"]})


def _one_by_one(scene: Scene, frame: Frame, views: Sequence[View], remarks: tuple[Say, ...]) -> Step:
    """全部取消: each is proposed and confirmed for itself, as each has its own fee."""
    below = frame.below
    for view in reversed(views[1:]):
        below = Frame(CANCEL, appointment_id=view["id"], about=frame.about, below=below)
    return _change(scene, replace(frame, below=below), views[0], (*remarks, say("one_by_one", count=len(views))))


def _change(scene: Scene, frame: Frame, view: View, remarks: tuple[Say, ...]) -> Step:
    frame = _turned(scene, replace(_handed_down(frame, view), appointment_id=view["id"], appointments=()), view)
    wish = _wish(scene, frame, view)
    if wish is None:
        return step(*remarks, say("no_longer_offered"), frame=frame.ended(), handoff=True)
    if frame.task == CANCEL:
        return propose_cancellation(scene, frame, wish, view, *remarks)
    if rules_out(scene.conversation.red_flags, wish.treatment):
        return refused_for_health(scene, frame, wish.treatment)
    elsewhere = frame.slots.get("new_store")
    if isinstance(elsewhere, str) and elsewhere != view["store"]["slug"]:
        return _to_another_store(scene, frame, view)
    return _move(scene, frame, wish, view, remarks)


def _to_another_store(scene: Scene, frame: Frame, view: View) -> Step:
    """A visit stays in its store: the old one is cancelled first, and what is wanted instead is booked after it."""
    facts = matching.facts_of(view)
    kept = {name: facts[name] for name in ("treatment", "date", "time")}
    new = {name.removeprefix("new_"): value for name, value in frame.slots.items() if name.startswith("new_")}
    booking = Frame(BOOK, below=frame.below).heard({**kept, "party_size": view["party_size"], **new})
    cancelling = Frame(CANCEL, appointment_id=view["id"], about=frame.about, below=booking)
    return continue_change(scene, cancelling, CANCEL, say("another_store_is_another_visit"))


def _move(scene: Scene, frame: Frame, wish: Wish, view: View, remarks: tuple[Say, ...]) -> Step:
    old = datetime.fromisoformat(view["starts_at"]).astimezone(wish.store.zone)
    if frame.either:
        frame = by_store(_with_day(frame, old), wish.store, wish.minutes)
    if frame.either:
        return ask_half(frame).after(*remarks)
    wanted = matching.new_start(frame, old, wish.store.zone)
    if wanted is None and matching.has_new_stretch(frame):
        return offers.times_to_choose(scene, _with_day(frame, old), wish).after(*remarks)
    if wanted is None and not _stays(wish, view):
        return step(*remarks, say("ask_new_time", item=line(scene, view)), frame=frame.asking("new_time"))
    wanted = wanted or old
    slots = offers.on_the_day(scene, wish, wanted)
    slot = next((slot for slot in slots if slot.starts_at == wanted), None)
    if slot is None and _was_left_to_the_store(frame, wish, view):
        wish, slot = _with_whoever_is_free(scene, wish, wanted)
    if slot is None:
        return offers.instead(scene, _settled(frame, wanted), wish, wanted, slots).after(*remarks)
    return propose_move(scene, frame, wish, slot, view, *remarks)


def _was_left_to_the_store(frame: Frame, wish: Wish, view: View) -> bool:
    """Whether nobody in particular was asked for, neither when it was booked nor now."""
    because = view.get("chosen_because") or {}
    is_anyones = bool(because) and because.get("code") not in _ASKED_FOR
    return is_anyones and wish.person_slug is not None and matching.new_technician(frame, view) is None


def _with_whoever_is_free(scene: Scene, wish: Wish, wanted: datetime) -> tuple[Wish, Slot | None]:
    """The proposal names who it will be then."""
    anyone = wish.with_anyone()
    slot = next((slot for slot in offers.on_the_day(scene, anyone, wanted) if slot.starts_at == wanted), None)
    people = anyone.people_at(slot, scene.catalogue) if slot else ()
    return (replace(wish, technician=people[0]), slot) if people else (wish, None)


def _settled(frame: Frame, wanted: datetime) -> Frame:
    """With the new start by day and time, which corrections of either then keep."""
    return frame.heard({"new_date": wanted.date().isoformat(), "new_time": wanted.strftime("%H:%M")})


def _with_day(frame: Frame, old: datetime) -> Frame:
    """A part of day alone (改到下午) stays on the appointment's own day."""
    if {"new_date", "new_date_range"} & frame.slots.keys():
        return frame
    return frame.heard({"new_date": old.date().isoformat()})


def _stays(wish: Wish, view: View) -> bool:
    """Whether something other than the time becomes different: then it stays at its time."""
    current = (view.get("technician") or {}).get("slug")
    is_other_person = bool(wish.refused) or (wish.technician is not None and wish.technician.slug != current)
    return is_other_person or wish.treatment.slug != view["treatment"]["slug"]


def _wish(scene: Scene, frame: Frame, view: View) -> Wish | None:
    store = scene.catalogue.store(view["store"]["slug"])
    treatment = scene.catalogue.treatment(matching.new_treatment(frame, view) or view["treatment"]["slug"])
    if store is None or treatment is None:
        return None
    gender, refused = frame.slots.get("gender_preference"), frame.refused("technician")
    who = _person(scene, frame, view, treatment, refused)
    return Wish(store, treatment, who, view["party_size"], gender=gender, refused=refused, appointment_id=view["id"])


def _turned(scene: Scene, frame: Frame, view: View) -> Frame:
    """Who asks for somebody else does not want whoever has it now."""
    current = (view.get("technician") or {}).get("slug")
    asks_for_another = OTHER_PERSON in scene.gestures and not matching.new_technician(frame, view)
    return frame.refusing(current) if current and asks_for_another and frame.task != CANCEL else frame


def _handed_down(frame: Frame, view: View) -> Frame:
    """取消明天的，再约周六: what is booked after it is as this one was, but for what was said of it."""
    below = frame.below
    if frame.task != CANCEL or below is None or below.task != BOOK or below.is_begun:
        return frame
    facts = matching.facts_of(view)
    kept = {name: facts[name] for name in ("treatment", "store") if facts[name]}
    kept |= {"party_size": view["party_size"]}
    if view["party_size"] == 1 and facts["technician"] and not {"store", "treatment"} & below.slots.keys():
        kept["technician"] = facts["technician"]
    is_the_same = below.slots.get("treatment", facts["treatment"]) == facts["treatment"]
    if is_the_same and "date" in below.slots and "time_range" not in below.slots:
        kept["time"] = facts["time"]
    return replace(frame, below=replace(below, slots={**kept, **below.slots}))


def _person(
    scene: Scene, frame: Frame, view: View, treatment: Treatment, refused: tuple[str, ...]
) -> Technician | None:
    """Who gives it after the move: the one newly named, else the same as before if they can and are wanted; a party
    keeps none in particular.
    """
    named = scene.catalogue.technician(matching.new_technician(frame, view))
    if named is not None or view["party_size"] > 1:
        return named
    current = scene.catalogue.technician((view.get("technician") or {}).get("slug"))
    if current is None or current.slug in refused or not current.gives(treatment):
        return None
    wished = frame.slots.get("gender_preference")
    return current if wished in {None, current.gender} else None
