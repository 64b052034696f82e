"""Handing a conversation to a person, and the bot's silence until it is handed back."""

from dataclasses import replace

from services.chatbot.domain.conversation import Conversation
from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.handover import COMPLAINT, UNANSWERED, WANTED, CaseNote, Handover, case_number
from services.chatbot.domain.masking import masked
from services.chatbot.domain.replies import Step, say, step
from services.chatbot.use_cases.scene import Scene


def silence(scene: Scene) -> Step:
    """While a person answers the bot says nothing and does nothing; what was said is kept and reaches the staff."""
    return step(frame=scene.frame).aside()


def to_a_person(scene: Scene) -> Step:
    """What the customer is told who wants a person, or is upset: an apology first, and the number of the case note."""
    number = case_number(scene.conversation.id, scene.conversation.turn + 1)
    said = say("handoff.complaint", number=number) if scene.said.intent == COMPLAINT else say("handoff.human")
    return step(said, frame=scene.frame, handoff=True).aside()


def kept(after: Conversation, scene: Scene, outcome: Step) -> Conversation:
    """The conversation after a customer's turn: handed over where the turn came to that, waiting for an answer where
    it was before, with a note of what was complained about.
    """
    if after.handoff and after.handover:
        return replace(after, handover=after.handover.asked(scene.now))
    if not outcome.handoff:
        return after
    reason = scene.said.intent if scene.said.intent in {WANTED, COMPLAINT} else UNANSWERED
    handed = Handover(reason, since=scene.now, waiting_since=scene.now)
    return replace(after, handoff=True, handover=handed, notes=(*after.notes, *_notes(scene)))


def _notes(scene: Scene) -> tuple[CaseNote, ...]:
    if scene.said.intent != COMPLAINT:
        return ()
    number = case_number(scene.conversation.id, scene.conversation.turn + 1)
    return (CaseNote(number, scene.now, masked(scene.text), scene.said.kept_slots),)


def store_of(scene: Scene, frame: Frame) -> str | None:
    """The id of the store that the sentence names, else of the one that is being talked about. While somebody attends
    it stays: they would lose sight of a customer who mentions another store.
    """
    before, handover = scene.conversation, scene.conversation.handover
    if before.handoff and handover and handover.attended_by:
        return before.store_id
    proposed = scene.proposal.appointment["store"]["slug"] if scene.proposal else None
    store = scene.catalogue.store(Frame(slots=scene.said.slots).one("store") or frame.one("store") or proposed)
    return store.id if store else before.store_id
