"""Courses held in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.booking.domain.course.course import Course, Session
from services.booking.domain.course.events import CourseFact
from services.booking.domain.errors import CourseUnknown


@dataclass
class InMemoryCourses:
    rows: dict[str, Course] = field(default_factory=dict)
    kept: dict[tuple[str, str], Session] = field(default_factory=dict)
    events: list[CourseFact] = field(default_factory=list)

    def get(self, course_id: str) -> Course:
        if course_id not in self.rows:
            raise CourseUnknown
        return self.rows[course_id]

    lock = get

    def find(
        self, customer_id: str | None, store_ids: frozenset[str] | None, after: str | None, limit: int
    ) -> list[Course]:
        newest = sorted(self.rows.values(), key=lambda one: one.id, reverse=True)
        return [
            one
            for one in newest
            if customer_id in (None, one.customer_id)
            and (store_ids is None or one.store_id in store_ids)
            and (after is None or one.id < after)
        ][:limit]

    def add(self, course: Course, fact: CourseFact, now: datetime) -> None:
        assert course.id not in self.rows
        self.rows[course.id] = course
        self.events.append(fact)

    def session(self, course_id: str, appointment_id: str) -> Session | None:
        return self.kept.get((course_id, appointment_id))

    def sessions(self, course_id: str) -> Sequence[Session]:
        return [one for (course, _), one in sorted(self.kept.items()) if course == course_id]

    def save(self, course: Course, session: Session, facts: Sequence[CourseFact], now: datetime) -> None:
        assert course.revision == self.rows[course.id].revision + 1
        self.rows[course.id] = course
        self.kept[course.id, session.appointment_id] = session
        self.events.extend(facts)

    def told(self) -> list[str]:
        return [fact.type() for fact in self.events]
