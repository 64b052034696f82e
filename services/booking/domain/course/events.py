"""What is told of courses. `revision` is the course's own."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from services.booking.domain.catalogue import Treatment
from services.booking.domain.course.course import Course
from shared.events import Fact


@dataclass(frozen=True)
class CourseTreatment:
    """What the sessions are of."""

    id: str
    slug: str
    name: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class CourseFact(Fact):
    """The course as it is now; `appointment_id` is the visit whose session was used or returned."""

    course_id: str
    revision: int
    customer_id: str
    store_id: str
    treatment: CourseTreatment
    sessions: int
    reserved: int
    used: int
    price_fen: int
    expires_on: date
    appointment_id: str | None

    @classmethod
    def of(cls, course: Course, treatment: Treatment, appointment_id: str | None = None) -> Self:
        return cls(
            course_id=course.id,
            revision=course.revision,
            customer_id=course.customer_id,
            store_id=course.store_id,
            treatment=CourseTreatment(treatment.id, treatment.slug, treatment.name, treatment.name_en),
            sessions=course.sessions,
            reserved=course.reserved,
            used=course.used,
            price_fen=course.price_fen,
            expires_on=course.expires_on,
            appointment_id=appointment_id,
        )


class CourseBought(CourseFact):
    """A customer has so many sessions now."""


class CourseSessionUsed(CourseFact):
    """One session is gone: it was given, or kept for a visit called off too late or missed."""


class CourseSessionReturned(CourseFact):
    """The session reserved for a visit is the customer's again."""
