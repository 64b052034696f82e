"""Shapes of what the pages ask beside the talk itself: one's own conversations, and where an address is."""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields, validate

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.pages import Page
from services.chatbot.domain.places import Located
from services.chatbot.schemas import Request, TurnView, attendant

LONGEST_ADDRESS = 300
Json = dict[str, Any]


class FindConversations(Request):
    cursor = fields.String(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=100))


class FindPlaces(Request):
    q = fields.String(required=True, validate=[validate.Length(max=LONGEST_ADDRESS), validate.Regexp(r"[\s\S]*\S")])


class ToldView(Schema):
    conversation_id = fields.String(attribute="id")
    started_at = fields.AwareDateTime(format="iso")
    turn = fields.Integer()
    handoff = fields.Boolean()
    language = fields.String()


def conversations_view(page: Page[tuple[Conversation, Turn]]) -> Json:
    return {"items": [_told(*one) for one in page.items], "next_cursor": page.next_cursor}


def _told(conversation: Conversation, last: Turn) -> Json:
    shown = dict(ToldView().dump(conversation))
    return {**shown, "attended_by": attendant(conversation), "last": dict(TurnView().dump(last))}


def places_view(found: Sequence[Located]) -> Json:
    return {"items": [{"name": one.near, "lng": one.at.lng, "lat": one.at.lat} for one in found]}
