"""Public holidays, make-up work days and a store's own exceptions."""

from marshmallow import fields, validate

from gateway.schemas.values import Answer, Day, Part, Query, Request, page_of
from gateway.schemas.weekly import Shift

KINDS = {
    "description": "`holiday`: by the rule `holiday_hours`; `workday`: a make-up day, works like the weekday it "
    "`follows`, in a store of its own or where the public calendar is followed; `closed`; `hours`: open in `hours` "
    "only; `usual`: what is told more generally does not hold."
}


class CalendarDayFields(Part):
    on = Day(required=True)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(["holiday", "workday", "closed", "hours", "usual"]),
        metadata=KINDS,
    )
    follows = fields.String(allow_none=True, validate=validate.OneOf(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
    hours = fields.List(fields.Nested(Shift))
    name = fields.String()
    name_en = fields.String()
    store_id = fields.String(allow_none=True, metadata={"description": "Null: every store (platform only)."})


class PutCalendarDay(Request, CalendarDayFields):
    """One day, whole: what was entered of it before is replaced."""


class CalendarDay(Answer, CalendarDayFields):
    is_public = fields.Boolean(metadata={"description": "From the published calendar; nobody entered it."})


CalendarDayList = page_of(CalendarDay, "CalendarDayList")


class CalendarDaysQuery(Query):
    store_id = fields.String()
    from_ = Day(data_key="from", attribute="from", metadata={"description": "Default: today."})
    days = fields.Integer(validate=validate.Range(min=1, max=366))


class CalendarDayQuery(Query):
    on = Day(required=True)
    store_id = fields.String()
