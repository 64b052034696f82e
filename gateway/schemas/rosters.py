"""Working plans, leave, duty, and the calendar of a store."""

from marshmallow import fields, validate

from gateway.schemas.conflicts import Changed, Deciding
from gateway.schemas.values import Answer, Day, Instant, Part, Query, page_of
from gateway.schemas.weekly import Shift, Weekly


class PlanException(Part):
    """Another plan for one date; no shifts: a day off."""

    on = Day(required=True)
    shifts = fields.List(fields.Nested(Shift), required=True)


class Plan(Part):
    """A week that repeats from a date on, until a later plan."""

    effective_from = Day(required=True)
    weekly = fields.Nested(Weekly, required=True)
    exceptions = fields.List(fields.Nested(PlanException))


class PutWorkingPlan(Deciding):
    effective_from = Day(required=True)
    weekly = fields.Nested(Weekly, required=True)
    exceptions = fields.List(fields.Nested(PlanException))
    version = fields.String(
        allow_none=True,
        metadata={
            "description": "Of the plans as they were read: changed meanwhile, they are left (`version_conflict`)."
        },
    )


class WorkingPlan(Changed):
    technician_id = fields.String()
    effective_from = Day(allow_none=True)
    weekly = fields.Nested(Weekly, required=True)
    exceptions = fields.List(fields.Nested(PlanException))
    upcoming = fields.List(fields.Nested(Plan), metadata={"description": "Plans that begin later."})
    version = fields.String(metadata={"description": "Of the plan and those that begin later, for the next PUT."})


class AddLeave(Deciding):
    from_ = Instant(data_key="from", required=True, metadata={"format": "date-time"})
    to = Instant(required=True, metadata={"format": "date-time"})
    reason = fields.String(allow_none=True)


class Leave(Changed):
    id = fields.String(required=True, allow_none=True)
    technician_id = fields.String()
    from_ = fields.String(data_key="from", required=True, metadata={"format": "date-time"})
    to = fields.String(required=True, metadata={"format": "date-time"})
    reason = fields.String(allow_none=True)


LeaveList = page_of(Leave, "LeaveList")


class StoreLeaveQuery(Query):
    store_id = fields.String(required=True)
    from_ = Day(data_key="from", attribute="from", metadata={"description": "Default: today at the store."})
    days = fields.Integer(validate=validate.Range(min=1, max=366))


class StoreLeave(Part):
    id = fields.String(required=True)
    technician_id = fields.String(required=True)
    technician_name = fields.String(required=True)
    from_ = fields.String(data_key="from", required=True, metadata={"format": "date-time"})
    to = fields.String(required=True, metadata={"format": "date-time"})
    reason = fields.String(allow_none=True)


StoreLeaveList = page_of(StoreLeave, "StoreLeaveList")


class PresentDuty(Answer):
    technician_id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["on", "off"]))
    until = fields.String(
        required=True, allow_none=True, metadata={"format": "date-time", "description": "Of being off duty."}
    )


class SetDuty(Deciding):
    state = fields.String(required=True, validate=validate.OneOf(["on", "off"]))


class Duty(Changed):
    technician_id = fields.String()
    state = fields.String(required=True)


class CalendarQuery(Query):
    store_id = fields.String(required=True)
    from_ = Day(data_key="from", attribute="from")
    days = fields.Integer(validate=validate.Range(min=1, max=31))


class Calendar(Answer):
    """The store's resource timeline: who and what is busy when."""

    store_id = fields.String(required=True)
    timezone = fields.String()
    from_ = fields.String(data_key="from", metadata={"format": "date-time"})
    to = fields.String(metadata={"format": "date-time"})
    resources = fields.List(fields.Dict(), required=True)
