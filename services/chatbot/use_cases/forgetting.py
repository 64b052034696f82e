"""What somebody is owed of their data: all their conversations to take along, and erasure of one or of all."""

from collections.abc import Sequence

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.ports import Desk
from shared.actor import Actor
from shared.call import Call
from shared.events import Event


def export_conversations(desk: Desk, call: Call) -> Sequence[tuple[Conversation, Sequence[Turn]]]:
    """The caller's conversations with their turns, the oldest first."""
    mine = desk.conversations.of(call.actor.account_id) if call.actor.account_id else ()
    found = [(desk.conversations.get(one), desk.conversations.turns(one)) for one in mine]
    return sorted(found, key=lambda one: one[0].started_at)


def delete_conversation(desk: Desk, *, actor: Actor, conversation_id: str) -> None:
    """Forget everything of it. What was booked in it stays booked; days that are over keep their figures, which name
    nobody, days that are still open are counted without it.
    """
    desk.conversations.get(conversation_id).must_be_open_to(actor)
    _forget(desk, conversation_id)


def forget_account(desk: Desk, event: Event) -> None:
    """Forget every conversation of an account that is erased. The same event twice changes nothing."""
    for conversation_id in desk.conversations.of(event.data["account_id"]):
        _forget(desk, conversation_id)


def _forget(desk: Desk, conversation_id: str) -> None:
    """The conversation goes last, so that what was broken off is found again; after it nothing is counted any more, and
    a count that had read it before is undone.
    """
    desk.insight.forget(conversation_id)
    desk.conversations.delete(conversation_id)
    desk.insight.forget(conversation_id)
