"""What a turn comes to, by what was said and what the conversation is about."""

import re
from dataclasses import replace

from services.chatbot.domain.errors import ProposalClosed
from services.chatbot.domain.frame import BOOK, CANCEL, MAX_MISSES, RESCHEDULE, Frame
from services.chatbot.domain.numerals import NUMBER, number
from services.chatbot.domain.proposals import DECLINED, DONE, EXECUTING, OPEN, Proposal
from services.chatbot.domain.red_flags import forbids_everything, rules_out
from services.chatbot.domain.replies import Step, say, step
from services.chatbot.domain.store_questions import aspects
from services.chatbot.domain.text import normalised
from services.chatbot.use_cases import answers, confirming
from services.chatbot.use_cases.booking_task import continue_booking
from services.chatbot.use_cases.change_task import continue_change, show_appointments, sign_in_first
from services.chatbot.use_cases.health import advised, refused_for_health
from services.chatbot.use_cases.scene import Scene
from shared.actor import CUSTOMER

_ORDINAL = re.compile(
    rf"(?:选|要|就)?(?:第|no\.? ?|#|option )?(?P<number>{NUMBER})(?:个|号|项|条)?(?:吧|的|预约)?[。.!！]?"
)
_ANSWERED_BY_TEXT = frozenset({"greet", "thanks", "bye", "query_membership", "feedback"})
_TASKS = frozenset({"book", "query_availability", "reschedule", "cancel", "continue"})
_QUESTIONS = {
    "query_price": answers.price,
    "query_store": answers.store,
    "query_technician": answers.technician,
    "query_treatment": answers.treatment,
}
_TIMELY = ("date", "date_range", "time", "time_range")


def decided(scene: Scene) -> Step:
    """Health first, then a person if one is wanted, then what was offered or proposed, then what was asked."""
    return _health(scene) or _person(scene) or _choice(scene) or _word(scene) or _request(scene)


def _health(scene: Scene) -> Step | None:
    flags = scene.said.red_flags
    treatment = scene.catalogue.treatment(_treatment_in_question(scene))
    if flags and (forbids_everything(flags) or (treatment and rules_out(flags, treatment))):
        return refused_for_health(scene, scene.frame.heard(scene.said.slots), treatment)
    if scene.said.intent == "health_advice" or (flags and scene.said.intent == "other"):
        return _and_back(scene, advised(scene, scene.frame, treatment))
    return None


def _treatment_in_question(scene: Scene) -> str | None:
    named = Frame(slots=scene.said.slots).one("treatment")
    proposed = scene.proposal.appointment["treatment"]["slug"] if scene.proposal else None
    return named or scene.frame.one("treatment") or proposed


def _person(scene: Scene) -> Step | None:
    if scene.said.intent not in {"human", "complaint"}:
        return None
    return step(say(f"handoff.{scene.said.intent}"), frame=scene.frame, handoff=True, keeps_proposal=True)


def _choice(scene: Scene) -> Step | None:
    """A number, where something was shown to choose from by number."""
    found = _ORDINAL.fullmatch(normalised(scene.text))
    if not found:
        return None
    index, frame = number(found["number"]) - 1, scene.frame
    if 0 <= index < len(frame.appointments):
        return continue_change(scene, replace(frame, appointment_id=frame.appointments[index]), frame.task or CANCEL)
    if 0 <= index < len(frame.offers):
        return _continued(scene, frame.chosen(frame.offers[index], prefix=_prefix(frame)))
    return None


def _prefix(frame: Frame) -> str:
    return "new_" if frame.task == RESCHEDULE else ""


def _word(scene: Scene) -> Step | None:
    """Yes and no."""
    if scene.said.intent == "affirm":
        return _affirmed(scene)
    is_off = scene.said.intent == "cancel" and not scene.said.slots and scene.proposal and scene.proposal.state == OPEN
    return _denied(scene) if is_off or scene.said.intent == "deny" else None


def _affirmed(scene: Scene) -> Step:
    proposal, frame = scene.proposal, scene.frame
    if proposal and proposal.state in {OPEN, EXECUTING}:
        if proposal.is_overdue(scene.now):
            confirming.expire(scene, proposal)
            again = _continued(scene, frame) if frame.task else step(frame=Frame())
            return again.after(say("proposal_expired"))
        return _confirmed(scene, proposal)
    if len(frame.offers) == 1:
        return _continued(scene, frame.chosen(frame.offers[0], prefix=_prefix(frame)))
    if frame.task:
        return _continued(scene, frame)
    if proposal and proposal.state == DONE:
        return step(say("already_done"), frame=frame, appointment=proposal.outcome, keeps_proposal=True)
    return step(say("nothing_to_confirm"), frame=frame)


def _confirmed(scene: Scene, proposal: Proposal) -> Step:
    if not scene.actor.is_signed_in:
        return sign_in_first(scene.frame).aside()
    if not scene.actor.has(CUSTOMER):
        return step(say("customers_only"), frame=scene.frame).aside()
    try:
        return confirming.carry_out(scene, proposal)
    except ProposalClosed:  # it was declined or replaced at the same moment
        return step(say("nothing_to_confirm"), frame=scene.frame)


def _denied(scene: Scene) -> Step:
    proposal = scene.proposal
    if proposal and proposal.state == OPEN and scene.desk.proposals.move(proposal.id, DECLINED, expected=OPEN):
        return step(say("declined"), frame=Frame())
    if proposal and scene.desk.proposals.get(proposal.id).state == EXECUTING:
        return step(say("in_progress"), frame=scene.frame).aside()
    return step(say("all_right"), frame=Frame())


def _request(scene: Scene) -> Step:
    intent = _intent_in_context(scene)
    if intent in _QUESTIONS:
        return _and_back(scene, _QUESTIONS[intent](scene))
    if intent in _ANSWERED_BY_TEXT:
        return _and_back(scene, step(say(intent), frame=scene.frame, quick_replies=(say("quick.start"),)))
    return _unfinished(scene, intent) or _task(scene, intent) or _not_understood(scene)


def _unfinished(scene: Scene, intent: str) -> Step | None:
    """What was confirmed but never came to an end is ended before anything new is begun, or there would be two."""
    proposal = scene.proposal
    if intent not in _TASKS or proposal is None or proposal.state != EXECUTING or proposal.is_overdue(scene.now):
        return None
    return _confirmed(scene, proposal)


def _task(scene: Scene, intent: str) -> Step | None:
    slots, frame = scene.said.slots, scene.frame
    match intent:
        case "reschedule" | "cancel":
            return continue_change(scene, _fresh(frame, intent).heard(slots), intent)
        case "query_booking":
            return show_appointments(scene, frame).aside()
        case "book" | "query_availability":
            return continue_booking(scene, _for_new_wish(_fresh(frame, BOOK), slots).heard(_plain(slots)))
        case "continue":
            return _continued(scene, frame.heard(_for_task(frame, slots)))
    return None


def _intent_in_context(scene: Scene) -> str:
    """What a sentence means in the middle of a task: an answer to the question, or a correction of what is proposed."""
    said, frame = scene.said, scene.frame
    if frame.task is None:
        return said.intent
    has_slots = any(
        name in said.slots for name in (*_TIMELY, "treatment", "technician", "store", "party_size", "negated")
    )
    if said.intent == "reschedule" and frame.task == BOOK and not _names_an_old_one(said.slots):
        return "book"
    if said.intent == "book" and frame.task != BOOK and not said.is_explicit:
        return "continue"
    if said.intent == "query_availability" and frame.task == RESCHEDULE:
        return "continue"
    if said.intent == "query_store" and not aspects(normalised(scene.text)):
        return "continue"
    return "continue" if said.intent == "other" and has_slots else said.intent


def _names_an_old_one(slots: dict[str, object]) -> bool:
    return any(name.startswith("old_") for name in slots)


def _fresh(frame: Frame, task: str) -> Frame:
    """The frame to go on with: another task starts anew."""
    return frame if frame.task in {None, task} else Frame()


def _for_new_wish(frame: Frame, slots: dict[str, object]) -> Frame:
    """Another treatment on a stated day is another wish: with whom and how many belonged to the former."""
    former, is_dated = frame.one("treatment"), bool({"date", "date_range"} & slots.keys())
    if former and is_dated and slots.get("treatment", former) != former:
        return frame.without("party_size", "gender_preference", "technician", "negated", "place")
    return frame


def _plain(slots: dict[str, object]) -> dict[str, object]:
    """A correction of a booking not made yet says `new_time`; it is simply the time."""
    return {name.removeprefix("new_"): value for name, value in slots.items()}


def _for_task(frame: Frame, slots: dict[str, object]) -> dict[str, object]:
    """An answer's times are the new ones where an appointment is moved."""
    prefix = _prefix(frame)
    return {prefix + name if name in _TIMELY else name: value for name, value in slots.items()}


def _continued(scene: Scene, frame: Frame) -> Step:
    if frame.task in {RESCHEDULE, CANCEL}:
        return continue_change(scene, frame, frame.task)
    return continue_booking(scene, frame)


def _and_back(scene: Scene, answer: Step) -> Step:
    """An answer to a side question, then the open question again."""
    if not scene.frame.asked or not scene.frame.task:
        return answer.aside()
    return replace(answer.aside(), says=(*answer.says, say(f"back.{scene.frame.asked}")))


def _not_understood(scene: Scene) -> Step:
    frame = replace(scene.frame, misses=scene.frame.misses + 1)
    if frame.misses >= MAX_MISSES:
        return step(say("offer_a_person"), frame=replace(frame, misses=0), quick_replies=(say("quick.human"),)).aside()
    return _and_back(scene, step(say("other"), frame=frame, quick_replies=(say("quick.start"), say("quick.human"))))
