"""Visits at homes: offers to technicians, the way there, calls for help."""

from marshmallow import fields, validate

from gateway.schemas.appointments import Named
from gateway.schemas.values import Answer, PageQuery, Part, Request, page_of

WHEN = {"format": "date-time"}


class AssignTechnician(Request):
    technician_id = fields.String(required=True)


class Arrive(Request):
    code = fields.String(allow_none=True, metadata={"description": "The customer's `arrival_code`."})
    override_reason = fields.String(
        allow_none=True, metadata={"description": "Staff only: why they say so without a code."}
    )


class RunningLate(Request):
    minutes = fields.Integer(required=True, metadata={"minimum": 0, "maximum": 720})


class RaiseSos(Request):
    """Where the caller is (GCJ-02), if their phone can tell."""

    lng = fields.Float(allow_none=True)
    lat = fields.Float(allow_none=True)


class AcknowledgeSos(Request):
    note = fields.String(allow_none=True)


class SosAlertQuery(PageQuery):
    store_id = fields.String()
    open = fields.Boolean(metadata={"description": "Those nobody has acknowledged, or the others; left out: all."})


class SosAlert(Answer):
    id = fields.String(required=True)
    appointment_id = fields.String(required=True)
    store_id = fields.String(required=True)
    raised_by = fields.String(required=True, metadata={"description": "An account."})
    raised_as = fields.String(required=True, validate=validate.OneOf(["technician", "customer"]))
    raised_at = fields.String(required=True, metadata=WHEN)
    called_at = fields.String(required=True, metadata={**WHEN, "description": "The last time, if called again."})
    calls = fields.Integer(required=True)
    lng = fields.Float(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)
    acknowledged_by = fields.String(required=True, allow_none=True)
    acknowledged_at = fields.String(required=True, allow_none=True, metadata=WHEN)
    note = fields.String(required=True, allow_none=True)


SosAlertList = page_of(SosAlert, "SosAlertList")


class HomeOffer(Part):
    """One technician: tried, and perhaps asked."""

    round = fields.Integer(required=True)
    technician = fields.Nested(Named, required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(["moving", "offered", "missed", "accepted", "declined", "expired", "withdrawn"]),
    )
    because = fields.Dict(allow_none=True, metadata={"description": "What spoke for them."})
    asked_at = fields.String(required=True, allow_none=True, metadata=WHEN)
    answer_by = fields.String(required=True, allow_none=True, metadata=WHEN)
    ended_at = fields.String(required=True, allow_none=True, metadata=WHEN)
    reason = fields.String(required=True, allow_none=True, metadata={"description": "Their words, or a code."})


class HomeOffers(Answer):
    appointment_id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["looking", "offering", "unassigned", "closed"]))
    deadline = fields.String(required=True, metadata={**WHEN, "description": "Then it expires."})
    items = fields.List(fields.Nested(HomeOffer), required=True)
