"""Asking again, at most three times, and never showing once more what is no longer wanted."""

from dataclasses import replace

from services.chatbot.domain.dialogue.frame import CONFIRMATION, MAX_MISSES
from services.chatbot.domain.dialogue.gestures import wants_a_change
from services.chatbot.domain.dialogue.meaning import says_something
from services.chatbot.domain.proposals import Proposal
from services.chatbot.domain.replies import Step, say, step
from services.chatbot.use_cases import faq
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.yes_and_no import PERSON

_OTHERWISE = (say("quick.other_time"), say("quick.other_day"), say("quick.other_person"))


def patiently(scene: Scene, outcome: Step | None) -> Step | None:
    """The same question again and nothing learnt from the answer counts as a miss; the third offers a person.

    Whoever wants something different that was not understood is not shown the same proposal again: a 好的 to that
    would do what they do not want.
    """
    if outcome is None or outcome.handoff:
        return outcome
    before, after = scene.frame, outcome.frame
    if outcome.proposal and _repeats(scene.open_proposal, outcome.proposal) and _is_unmet(scene):
        return _what_to_change(scene)
    is_stuck = replace(before, misses=0) == replace(after, misses=0) and before.task is not None
    if outcome.proposal or outcome.appointment or outcome.keeps_proposal or not is_stuck:
        return replace(outcome, frame=replace(after, misses=0))
    return _missed(scene, outcome)


def _repeats(stands: Proposal | None, new: Proposal) -> bool:
    return stands is not None and (stands.kind, dict(stands.request)) == (new.kind, dict(new.request))


def _is_unmet(scene: Scene) -> bool:
    """Something is to be different, and nothing was named that the proposal could already have."""
    return wants_a_change(scene.plain) and not says_something(scene.said.slots)


def _what_to_change(scene: Scene) -> Step:
    """The proposal is withdrawn."""
    return step(say("what_to_change"), frame=scene.frame.asking("change"), quick_replies=_OTHERWISE)


def not_understood(scene: Scene) -> Step:
    if scene.open_proposal and wants_a_change(scene.plain):
        return _what_to_change(scene)
    other = step(say("other"), frame=scene.frame, quick_replies=(say("quick.start"), say("quick.human")))
    again = _shown_again(scene, other)
    if scene.frame.task is not None:  # what is open comes before what the customer might have meant to ask
        return _missed(scene, replace(again, unanswered=True))
    return _missed(scene, faq.unanswered(scene, again))


def _shown_again(scene: Scene, answer: Step) -> Step:
    """What stands open, told again: whoever says yes after a misunderstanding must have it before their eyes."""
    if scene.open_proposal and scene.frame.asked == CONFIRMATION:
        still = say("still_proposed", summary=scene.open_proposal.summary)
        return replace(answer.aside(), says=(*answer.says, still))
    return and_back(scene, answer)


def and_back(scene: Scene, answer: Step) -> Step:
    """An answer to a side question, then the open question again."""
    if not scene.frame.asked or not scene.frame.task:
        return answer.aside()
    return replace(answer.aside(), says=(*answer.says, say(f"back.{scene.frame.asked}")))


def _missed(scene: Scene, outcome: Step) -> Step:
    misses = scene.frame.misses + 1
    if misses < MAX_MISSES:
        return replace(outcome, frame=replace(outcome.frame, misses=misses))
    frame = replace(scene.frame, misses=0, asked=PERSON)
    offer = step(say("offer_a_person"), frame=frame, quick_replies=(say("quick.human"),)).aside()
    return replace(offer, unanswered=outcome.unanswered)
