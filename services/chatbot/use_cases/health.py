"""Red flags: no booking of what would harm, a plain sentence why, and something safe instead or a doctor."""

from dataclasses import replace

from services.chatbot.domain.catalogue import Treatment
from services.chatbot.domain.dialogue.frame import BOOK, TIMELY, Frame
from services.chatbot.domain.dialogue.meaning import plain
from services.chatbot.domain.red_flags import forbids_everything, rules_out, safe_treatments
from services.chatbot.domain.replies import Say, Step, say, step
from services.chatbot.use_cases import faq
from services.chatbot.use_cases.remembering import remembering
from services.chatbot.use_cases.scene import Scene

SUGGESTED = 3


def about_health(scene: Scene) -> Step | None:
    """What outranks every intent: a flag that rules out what is wanted. Also advice, where nothing else was asked."""
    flags = scene.said.red_flags
    treatment = scene.catalogue.treatment(_treatment_in_question(scene))
    if flags and (forbids_everything(flags) or (treatment and rules_out(flags, treatment))):
        return refused_for_health(scene, scene.frame.heard(plain(scene.said.slots)), treatment)
    if (scene.said.intent == "health_advice" and not _is_beside_a_booking(scene)) or (
        flags and scene.said.intent == "other"
    ):
        is_of_a_body = bool(flags) or "body_part" in scene.said.slots
        known = None if is_of_a_body else faq.answered(scene, scene.said.intent)
        return _and_back(scene, known or remembering(scene, advised(scene, scene.frame, treatment)))
    return None


def _is_beside_a_booking(scene: Scene) -> bool:
    """脖子疼，明天下午三点能按吗 wants a time, and 脖子疼 answers which treatment."""
    slots = scene.said.slots
    is_answer = scene.frame.asked == "treatment" and "treatment" in slots
    return not scene.said.red_flags and (
        is_answer or "book" in slots.get("also", ()) or ("treatment" in slots and bool(set(TIMELY) & slots.keys()))
    )


def _treatment_in_question(scene: Scene) -> str | None:
    named = Frame(slots=plain(scene.said.slots)).one("treatment")
    proposed = scene.open_proposal.appointment["treatment"]["slug"] if scene.open_proposal else None
    return named or scene.frame.one("treatment") or proposed


def _and_back(scene: Scene, answer: Step) -> Step:
    """A refusal has its own question; an answer leads back to what was open."""
    if answer.frame.asked != scene.frame.asked or not scene.frame.asked or not scene.frame.task:
        return answer.aside()
    return replace(answer.aside(), says=(*answer.says, say(f"back.{scene.frame.asked}")))


def refused_for_health(scene: Scene, frame: Frame, treatment: Treatment | None) -> Step:
    """The treatment, or any, must not be given; whatever was proposed of it is withdrawn."""
    flags = scene.conversation.red_flags
    if forbids_everything(flags):
        said = say("health.see_a_doctor", flags=_named(flags))
        return step(said, frame=frame.ended(), quick_replies=(say("quick.human"),))
    safe = _safe(scene, frame)
    why = rules_out(flags, treatment) if treatment else flags
    said = say("health.not_suitable", flags=_named(why), treatment=treatment or say("this_treatment"))
    more = say("health.instead", names=safe) if safe else say("health.ask_a_doctor")
    replies = tuple(say("name", name=row) for row in safe)
    kept = replace(frame.without("treatment").asking("treatment"), task=BOOK)
    return step(said, more, frame=kept, quick_replies=replies)


def _safe(scene: Scene, frame: Frame) -> tuple[Treatment, ...]:
    """What may be done, first of all where and by whom it is wanted."""
    safe = safe_treatments(scene.conversation.red_flags, scene.catalogue.treatments)
    person = scene.catalogue.technician(frame.one("technician"))
    theirs = [row for row in safe if person and person.gives(row)]
    place = frame.slots.get("place", "store")
    fitting = [row for row in theirs or safe if place in row.places and row.price_fen]
    return tuple(fitting or safe)[:SUGGESTED]


def advised(scene: Scene, frame: Frame, treatment: Treatment | None) -> Step:
    """A question about health: what we know of the treatment, and that a doctor knows better."""
    flags = scene.conversation.red_flags
    if flags and (forbids_everything(flags) or (treatment and rules_out(flags, treatment))):
        return refused_for_health(scene, frame, treatment)
    if treatment and treatment.contraindications:
        said = say("health.contraindications", treatment=treatment, names=treatment.contraindications)
        return step(said, say("health.ask_a_doctor"), frame=frame)
    if flags:
        safe = _safe(scene, frame)
        return step(say("health.careful", flags=_named(flags)), say("health.instead", names=safe), frame=frame)
    return step(say("health.general"), frame=frame)


def _named(flags: tuple[str, ...]) -> tuple[Say, ...]:
    return tuple(say(f"flag.{flag}") for flag in flags)
