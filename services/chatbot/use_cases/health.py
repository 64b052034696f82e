"""Red flags: no booking of what would harm, a plain sentence why, and something safe instead or a doctor."""

from dataclasses import replace

from services.chatbot.domain.catalogue import Treatment
from services.chatbot.domain.frame import BOOK, Frame
from services.chatbot.domain.red_flags import forbids_everything, rules_out, safe_treatments
from services.chatbot.domain.replies import Say, Step, say, step
from services.chatbot.use_cases.scene import Scene

SUGGESTED = 3


def refused_for_health(scene: Scene, frame: Frame, treatment: Treatment | None) -> Step:
    """The treatment, or any, must not be given; whatever was proposed of it is withdrawn."""
    flags = scene.conversation.red_flags
    if forbids_everything(flags):
        said = say("health.see_a_doctor", flags=_named(flags))
        return step(said, frame=Frame())
    safe = safe_treatments(flags, scene.catalogue.treatments)[:SUGGESTED]
    why = rules_out(flags, treatment) if treatment else flags
    said = say("health.not_suitable", flags=_named(why), treatment=treatment or say("this_treatment"))
    more = say("health.instead", names=safe) if safe else say("health.ask_a_doctor")
    replies = tuple(say("name", name=row) for row in safe)
    kept = replace(frame.without("treatment").asking("treatment"), task=BOOK)
    return step(said, more, frame=kept, quick_replies=replies)


def advised(scene: Scene, frame: Frame, treatment: Treatment | None) -> Step:
    """A question about health: what we know of the treatment, and that a doctor knows better."""
    flags = scene.conversation.red_flags
    if flags and (forbids_everything(flags) or (treatment and rules_out(flags, treatment))):
        return refused_for_health(scene, frame, treatment)
    if treatment and treatment.contraindications:
        said = say("health.contraindications", treatment=treatment, names=treatment.contraindications)
        return step(said, say("health.ask_a_doctor"), frame=frame)
    if flags:
        safe = safe_treatments(flags, scene.catalogue.treatments)[:SUGGESTED]
        return step(say("health.careful", flags=_named(flags)), say("health.instead", names=safe), frame=frame)
    return step(say("health.general"), frame=frame)


def _named(flags: tuple[str, ...]) -> tuple[Say, ...]:
    return tuple(say(f"flag.{flag}") for flag in flags)
