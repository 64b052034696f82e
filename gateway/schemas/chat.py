"""The chat: it proposes, the customer confirms."""

from marshmallow import fields, validate

from gateway.schemas.appointments import Appointment
from gateway.schemas.values import Answer, Part, Query, Request, page_of


class SendMessage(Request):
    conversation_id = fields.String(allow_none=True, metadata={"description": "null begins a conversation."})
    text = fields.String(required=True)


class Reply(Part):
    text = fields.String(required=True)
    quick_replies = fields.List(fields.Raw(), required=True)
    cards = fields.List(fields.Raw(), required=True)
    beside = fields.String(
        metadata={"description": "With a proposal's card: `text` without what the card shows and its buttons ask."}
    )


class Understanding(Part):
    intent = fields.String(required=True)
    confidence = fields.Float(required=True)
    slots = fields.Dict(required=True)


class Proposal(Part):
    """Nothing is booked before it is confirmed."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["book", "reschedule", "cancel", "waitlist"]))
    summary = fields.String(required=True)
    appointment = fields.Dict(required=True)
    expires_at = fields.String(required=True, metadata={"format": "date-time"})


class ChatAnswer(Answer):
    conversation_id = fields.String(required=True)
    turn = fields.Integer(required=True)
    reply = fields.Nested(Reply, required=True)
    understanding = fields.Nested(Understanding, required=True)
    proposal = fields.Nested(Proposal, required=True, allow_none=True)
    handoff = fields.Boolean(required=True)
    appointment = fields.Nested(
        Appointment,
        allow_none=True,
        metadata={"description": "After a confirmation; null when the reply says why not."},
    )


class Attendant(Part):
    """Who of the staff answers the customer."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class Turn(Part):
    """`author` spoke the reply: `bot`, `staff` (named in `staff`), or `customer` where nobody has answered `text`."""

    turn = fields.Integer(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    text = fields.String(required=True)
    reply = fields.Nested(Reply, required=True)
    understanding = fields.Dict(required=True)
    author = fields.String(required=True, validate=validate.OneOf(["bot", "staff", "customer"]))
    staff = fields.String(allow_none=True)


class Conversation(Answer):
    conversation_id = fields.String(required=True)
    language = fields.String()
    turn = fields.Integer()
    handoff = fields.Boolean(metadata={"description": "A person answers; the bot is silent until released."})
    attended_by = fields.Nested(Attendant, allow_none=True)
    started_at = fields.String(metadata={"format": "date-time"})
    turns = fields.List(fields.Nested(Turn), required=True)
    proposal = fields.Nested(Proposal, allow_none=True)


class ToldConversation(Part):
    """One of my conversations, with what was said last."""

    conversation_id = fields.String(required=True)
    started_at = fields.String(required=True, metadata={"format": "date-time"})
    turn = fields.Integer(required=True)
    handoff = fields.Boolean(required=True)
    language = fields.String(allow_none=True)
    attended_by = fields.Nested(Attendant, required=True, allow_none=True)
    last = fields.Nested(Turn, required=True)


ConversationList = page_of(ToldConversation, "ConversationList")


class PlaceQuery(Query):
    q = fields.String(required=True, metadata={"description": "An address, or how a street or landmark begins."})


class KnownPlace(Part):
    """The middle of a street, an estate or a landmark, in GCJ-02 degrees."""

    name = fields.String(required=True)
    lng = fields.Float(required=True)
    lat = fields.Float(required=True)


class PlaceList(Answer):
    items = fields.List(fields.Nested(KnownPlace), required=True)
