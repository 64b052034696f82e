"""The staff's inbox: what waits, and what is answered."""

from marshmallow import fields, validate

from gateway.schemas.chat import Attendant, Turn
from gateway.schemas.values import Answer, PageQuery, Part, Request, Truth, page_of


class InboxQuery(PageQuery):
    store_id = fields.String()
    mine = fields.Boolean(metadata={"description": "Only those I attend to, or only those I do not."})


class CaseNote(Part):
    """What was complained about; the customer was told the number."""

    number = fields.String(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    text = fields.String(required=True)
    slots = fields.Dict()


class Waiting(Part):
    """A conversation in the hands of the staff; `last` is its last turn, `version` that turn's number."""

    id = fields.String(required=True)
    conversation_id = fields.String(required=True, metadata={"description": "The same as `id`."})
    version = fields.Integer(required=True)
    store_id = fields.String(required=True, allow_none=True, metadata={"description": "null: all staff see it."})
    account_id = fields.String(required=True, allow_none=True, metadata={"description": "null: not signed in."})
    channel = fields.String(required=True)
    language = fields.String(allow_none=True)
    reason = fields.String(required=True, validate=validate.OneOf(["human", "complaint", "unanswered"]))
    since = fields.String(required=True, metadata={"format": "date-time"})
    waiting_since = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    attended_by = fields.Nested(Attendant, required=True, allow_none=True)
    red_flags = fields.List(fields.String())
    notes = fields.List(fields.Nested(CaseNote))
    last = fields.Nested(Turn, required=True)


Inbox = page_of(Waiting, "Inbox")


class Attend(Request):
    take_over = Truth(metadata={"description": "From a colleague who answers already."})


class StaffReply(Attend):
    text = fields.String(required=True)
    version = fields.Integer(allow_none=True)


class Said(Answer, Turn):
    conversation_id = fields.String(required=True)
