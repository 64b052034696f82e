"""Leave that technicians ask for, and the answers to it."""

from marshmallow import fields, validate

from gateway.schemas.conflicts import Changed, Deciding
from gateway.schemas.values import Instant, PageQuery, Request, page_of

STATUSES = ("requested", "approved", "refused", "withdrawn", "taken_back")


class AskForLeave(Request):
    from_ = Instant(data_key="from", required=True, metadata={"format": "date-time"})
    to = Instant(required=True, metadata={"format": "date-time"})
    reason = fields.String(allow_none=True)


class ApproveLeaveRequest(Deciding):
    version = fields.Integer(required=True)


class RefuseLeaveRequest(Request):
    version = fields.Integer(required=True)
    reason = fields.String(required=True, metadata={"description": "Told to the technician."})


class LeaveRequest(Changed):
    """`taken_back`: it was approved, and the leave has been taken back since."""

    id = fields.String(required=True)
    technician_id = fields.String(required=True)
    technician_name = fields.String(metadata={"description": "In lists."})
    from_ = fields.String(data_key="from", required=True, metadata={"format": "date-time"})
    to = fields.String(required=True, metadata={"format": "date-time"})
    reason = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    asked_at = fields.String(required=True, metadata={"format": "date-time"})
    answered_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    answered_by = fields.String(allow_none=True)
    refusal = fields.String(allow_none=True, metadata={"description": "The words of who refused."})
    leave_id = fields.String(allow_none=True, metadata={"description": "The leave an approved one has become."})
    version = fields.Integer(required=True)


LeaveRequestList = page_of(LeaveRequest, "LeaveRequestList")


class LeaveRequestsQuery(PageQuery):
    store_id = fields.String(required=True)
    status = fields.String(validate=validate.OneOf(STATUSES))
