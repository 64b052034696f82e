"""What customers do in the chat: say something, press 确认 or 不用了."""

from datetime import datetime

from services.chatbot.domain.conversation import MAX_TEXT
from services.chatbot.domain.dialogue.frame import CONFIRMATION
from services.chatbot.domain.errors import ConversationUnknown, MessageTooLong, ProposalClosed, ProposalUnknown
from services.chatbot.domain.proposals import DECLINED, OPEN, Proposal
from services.chatbot.domain.replies import Step, say, step
from services.chatbot.domain.text import printable
from services.chatbot.ports import Desk
from services.chatbot.use_cases import confirming
from services.chatbot.use_cases.exchange import Answer, Exchange, OnThePage, talking
from services.chatbot.use_cases.scene import Scene
from shared.call import Call


def send_message(desk: Desk, *, call: Call, now: datetime, conversation_id: str | None, text: str) -> Answer:
    """Answer one message. Raises MessageTooLong, ConversationUnknown, ConversationBusy."""
    if len(text) > MAX_TEXT:
        raise MessageTooLong(params={"max": MAX_TEXT})
    said = printable(text)
    return Exchange(desk, call, now, said, OnThePage(conversation_id)).run(talking)


def confirm_proposal(desk: Desk, *, call: Call, now: datetime, proposal_id: str) -> Answer:
    """Carry the proposal out for its owner; the chat answer with `appointment` (None when it could not be had).

    Raises ProposalUnknown, NotSignedIn, CustomersOnly, ProposalExpired, ProposalClosed.
    """
    proposal = _own(desk, call, proposal_id)
    confirming.must_be_a_customer(call.actor)

    def decide(scene: Scene) -> Step:
        current = desk.proposals.get(proposal_id)
        confirming.must_be_confirmable(scene, current)
        return confirming.carry_out(scene, current)

    return Exchange(desk, call, now, "", OnThePage(proposal.conversation_id), "affirm").run(decide)


def decline_proposal(desk: Desk, *, call: Call, now: datetime, proposal_id: str) -> Answer:
    """Withdraw the proposal; again is harmless. Raises ProposalUnknown, ProposalClosed (it is being carried out)."""
    proposal = _own(desk, call, proposal_id)

    def decide(scene: Scene) -> Step:
        if not desk.proposals.move(proposal_id, DECLINED, expected=OPEN):
            state = desk.proposals.get(proposal_id).state
            if state != DECLINED:
                raise ProposalClosed(params={"state": state})
        is_current = scene.conversation.proposal_id == proposal_id and scene.frame.asked == CONFIRMATION
        frame = scene.frame.given_up() if is_current else scene.frame
        return step(say("declined"), frame=frame, keeps_proposal=is_current and frame.task is None)

    return Exchange(desk, call, now, "", OnThePage(proposal.conversation_id), "deny").run(decide)


def _own(desk: Desk, call: Call, proposal_id: str) -> Proposal:
    proposal = desk.proposals.get(proposal_id)
    try:
        desk.conversations.get(proposal.conversation_id).must_be_continued_by(call.actor)
    except ConversationUnknown as unknown:
        raise ProposalUnknown from unknown
    return proposal
