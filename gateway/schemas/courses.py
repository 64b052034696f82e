"""Courses 疗程: so many sessions of a treatment, bought at once."""

from marshmallow import fields, validate

from gateway.schemas.appointments import Named
from gateway.schemas.values import Answer, Day, PageQuery, Part, Request, page_of


class BuyCourse(Request):
    """At the price of the treatment's `course`."""

    store_id = fields.String(required=True)
    treatment_id = fields.String(required=True)
    customer_id = fields.String(allow_none=True, metadata={"description": "Staff sell to this customer."})


class CourseQuery(PageQuery):
    customer_id = fields.String(metadata={"description": "Of this customer; staff only."})


class CourseSession(Part):
    appointment_id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["reserved", "used", "returned"]))


class Course(Answer):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    customer_id = fields.String(required=True)
    store_id = fields.String(required=True)
    treatment = fields.Nested(Named, required=True)
    sessions = fields.Integer(required=True, metadata={"description": "How many were bought."})
    reserved = fields.Integer(required=True, metadata={"description": "For appointments still to come."})
    used = fields.Integer(required=True)
    left = fields.Integer(required=True)
    price_fen = fields.Integer(required=True)
    bought_at = fields.String(required=True, metadata={"format": "date-time"})
    expires_on = Day(required=True, metadata={"description": "The last day on which a session may begin."})
    status = fields.String(required=True, validate=validate.OneOf(["active", "used_up", "expired"]))
    history = fields.List(fields.Nested(CourseSession), metadata={"description": "Of one course alone."})


CourseList = page_of(Course, "CourseList")
