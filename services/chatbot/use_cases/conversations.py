"""Opening and reading conversations; and whose they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.errors import ConversationUnknown, ProposalUnknown, SignInRequired
from services.chatbot.domain.pages import Page, page_of
from services.chatbot.domain.proposals import OPEN, Proposal
from services.chatbot.ports import Conversations, Desk
from shared.actor import Actor
from shared.call import Call
from shared.ids import new_id

# Milliseconds farther off than any moment, so that what is later has the smaller number.
LATEST = 10**14


def opened(conversations: Conversations, actor: Actor, now: datetime, conversation_id: str | None) -> Conversation:
    """The conversation to go on with, or a new one. The first customer who continues an anonymous one owns it then.

    Raises ConversationUnknown.
    """
    if conversation_id is None:
        return Conversation(id=new_id(), started_at=now, account_id=actor.account_id)
    conversation = conversations.get(conversation_id)
    conversation.must_be_continued_by(actor)
    if conversation.account_id is None and actor.is_signed_in:
        if not conversations.bind(conversation.id, str(actor.account_id)):
            raise ConversationUnknown
        return conversation.owned_by(actor)
    return conversation


def get_conversation(desk: Desk, *, actor: Actor, now: datetime, conversation_id: str) -> Mapping[str, object]:
    """The conversation with its turns and the proposal that is open, for its owner and the staff it was handed to."""
    conversation = desk.conversations.get(conversation_id)
    conversation.must_be_readable_by(actor)
    turns: Sequence[Turn] = desk.conversations.turns(conversation_id)
    return {"conversation": conversation, "turns": turns, "proposal": standing(desk, conversation, now)}


def find_conversations(
    desk: Desk, *, call: Call, cursor: str | None = None, limit: int = 20
) -> Page[tuple[Conversation, Turn]]:
    """The caller's own on our pages, each with its last turn; who spoke in it last stands first."""
    if not call.actor.is_signed_in:
        raise SignInRequired
    told = desk.conversations.told_by(str(call.actor.account_id))
    return page_of(told, key=_newest_first, cursor=cursor, limit=limit)


def _newest_first(told: tuple[Conversation, Turn]) -> tuple[str, str]:
    conversation, last = told
    return f"{LATEST - round(last.at.timestamp() * 1000):015d}", conversation.id


def standing(desk: Desk, conversation: Conversation, now: datetime) -> Proposal | None:
    """The proposal that could be confirmed now."""
    proposal = last_proposal(desk, conversation)
    return proposal if proposal and proposal.state == OPEN and not proposal.is_overdue(now) else None


def last_proposal(desk: Desk, conversation: Conversation) -> Proposal | None:
    """What the conversation came to last, in any state; it may have been forgotten before the conversation is."""
    if conversation.proposal_id is None:
        return None
    try:
        return desk.proposals.get(conversation.proposal_id)
    except ProposalUnknown:
        return None
