"""Courses, kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.booking.domain.course.course import Course, Session
from services.booking.domain.course.events import CourseFact


class Courses(Protocol):
    """Courses and their sessions; row, sessions and events are one transaction."""

    def get(self, course_id: str) -> Course:
        """Raises CourseUnknown."""
        ...

    def lock(self, course_id: str) -> Course:
        """The same, and nobody else changes it before the transaction ends."""
        ...

    def find(
        self, customer_id: str | None, store_ids: frozenset[str] | None, after: str | None, limit: int
    ) -> list[Course]:
        """The newest first: of that customer, sold by one of those stores; None is any. `after` is the last id seen."""
        ...

    def add(self, course: Course, fact: CourseFact, now: datetime) -> None: ...

    def session(self, course_id: str, appointment_id: str) -> Session | None: ...

    def sessions(self, course_id: str) -> Sequence[Session]:
        """All that were ever reserved, in the order of their appointments' ids."""
        ...

    def save(self, course: Course, session: Session, facts: Sequence[CourseFact], now: datetime) -> None:
        """The course with one session as it is now; the course is locked."""
        ...
