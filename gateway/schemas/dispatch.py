"""Home visits on the road."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, Day, Part, Place, Query, Request

STATUSES = ["waiting", "running", "ready", "failed", "cancelled", "applied"]
WHEN = {"format": "date-time"}


class DispatchQuery(Query):
    store_id = fields.String(required=True)
    date = Day()


class DispatchWay(Part):
    minutes = fields.Integer(required=True)
    km = fields.Float(required=True)


class DispatchFigures(Part):
    """Visits nobody makes, minutes late, and the road."""

    lost = fields.Integer(required=True)
    late_minutes = fields.Integer(required=True)
    travel_minutes = fields.Integer(required=True)
    travel_km = fields.Float(required=True)
    moved = fields.Integer()


class UnassignedVisit(Part):
    appointment_id = fields.String(required=True)
    claim_revision = fields.Integer()
    place = fields.String(required=True, validate=validate.OneOf(["store", "home"]))
    status = fields.String()
    treatment_id = fields.String()
    starts_at = fields.String(required=True, metadata=WHEN)
    ends_at = fields.String(required=True, metadata=WHEN)
    point = fields.Nested(Place, allow_none=True, metadata={"description": "The customer's home, or the store."})


class ExpectedVisit(UnassignedVisit):
    """`way` leads to it from the one before, or from the base."""

    expected_starts_at = fields.String(required=True, metadata=WHEN)
    expected_ends_at = fields.String(required=True, metadata=WHEN)
    late_minutes = fields.Integer(required=True)
    at_risk = fields.Boolean(required=True, metadata={"description": "Later than the guest was promised to bear."})
    way = fields.Nested(DispatchWay, required=True)


class DispatchLane(Part):
    technician_id = fields.String(required=True)
    name = fields.String()
    base = fields.Nested(Place, allow_none=True, metadata={"description": "Where they set out from."})
    shifts = fields.List(fields.Dict(), required=True)
    delay_minutes = fields.Integer(required=True)
    visits = fields.List(fields.Nested(ExpectedVisit), required=True)
    way_home = fields.Nested(DispatchWay, required=True)


class Dispatch(Answer):
    store_id = fields.String(required=True)
    date = Day(required=True)
    timezone = fields.String(required=True)
    tolerance_minutes = fields.Integer(required=True)
    technicians = fields.List(fields.Nested(DispatchLane), required=True)
    unassigned = fields.List(fields.Nested(UnassignedVisit), required=True)
    figures = fields.Nested(DispatchFigures, required=True)


class ReportLateness(Request):
    technician_id = fields.String(required=True)
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=720))
    store_id = fields.String()


class Lateness(Answer):
    technician_id = fields.String(required=True)
    minutes = fields.Integer(required=True)
    visits = fields.List(fields.Nested(ExpectedVisit), required=True)


class ProposeDispatch(Request):
    store_id = fields.String(required=True)
    date = Day(required=True)
    seconds = fields.Integer(strict=True, validate=validate.Range(min=1, max=60))


class DispatchEnd(Part):
    """`technician_id` is null for a visit whose technician is not there."""

    technician_id = fields.String(required=True, allow_none=True)
    starts_at = fields.String(required=True, metadata=WHEN)


class DispatchMove(Part):
    appointment_id = fields.String(required=True)
    from_ = fields.Nested(DispatchEnd, required=True, data_key="from")
    to = fields.Nested(DispatchEnd, required=True)


class DispatchProposal(Answer):
    """`before`, `after`, `moves` and `unassigned` once it is ready."""

    id = fields.String(required=True)
    store_id = fields.String(required=True)
    date = Day(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    progress = fields.Integer(required=True, metadata={"description": "Per cent of its time."})
    seconds = fields.Integer(required=True)
    failure = fields.String(allow_none=True)
    before = fields.Nested(DispatchFigures)
    after = fields.Nested(DispatchFigures)
    moves = fields.List(fields.Nested(DispatchMove))
    unassigned = fields.List(fields.String())
