"""Courses 疗程: selling them, and what is left of them."""

from gateway.api.appointments import customer_meant
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.courses import BuyCourse, Course, CourseList, CourseQuery

blp = Blueprint("courses", __name__, description="Courses of treatments")


@blp.post("/courses")
@blp.action
@blp.body(BuyCourse)
@blp.answers(201, Course)
def buy_course(asked: Json) -> Json:
    """Buy a course, or sell it to a customer

    A booking that names its `course_id` reserves one session and pays nothing for the treatment. The session is used
    when the visit is completed, and returned when it is cancelled in time; the booking rules say what becomes of it
    after a late cancellation or a no-show.
    """
    return ask("booking", "buy_course", asked, customer_id=customer_meant(asked))


@blp.get("/courses")
@blp.signed_in
@blp.query(CourseQuery)
@blp.answers(200, CourseList)
def find_courses(asked: Json) -> Json:
    """My courses, or those my stores sold"""
    return ask("booking", "find_courses", asked)


@blp.get("/courses/<id:course_id>")
@blp.signed_in
@blp.answers(200, Course)
def get_course(course_id: str) -> Json:
    """A course, with what became of each session"""
    return ask("booking", "get_course", course_id=course_id)
