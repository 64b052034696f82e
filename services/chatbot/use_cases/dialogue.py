"""What a turn comes to, by what was said and what the conversation is about."""

from dataclasses import replace
from datetime import date

from services.chatbot.domain.dialogue.choosing import choice, ordinal
from services.chatbot.domain.dialogue.frame import BOOK, CANCEL, RESCHEDULE, Frame
from services.chatbot.domain.dialogue.gestures import (
    AS_BEFORE,
    NOT_CANCELLING,
    OTHER_DAY,
    OTHER_TIME,
    SAME_TIME,
    asks_something,
    is_assent,
)
from services.chatbot.domain.dialogue.guests import guests_more
from services.chatbot.domain.dialogue.halves import left_open, settled
from services.chatbot.domain.dialogue.meaning import (
    CONTINUE,
    for_task,
    intent_in_context,
    new_side,
    plain,
    says_something,
)
from services.chatbot.domain.dialogue.together import together
from services.chatbot.domain.dialogue.weekdays import beside_the_day
from services.chatbot.domain.proposals import EXECUTING
from services.chatbot.domain.replies import Say, Step, say, step
from services.chatbot.domain.store_questions import aspects
from services.chatbot.use_cases import faq, handover
from services.chatbot.use_cases.as_before import as_before
from services.chatbot.use_cases.booking_task import continue_booking
from services.chatbot.use_cases.change_task import continue_change
from services.chatbot.use_cases.health import about_health
from services.chatbot.use_cases.own import names_somebody, only_their_own, show_appointments
from services.chatbot.use_cases.patience import and_back, not_understood, patiently
from services.chatbot.use_cases.remembering import remembering
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.side_questions import BOOKING, QUESTIONS, answered, asked_besides
from services.chatbot.use_cases.tasks import continued
from services.chatbot.use_cases.turning import turned
from services.chatbot.use_cases.yes_and_no import confirmed, word

UNSURE = 0.5
_ANSWERED_BY_TEXT = frozenset({"greet", "thanks", "bye", "query_membership", "feedback"})
_AN_ADDRESS = frozenset({"book", "other", "query_store"})
_TASKS = BOOKING | {"reschedule", "cancel", CONTINUE}


def decided(scene: Scene) -> Step:
    """Health first, then a person if one is wanted, then what was offered or proposed, then what was asked."""
    known = _known_question(scene) or about_health(scene) or _of_guests(scene)
    if known:
        return known
    return _person(scene) or patiently(scene, _turn_of_phrase(scene)) or _request(scene)


def _turn_of_phrase(scene: Scene) -> Step | None:
    """What is read in the light of what was asked, offered or proposed."""
    return _address_told(scene) or _choice(scene) or word(scene) or turned(scene)


def _of_guests(scene: Scene) -> Step | None:
    """加一个人 in the middle of a booking is for one guest more, though it sounds like asking for a person."""
    more, frame = guests_more(scene.plain), scene.frame
    if frame.task != BOOK or not more:
        return None
    treatment = scene.catalogue.treatment(frame.one("treatment"))
    guests = frame.slots.get("party_size") or (treatment.party_size if treatment else 1)
    return continued(scene, frame.heard({"party_size": guests + more})) if guests + more else None


def _known_question(scene: Scene) -> Step | None:
    """迟到了怎么办, 可以退款吗 and 取消要扣钱吗 only sound like health, a complaint and a cancellation."""
    of_the_body = scene.said.red_flags or "body_part" in scene.said.slots
    if of_the_body or scene.said.intent not in {"health_advice", "complaint", "cancel", "reschedule"}:
        return None
    known = faq.answered(scene, scene.said.intent) if _may_ask(scene) else None
    return and_back(scene, known) if known else None


def _may_ask(scene: Scene) -> bool:
    """In the middle of a task, what names something and asks nothing (有一个来不了，就两个人) is for the task."""
    return scene.frame.task is None or not says_something(scene.said.slots) or asks_something(scene.plain)


def _person(scene: Scene) -> Step | None:
    wants_one = scene.said.intent in {"human", "complaint"} and not _is_a_turn(scene)
    return handover.to_a_person(scene) if wants_one else None


def _is_a_turn(scene: Scene) -> bool:
    """Said of what is being booked, "another time" is too short to tell from a complaint by its letters."""
    is_of_the_task = scene.frame.task is not None and scene.gestures & {OTHER_TIME, OTHER_DAY}
    return bool(is_of_the_task) and scene.said.confidence < UNSURE


def _address_told(scene: Scene) -> Step | None:
    """Whatever answers the question where to come to is an address, even where it sounds like a store or a date."""
    said, frame = scene.said, scene.frame
    if frame.asked != "address" or frame.task != BOOK or said.intent not in _AN_ADDRESS or "place" in said.slots:
        return None
    address = said.slots.get("address") or scene.text
    if is_assent(scene.plain):
        return None
    is_one = "address" in said.slots or scene.desk.places.locate(address) or not says_something(said.slots)
    return continued(scene, frame.heard({"address": address})) if is_one else None


def _choice(scene: Scene) -> Step | None:
    """Something that was shown to choose from."""
    frame = scene.frame
    index = ordinal(scene.plain, len(frame.appointments))
    if index is not None:
        return _chosen_appointment(scene, frame.appointments[index])
    offer = choice(scene.plain, scene.gestures, scene.said.slots, frame.offers)
    prefix = "new_" if frame.task == RESCHEDULE else ""
    return continued(scene, frame.chosen(offer, prefix=prefix)) if offer else None


def _chosen_appointment(scene: Scene, appointment_id: str) -> Step:
    """取消第二个 says what is to become of it; a number alone answers what was asked."""
    said, frame = scene.said, scene.frame
    task = said.intent if said.intent in {RESCHEDULE, CANCEL} else frame.task
    if task not in {RESCHEDULE, CANCEL}:
        return step(say("what_with_it"), frame=replace(frame, about=appointment_id))
    new = {name: value for name, value in said.slots.items() if name.startswith("new_") or name == "offset_minutes"}
    on_top = frame if frame.task == task else frame.over(Frame(task))
    return continue_change(scene, replace(on_top.heard(new), appointment_id=appointment_id), task)


def _request(scene: Scene) -> Step:
    intent = _intent(scene)
    known = faq.answered(scene, intent) if _may_ask(scene) else None
    if known:
        return and_back(scene, remembering(scene, known))
    if intent in QUESTIONS:
        return answered(scene, QUESTIONS[intent](scene))
    if intent in _ANSWERED_BY_TEXT:
        return and_back(scene, step(say(intent), frame=scene.frame, quick_replies=(say("quick.start"),)))
    return _unfinished(scene, intent) or patiently(scene, _task(scene, intent)) or not_understood(scene)


def _intent(scene: Scene) -> str:
    intent = intent_in_context(scene.said, scene.plain, scene.frame, names_aspect=bool(aspects(scene.plain)))
    if intent in {"other", "affirm"} and _as_before(scene):
        return "book"
    if intent == "other" and "budget_max_fen" in scene.said.slots:
        return "query_price"
    return intent


def _as_before(scene: Scene) -> bool:
    is_after_one = SAME_TIME in scene.gestures and scene.frame.task is None and scene.frame.about is not None
    return "same_as_last" in scene.said.slots or AS_BEFORE in scene.gestures or is_after_one


def _unfinished(scene: Scene, intent: str) -> Step | None:
    """What was confirmed but never came to an end is ended before anything new is begun, or there would be two."""
    proposal = scene.proposal
    if intent not in _TASKS or proposal is None or proposal.state != EXECUTING or proposal.is_overdue(scene.now):
        return None
    return confirmed(scene, proposal)


def _task(scene: Scene, intent: str) -> Step | None:
    slots, frame = scene.said.slots, scene.frame
    if intent in {RESCHEDULE, CANCEL}:
        return _changing(scene, intent)
    if intent == "query_booking":
        return show_appointments(scene, frame).aside()
    if intent in BOOKING:
        return _booking(scene)
    if intent != CONTINUE or frame.task is None:
        return None
    said = beside_the_day(frame, for_task(frame, slots), scene.plain, _today(scene))
    return continued(scene, _open_or_settled(scene, frame.heard(said)))


def _changing(scene: Scene, task: str) -> Step:
    """取消明天的，再约周六: the new one is booked after the old one is cancelled."""
    slots, frame = scene.said.slots, scene.frame
    under = frame if frame.task == task else frame.over(Frame(task))
    if names_somebody(scene):
        return only_their_own(scene, under)
    if NOT_CANCELLING in scene.gestures and says_something(slots):
        return continue_booking(scene, frame.given_up().heard(plain(slots)))
    if task == CANCEL and (new_side(slots) or "book" in slots.get("also", ())):
        old = {name: value for name, value in slots.items() if not name.startswith("new_")}
        following = Frame(BOOK, new_side(slots), below=under.below)
        return continue_change(scene, replace(under.heard(old), below=following), CANCEL)
    return continue_change(scene, _open_or_settled(scene, under.heard(slots)), task)


def _today(scene: Scene) -> date:
    """On the clock of the store that is spoken of, or of any."""
    store = scene.catalogue.store(scene.frame.one("store")) or next(iter(scene.catalogue.stores), None)
    return (scene.now.astimezone(store.zone) if store else scene.now).date()


def _open_or_settled(scene: Scene, frame: Frame) -> Frame:
    """With what is ambiguous in the sentence left open, and what it settles settled."""
    return left_open(settled(frame, scene.said.slots), getattr(scene.said, "ambiguous", {}))


def _booking(scene: Scene) -> Step:
    frame = scene.frame
    slots = beside_the_day(frame, plain(scene.said.slots), scene.plain, _today(scene))
    frame = frame if frame.task in {None, BOOK} else frame.over(Frame(BOOK))
    heard = _open_or_settled(scene, together(scene.plain, frame.for_another_wish(slots).heard(slots), slots))
    if _as_before(scene):
        return as_before(scene, replace(heard, task=BOOK))
    heard, over = _not_over(scene, heard)
    return continue_booking(scene, heard, *over, *asked_besides(scene))


def _not_over(scene: Scene, frame: Frame) -> tuple[Frame, tuple[Say, ...]]:
    """昨天下午三点: that it is over is said, and the time of day stands for whatever day is meant."""
    over = scene.said.gone
    if over is None:
        return frame, ()
    return frame.without("date", "date_range").heard({"time": over.strftime("%H:%M")}), (
        say("reason.in_the_past", start=over),
    )
