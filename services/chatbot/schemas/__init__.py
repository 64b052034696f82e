"""Shapes of the chat's requests and answers."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from services.chatbot.domain.conversation import Conversation


class Request(Schema):
    """Fields that a newer gateway may add are none of our business."""

    class Meta:
        unknown = EXCLUDE


def id_field(**more: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"[0-9A-Za-z_-]{1,60}\Z"), **more)


class SendMessage(Request):
    """The upper limit of the text has a code of its own, so the use case judges it."""

    conversation_id = id_field(load_default=None, allow_none=True)
    text = fields.String(required=True, validate=validate.Length(min=1))


class OfProposal(Request):
    proposal_id = id_field(required=True)


class OfConversation(Request):
    conversation_id = id_field(required=True)


class ProposalView(Schema):
    id = fields.String()
    kind = fields.String()
    summary = fields.String()
    appointment = fields.Dict()
    expires_at = fields.AwareDateTime(format="iso")


class ChatAnswer(Schema):
    conversation_id = fields.String()
    turn = fields.Integer()
    reply = fields.Dict()
    understanding = fields.Dict()
    proposal = fields.Nested(ProposalView, allow_none=True)
    handoff = fields.Boolean()


class ConfirmedAnswer(ChatAnswer):
    """`appointment` is None when it could not be had; the reply says why."""

    appointment = fields.Dict(allow_none=True)


class TurnView(Schema):
    turn = fields.Integer(attribute="number")
    at = fields.AwareDateTime(format="iso")
    text = fields.String()
    reply = fields.Dict()
    understanding = fields.Dict()
    author = fields.String()
    staff = fields.String()


class Attendant(Schema):
    id = fields.String(attribute="attended_by")
    name = fields.String(attribute="attended_name")


class ConversationView(Schema):
    conversation_id = fields.String(attribute="conversation.id")
    language = fields.String(attribute="conversation.language")
    turn = fields.Integer(attribute="conversation.turn")
    handoff = fields.Boolean(attribute="conversation.handoff")
    attended_by = fields.Function(lambda seen: attendant(seen["conversation"]))
    started_at = fields.AwareDateTime(attribute="conversation.started_at", format="iso")
    turns = fields.List(fields.Nested(TurnView))
    proposal = fields.Function(lambda seen: _proposal(seen["proposal"]))


def attendant(conversation: Conversation) -> dict[str, Any] | None:
    """Who of the staff answers, while one does."""
    handover = conversation.handover
    is_attended = conversation.handoff and handover is not None and handover.attended_by
    return dict(Attendant().dump(handover)) if is_attended else None


def _proposal(proposal: Any) -> dict[str, Any] | None:
    return dict(ProposalView().dump(proposal.as_view())) if proposal else None
