"""Free times, and why a time is not one."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from gateway.schemas.appointments import MOST_FOLLOWING
from gateway.schemas.values import Answer, Day, Moment, Part, Query

MAX_DAYS, MAX_DAYS_AT_A_GLANCE = 31, 14
WINDOW = validate.Regexp(r"^\d\d:[0-5]\d-\d\d:[0-5]\d$", error="Not a window such as 15:00-18:00.")


THEN = {
    "description": "More treatments in the same visit, in order, once for each: "
    "`<treatment_id>[:<technician_id>[:<add-on>,…]]`."
}
ADDED = {"description": "Slugs of the first treatment's add-ons, separated by commas."}


class Following(fields.String):
    """A treatment that follows in the same visit, `<treatment_id>[:<technician_id>[:<add-on>,…]]`."""

    default_error_messages = {"following": "Not `<treatment_id>[:<technician_id>[:<add-on>,…]]`."}  # noqa: RUF012 - marshmallow's

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        treatment_id, *more = super()._deserialize(value, attr, data, **kwargs).split(":", 2)
        if not treatment_id or (more and not more[-1]):
            raise self.make_error("following")
        technician_id, addons = (*more, "", "")[:2]
        asked = {"treatment_id": treatment_id, "technician_id": technician_id or None}
        return {**asked, "addons": _slugs(addons)} if addons else asked


class Addons(fields.String):
    """Slugs of add-ons, separated by commas."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return _slugs(super()._deserialize(value, attr, data, **kwargs))


def _slugs(text: str) -> list[str]:
    return [slug.strip() for slug in text.split(",") if slug.strip()]


class VisitQuery(Query):
    """Which visit is asked for."""

    store_id = fields.String(required=True)
    treatment_id = fields.String(required=True)
    technician_id = fields.String()
    then = fields.List(Following(), validate=validate.Length(max=MOST_FOLLOWING), metadata=THEN)
    addons = Addons(metadata=ADDED)
    place = fields.String(validate=validate.OneOf(["store", "home"]))
    lng = fields.Float(validate=validate.Range(min=-180, max=180))
    lat = fields.Float(validate=validate.Range(min=-90, max=90))
    party_size = fields.Integer()
    technician_gender = fields.String(validate=validate.OneOf(["female", "male"]))
    appointment_id = fields.String(metadata={"description": "As if this appointment's own time were free."})
    customer_id = fields.String(metadata={"description": "For this customer; staff only. A customer sees their own."})
    for_guest = fields.Boolean(metadata={"description": "For somebody else: the caller's own visits do not count."})


class QuoteQuery(Query):
    """A booking as far as it is decided."""

    store_id = fields.String(required=True)
    treatment_id = fields.String(required=True)
    starts_at = Moment(metadata={"format": "date-time"})
    technician_id = fields.String()
    then = fields.List(Following(), validate=validate.Length(max=MOST_FOLLOWING), metadata=THEN)
    addons = Addons(metadata=ADDED)
    place = fields.String(validate=validate.OneOf(["store", "home"]))
    party_size = fields.Integer()
    course_id = fields.String(metadata={"description": "A session of this course pays for the first treatment."})
    customer_id = fields.String(metadata={"description": "For this customer; staff only."})


class AvailabilityQuery(VisitQuery):
    from_ = Day(data_key="from", attribute="from", metadata={"description": "Default: today at the store."})
    days = fields.Integer(validate=validate.Range(min=1, max=MAX_DAYS))
    between = fields.String(validate=WINDOW, metadata={"description": "With `suggest`: `15:00-18:00`."})
    suggest = fields.Integer(validate=validate.Range(min=1, max=50))


class NextFreeQuery(Query):
    store_id = fields.String(required=True)
    treatment_id = fields.String(metadata={"description": "Without it: for what each usually gives."})
    place = fields.String(validate=validate.OneOf(["store", "home"]))
    lng = fields.Float(validate=validate.Range(min=-180, max=180))
    lat = fields.Float(validate=validate.Range(min=-90, max=90))
    days = fields.Integer(validate=validate.Range(min=1, max=MAX_DAYS_AT_A_GLANCE))


class NextFree(Part):
    technician_id = fields.String(required=True)
    treatment_id = fields.String(required=True, metadata={"description": "For which it was looked."})
    starts_at = fields.String(
        required=True,
        allow_none=True,
        metadata={"format": "date-time", "description": "null: nothing in the days looked at."},
    )


class Soonest(Answer):
    timezone = fields.String(required=True)
    items = fields.List(fields.Nested(NextFree), required=True)


class ExplainQuery(VisitQuery):
    starts_at = Moment(required=True, metadata={"format": "date-time"})


class Spot(Part):
    """A store by its name, the technician's base, or the customer before, of whom nothing is told."""

    kind = fields.String(required=True, validate=validate.OneOf(["store", "home_base", "visit"]))
    name = fields.String()


class Way(Part):
    """How the technician with the shortest way comes to the customer's place."""

    from_ = fields.Nested(Spot, data_key="from", required=True)
    minutes = fields.Integer(required=True)
    leave_at = fields.String(required=True, metadata={"format": "date-time"})
    text = fields.String(required=True)


class Slot(Part):
    """`ends_at` is the end of the whole visit; the technicians are those who could give its first treatment."""

    starts_at = fields.String(required=True, metadata={"format": "date-time"})
    ends_at = fields.String(required=True, metadata={"format": "date-time"})
    technician_ids = fields.List(fields.String(), required=True)
    travel = fields.Nested(Way, metadata={"description": "Of a visit at home, unless the technician is there already."})


class AvailableDay(Part):
    date = Day(required=True)
    slots = fields.List(fields.Nested(Slot), required=True)


class Availability(Answer):
    treatment_id = fields.String(required=True)
    duration_minutes = fields.Integer(required=True, metadata={"description": "Of the whole visit."})
    timezone = fields.String(required=True)
    days = fields.List(fields.Nested(AvailableDay), required=True)
    suggestions = fields.List(fields.Nested(Slot), metadata={"description": "With `between` and `suggest`."})


class Reason(Part):
    code = fields.String(required=True)
    text = fields.String(required=True)
    technician_id = fields.String()
    treatment_id = fields.String(metadata={"description": "The later treatment it speaks of."})


class Explanation(Answer):
    offered = fields.Boolean(required=True)
    reasons = fields.List(fields.Nested(Reason), required=True)
