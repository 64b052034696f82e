"""What the staff do with conversations that were handed to them: see them, answer, take over, give back to the bot.

Everything they do is a turn of the conversation, kept under the next number like a customer's: of two receptionists
who answer at once, the second sees what the first has said before anything is kept.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.errors import NotHandedOver, StaffOnly, VersionConflict
from services.chatbot.domain.pages import Page, page_of
from services.chatbot.domain.text import printable
from services.chatbot.ports import Desk
from services.chatbot.use_cases.conversations import get_conversation
from services.chatbot.use_cases.staff_turn import StaffTurn
from shared.actor import Actor
from shared.call import Call

Waiting = tuple[Conversation, Turn]
View = Mapping[str, object]


def find_inbox(
    desk: Desk,
    call: Call,
    store_id: str | None = None,
    mine: bool | None = None,  # noqa: FBT001 - a filter of the query string
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Waiting]:
    """The conversations that wait for, or are with, the staff of the caller's stores; who has waited longest first.

    `mine` leaves those that the caller attends to. Raises StaffOnly.
    """
    if not call.actor.is_staff:
        raise StaffOnly
    found = [
        (conversation, last)
        for conversation, last in desk.conversations.handed_over()
        if conversation.is_attended_by(call.actor)
        and store_id in {None, conversation.store_id}
        and mine in {None, _attends(call.actor, conversation)}
    ]
    return page_of(found, key=_place_in_line, cursor=cursor, limit=limit)


def _attends(actor: Actor, conversation: Conversation) -> bool:
    return conversation.handover is not None and conversation.handover.attended_by == actor.account_id


def _place_in_line(waiting: Waiting) -> tuple[str, str]:
    """Those that were answered stand behind those that wait."""
    conversation, _ = waiting
    handover = conversation.handover
    since = handover.waiting_since if handover else None
    return (since.isoformat() if since else f"~{handover.since.isoformat() if handover else ''}"), conversation.id


def reply_to_customer(
    desk: Desk,
    call: Call,
    now: datetime,
    conversation_id: str,
    text: str,
    version: int | None = None,
    take_over: bool = False,  # noqa: FBT001, FBT002 - a field of the request
) -> Turn:
    """Answer the customer; who answers first attends to the conversation from then on. Once per idempotency key.

    `version` is the turn the writer has seen last, None for somebody who does not mind. Raises ConversationUnknown,
    StaffOnly, NotHandedOver, ConversationAttended, VersionConflict, KeyReused, ConversationBusy.
    """
    said = printable(text)

    def answer(conversation: Conversation) -> tuple[Conversation, str] | None:
        if version not in {None, conversation.turn}:
            raise VersionConflict(params={"version": conversation.turn})
        return _taken_up(conversation, call.actor, take_over=take_over, answered=True), said

    return StaffTurn(desk, call, now).run(conversation_id, answer)


def attend(
    desk: Desk,
    call: Call,
    now: datetime,
    conversation_id: str,
    take_over: bool = False,  # noqa: FBT001, FBT002 - a field of the request
) -> View:
    """Take the conversation up before saying anything; again is harmless. Raises as `reply_to_customer`."""

    def take_up(conversation: Conversation) -> tuple[Conversation, str] | None:
        if _attends(call.actor, conversation):
            return None
        taken = _taken_up(conversation, call.actor, take_over=take_over, answered=False)
        return taken, _words(desk, conversation, "handoff.attended", name=call.actor.name)

    StaffTurn(desk, call, now).run(conversation_id, take_up)
    return get_conversation(desk, actor=call.actor, now=now, conversation_id=conversation_id)


def release(desk: Desk, call: Call, now: datetime, conversation_id: str) -> View:
    """Give the conversation back to the bot; again is harmless. Raises ConversationUnknown, StaffOnly."""

    def give_back(conversation: Conversation) -> tuple[Conversation, str] | None:
        if not conversation.handoff:
            return None
        return replace(conversation, handoff=False), _words(desk, conversation, "handoff.released")

    StaffTurn(desk, call, now, must_be_handed_over=False).run(conversation_id, give_back)
    return get_conversation(desk, actor=call.actor, now=now, conversation_id=conversation_id)


def _taken_up(conversation: Conversation, actor: Actor, *, take_over: bool, answered: bool) -> Conversation:
    if conversation.handover is None:
        raise NotHandedOver
    taken = conversation.handover.taken_up(actor, take_over=take_over)
    return replace(conversation, handover=taken.answered() if answered else taken)


def _words(desk: Desk, conversation: Conversation, key: str, **params: str) -> str:
    return desk.texts(key, conversation.language or "").format_map(params)
