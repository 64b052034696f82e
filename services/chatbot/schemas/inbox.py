"""Shapes of the staff's inbox."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.pages import Page
from services.chatbot.schemas import ConversationView, OfConversation, Request, TurnView, attendant, id_field

LONGEST_REPLY = 2000
Json = dict[str, Any]


class FindInbox(Request):
    store_id = id_field(load_default=None, allow_none=True)
    mine = fields.Boolean(load_default=None, allow_none=True)
    cursor = fields.String(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))


class Attend(OfConversation):
    take_over = fields.Boolean(load_default=False)


class ReplyToCustomer(Attend):
    text = fields.String(required=True, validate=[validate.Length(max=LONGEST_REPLY), validate.Regexp(r"[\s\S]*\S")])
    version = fields.Integer(load_default=None, allow_none=True)


class NoteView(Schema):
    number = fields.String()
    at = fields.AwareDateTime(format="iso")
    text = fields.String()
    slots = fields.Dict()


class WaitingView(Schema):
    """`version` is the last turn: a reply that names it is refused once the customer has said more."""

    id = fields.String()
    conversation_id = fields.Function(lambda conversation: conversation.id)
    version = fields.Integer(attribute="turn")
    store_id = fields.String()
    account_id = fields.String()
    channel = fields.String()
    language = fields.String()
    red_flags = fields.List(fields.String())
    notes = fields.List(fields.Nested(NoteView))
    reason = fields.String(attribute="handover.reason")
    since = fields.AwareDateTime(attribute="handover.since", format="iso")
    waiting_since = fields.AwareDateTime(attribute="handover.waiting_since", format="iso", allow_none=True)


class SaidView(TurnView):
    conversation_id = fields.String()


def inbox_view(page: Page[tuple[Conversation, Turn]]) -> Json:
    return {"items": [_waiting(*waiting) for waiting in page.items], "next_cursor": page.next_cursor}


def _waiting(conversation: Conversation, last: Turn) -> Json:
    shown = dict(WaitingView().dump(conversation))
    return {**shown, "attended_by": attendant(conversation), "last": dict(TurnView().dump(last))}


def turn_view(turn: Turn) -> Json:
    return dict(SaidView().dump(turn))


def conversation_view(seen: Any) -> Json:
    return dict(ConversationView().dump(seen))
