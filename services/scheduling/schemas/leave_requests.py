"""Requests for leave: what may be asked, and how they are answered."""

from marshmallow import fields, validate

from services.scheduling.domain.business.leave_request import STATUSES, LeaveRequest, Listed
from services.scheduling.schemas import Json
from services.scheduling.schemas.conflicts import Deciding
from services.scheduling.schemas.requests import OfTechnician
from services.scheduling.schemas.shapes import REASON_LENGTH, Request, identifier, place_of_ids

MOST_LISTED = 100


class _Page(Request):
    cursor = place_of_ids()
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MOST_LISTED))


class ListRequests(OfTechnician, _Page):
    pass


class FindRequests(_Page):
    store_id = identifier()
    status = fields.String(allow_none=True, load_default=None, validate=validate.OneOf(STATUSES))


class OfRequest(Request):
    request_id = identifier()


class Approve(OfRequest, Deciding):
    version = fields.Integer(required=True)


class Refuse(OfRequest):
    version = fields.Integer(required=True)
    reason = fields.String(required=True, validate=validate.Length(1, REASON_LENGTH))


def request_view(request: LeaveRequest) -> Json:
    answered_at = request.answered_at
    return {
        "id": request.id,
        "technician_id": request.technician_id,
        "from": request.during.start.isoformat(),
        "to": request.during.end.isoformat(),
        "reason": request.reason,
        "status": request.status,
        "asked_at": request.asked_at.isoformat(),
        "answered_at": answered_at.isoformat() if answered_at else None,
        "answered_by": request.answered_by,
        "refusal": request.refusal or None,
        "leave_id": request.leave_id,
        "version": request.version,
    }


def requests_view(listed: Listed) -> Json:
    items = [{**request_view(one), "technician_name": listed.names[one.technician_id]} for one in listed.items]
    return {"items": items, "next_cursor": listed.next_cursor}
