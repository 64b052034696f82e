"""Another time, proposed by who gives the visit."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, Instant, Request, page_of

STATES = ("open", "agreed", "refused", "withdrawn", "expired", "overtaken")


class ProposeTime(Request):
    starts_at = Instant(
        allow_none=True, metadata={"format": "date-time", "description": "None: the customer is asked to choose."}
    )
    reason = fields.String(required=True)


class AgreeToProposal(Request):
    starts_at = Instant(
        allow_none=True, metadata={"format": "date-time", "description": "Where the proposal names no time."}
    )
    override_reason = fields.String(allow_none=True, metadata={"description": "Of staff, who agree for the customer."})


class AnswerProposal(Request):
    reason = fields.String(allow_none=True, metadata={"description": "Staff who answer for the customer say why."})


class TimeProposal(Answer):
    id = fields.String(required=True)
    appointment_id = fields.String(required=True)
    proposed_by = fields.String(required=True)
    starts_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    reason = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    made_at = fields.String(required=True, metadata={"format": "date-time"})
    answer_by = fields.String(required=True, metadata={"format": "date-time"})
    answered_by = fields.String(allow_none=True)
    answer_reason = fields.String(allow_none=True)


TimeProposalList = page_of(TimeProposal, "TimeProposalList")
