"""Courses in SQL, with their sessions and their events."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, update

from services.booking.adapters.tables import course_sessions, courses
from services.booking.domain.course.course import Course, Session
from services.booking.domain.course.events import CourseFact
from services.booking.domain.errors import CourseUnknown
from shared.call import Call
from shared.db import Database
from shared.outbox import Outbox

COURSE = tuple(field.name for field in fields(Course))
SESSION = tuple(field.name for field in fields(Session))


class SqlCourses:
    """The courses of booking's database; the events they tell belong to `call`."""

    def __init__(self, database: Database, outbox: Outbox, call: Call) -> None:
        self.database = database
        self.outbox = outbox
        self.call = call

    def get(self, course_id: str) -> Course:
        return self._one(select(courses).where(courses.c.id == course_id))

    def lock(self, course_id: str) -> Course:
        return self._one(select(courses).where(courses.c.id == course_id).with_for_update())

    def find(
        self, customer_id: str | None, store_ids: frozenset[str] | None, after: str | None, limit: int
    ) -> list[Course]:
        wanted = select(courses)
        if customer_id is not None:
            wanted = wanted.where(courses.c.customer_id == customer_id)
        if store_ids is not None:
            wanted = wanted.where(courses.c.store_id.in_(sorted(store_ids)))
        if after is not None:
            wanted = wanted.where(courses.c.id < after)
        with self.database.reading() as connection:
            rows = connection.execute(wanted.order_by(courses.c.id.desc()).limit(limit))
            return [_course(row) for row in rows]

    def add(self, course: Course, fact: CourseFact, now: datetime) -> None:
        with self.database.transaction() as connection:
            connection.execute(courses.insert(), {name: getattr(course, name) for name in COURSE})
            self.outbox.add([fact], call=self.call, now=now)

    def session(self, course_id: str, appointment_id: str) -> Session | None:
        found = self._sessions(_of(course_id).where(course_sessions.c.appointment_id == appointment_id))
        return found[0] if found else None

    def sessions(self, course_id: str) -> Sequence[Session]:
        return self._sessions(_of(course_id))

    def save(self, course: Course, session: Session, facts: Sequence[CourseFact], now: datetime) -> None:
        is_new = self.session(course.id, session.appointment_id) is None
        row = {name: getattr(session, name) for name in SESSION}
        changed = {name: getattr(course, name) for name in COURSE}
        with self.database.transaction() as connection:
            connection.execute(update(courses).where(courses.c.id == course.id).values(**changed))
            if is_new:
                connection.execute(course_sessions.insert(), {**row, "course_id": course.id})
            else:
                it = (
                    course_sessions.c.course_id == course.id,
                    course_sessions.c.appointment_id == session.appointment_id,
                )
                connection.execute(update(course_sessions).where(*it).values(**row))
            self.outbox.add(facts, call=self.call, now=now)

    def _one(self, wanted: Select[Any]) -> Course:
        with self.database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise CourseUnknown
        return _course(row)

    def _sessions(self, wanted: Select[Any]) -> list[Session]:
        with self.database.reading() as connection:
            rows = connection.execute(wanted.order_by(course_sessions.c.appointment_id))
            return [Session(**{name: getattr(row, name) for name in SESSION}) for row in rows]


def _of(course_id: str) -> Select[Any]:
    return select(course_sessions).where(course_sessions.c.course_id == course_id)


def _course(row: Row[Any]) -> Course:
    return Course(**{name: getattr(row, name) for name in COURSE})
