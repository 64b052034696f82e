"""Yes and no: to what is proposed, to what was asked. A yes that is bound to anything confirms nothing."""

from dataclasses import replace

from services.chatbot.domain.dialogue.frame import CANCEL, RESCHEDULE, Frame
from services.chatbot.domain.dialogue.gestures import (
    ABOUT_THE_FEE,
    ALL_OF_THEM,
    NONE_FITS,
    NOT_CANCELLING,
    PAUSE,
    is_assent,
    is_doubtful,
)
from services.chatbot.domain.dialogue.meaning import is_yes, says_something
from services.chatbot.domain.errors import ProposalClosed
from services.chatbot.domain.proposals import DECLINED, DONE, EXECUTING, OPEN, Proposal
from services.chatbot.domain.replies import Step, say, step
from services.chatbot.use_cases import confirming
from services.chatbot.use_cases.own import sign_in_first
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.tasks import continued
from shared.actor import CUSTOMER

PERSON = "person"


def word(scene: Scene) -> Step | None:
    """What a yes or a no comes to; None where the sentence is neither, or says something besides."""
    if scene.frame.asked == PERSON and scene.said.intent in {"affirm", "deny"}:
        return _about_a_person(scene)
    proposal = scene.proposal
    if (
        proposal
        and proposal.state in {OPEN, EXECUTING}
        and is_yes(scene.said, scene.plain, proposal.appointment, proposal.kind)
    ):
        return _to_the_proposal(scene, proposal)
    if says_something(scene.said.slots) or scene.gestures & {NONE_FITS, PAUSE}:
        return None
    if scene.said.intent == "affirm" or is_assent(scene.plain):
        return _yes(scene)
    if NOT_CANCELLING in scene.gestures and scene.frame.task == CANCEL:
        return _no(scene)
    return _no(scene) if scene.said.intent == "deny" or _calls_it_off(scene) else None


def confirmed(scene: Scene, proposal: Proposal) -> Step:
    """Carry it out for a customer who is signed in; it stands on for whoever is not yet."""
    if not scene.actor.is_signed_in:
        return sign_in_first(scene.frame).aside()
    if not scene.actor.has(CUSTOMER):
        return step(say("customers_only"), frame=scene.frame).aside()
    try:
        return confirming.carry_out(scene, proposal)
    except ProposalClosed:  # it was declined or replaced at the same moment
        return step(say("nothing_to_confirm"), frame=scene.frame)


def _about_a_person(scene: Scene) -> Step:
    frame = scene.frame.asking(None)
    if scene.said.intent == "affirm":
        return step(say("handoff.human"), frame=frame, handoff=True, keeps_proposal=True)
    return step(say("all_right"), frame=frame).aside()


def _calls_it_off(scene: Scene) -> bool:
    """取消 beside a proposal withdraws it; but where a cancellation is proposed, it may as well be a yes."""
    proposal = scene.open_proposal
    if proposal is None or proposal.kind == CANCEL or scene.gestures & {ABOUT_THE_FEE, ALL_OF_THEM}:
        return False
    return scene.said.intent == "cancel" and not scene.said.slots


def _to_the_proposal(scene: Scene, proposal: Proposal) -> Step:
    if not proposal.is_overdue(scene.now):
        return confirmed(scene, proposal)
    confirming.expire(scene, proposal)
    again = continued(scene, scene.frame) if scene.frame.task else step(frame=Frame())
    return again.after(say("proposal_expired"))


def _yes(scene: Scene) -> Step:
    proposal, frame = scene.proposal, scene.frame
    if scene.open_proposal or is_doubtful(scene.plain):
        return step(say("not_quite_a_yes"), frame=frame).aside()
    if len(frame.offers) == 1:
        return continued(scene, frame.chosen(frame.offers[0], prefix="new_" if frame.task == RESCHEDULE else ""))
    if frame.task:
        return continued(scene, frame)
    if proposal and proposal.state == DONE:
        appointment = proposal.outcome if (proposal.outcome or {}).get("starts_at") else None
        return step(say("already_done"), frame=frame, appointment=appointment, keeps_proposal=True)
    return step(say("nothing_to_confirm"), frame=frame)


def _no(scene: Scene) -> Step:
    proposal, frame = scene.proposal, scene.frame.given_up()
    if proposal and proposal.state == OPEN and scene.desk.proposals.move(proposal.id, DECLINED, expected=OPEN):
        declined = _back_to(scene, frame, "declined")
        return replace(declined, keeps_proposal=True) if frame.task is None else declined  # 改成周六吧 may follow
    if proposal and scene.desk.proposals.get(proposal.id).state == EXECUTING:
        return step(say("in_progress"), frame=scene.frame).aside()
    return _back_to(scene, frame, "all_right")


def _back_to(scene: Scene, frame: Frame, key: str) -> Step:
    """The task that was interrupted, if there was one."""
    return continued(scene, frame, say(key))
