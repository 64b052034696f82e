"""Shapes of the chat's requests and answers."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate


class Request(Schema):
    """Fields that a newer gateway may add are none of our business."""

    class Meta:
        unknown = EXCLUDE


def _id(**more: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(r"[0-9A-Za-z_-]{1,60}\Z"), **more)


class SendMessage(Request):
    """The upper limit of the text has a code of its own, so the use case judges it."""

    conversation_id = _id(load_default=None, allow_none=True)
    text = fields.String(required=True, validate=validate.Length(min=1))


class OfProposal(Request):
    proposal_id = _id(required=True)


class OfConversation(Request):
    conversation_id = _id(required=True)


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


class ConversationView(Schema):
    conversation_id = fields.String(attribute="conversation.id")
    language = fields.String(attribute="conversation.language")
    turn = fields.Integer(attribute="conversation.turn")
    handoff = fields.Boolean(attribute="conversation.handoff")
    started_at = fields.AwareDateTime(attribute="conversation.started_at", format="iso")
    turns = fields.List(fields.Nested(TurnView))
    proposal = fields.Function(lambda seen: _proposal(seen["proposal"]))


def _proposal(proposal: Any) -> dict[str, Any] | None:
    return dict(ProposalView().dump(proposal.as_view())) if proposal else None
