"""Courses 疗程: what is asked, and what is told."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.booking.schemas.shapes import Request, id_field, localised, place_of_ids


class BuyCourse(Request):
    """For oneself; staff name the customer."""

    store_id = id_field(required=True)
    treatment_id = id_field(required=True)
    customer_id = id_field(load_default=None, allow_none=True)


class CourseNamed(Request):
    course_id = id_field(required=True)


class FindCourses(Request):
    customer_id = id_field(load_default=None, allow_none=True)
    cursor = place_of_ids(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


class SessionView(Schema):
    appointment_id = fields.String()
    state = fields.String()


class CourseView(Schema):
    """A course from a `SeenCourse`; its sessions only where one alone is looked at."""

    id = fields.String(attribute="course.id")
    version = fields.Integer(attribute="course.revision")
    customer_id = fields.String(attribute="course.customer_id")
    store_id = fields.String(attribute="course.store_id")
    treatment = fields.Function(lambda seen: localised(seen.treatment, seen.language))
    sessions = fields.Integer(attribute="course.sessions")
    reserved = fields.Integer(attribute="course.reserved")
    used = fields.Integer(attribute="course.used")
    left = fields.Integer(attribute="course.left")
    price_fen = fields.Integer(attribute="course.price_fen")
    bought_at = fields.Function(lambda seen: seen.course.bought_at.astimezone(seen.zone).isoformat())
    expires_on = fields.Date(attribute="course.expires_on")
    status = fields.Function(lambda seen: seen.course.status(seen.today))
    history = fields.List(fields.Nested(SessionView), attribute="sessions")


_course = CourseView()


def course_view(seen: Any) -> dict[str, Any]:
    return {name: value for name, value in _course.dump(seen).items() if name != "history" or value is not None}


def courses_view(page: Any) -> dict[str, Any]:
    return {"items": [course_view(one) for one in page.items], "next_cursor": page.next_cursor}
