"""Courses 疗程: sold, shown, and their sessions reserved, used and returned with the appointments they are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.booking.domain.catalogue import Treatment
from services.booking.domain.course.course import USED, Course, Session
from services.booking.domain.course.events import CourseBought, CourseSessionReturned, CourseSessionUsed
from services.booking.domain.errors import (
    CourseNotFitting,
    CourseNotSold,
    CourseUnknown,
    CustomerMissing,
    NotYourCustomer,
)
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.ordering.order import Order
from services.booking.ports import Storage
from services.booking.use_cases.read import require_sign_in
from shared.actor import Actor
from shared.call import Call
from shared.ids import new_id


@dataclass(frozen=True)
class SeenCourse:
    """A course as one person sees it today, by the clock of the store that sold it."""

    course: Course
    treatment: Treatment
    sessions: Sequence[Session] | None
    zone: ZoneInfo
    today: date
    language: str


@dataclass(frozen=True)
class CoursePage:
    """A part of the list; `next_cursor` is None at its end."""

    items: Sequence[SeenCourse]
    next_cursor: str | None


def buy_course(
    storage: Storage, *, call: Call, now: datetime, store_id: str, treatment_id: str, customer_id: str | None = None
) -> SeenCourse:
    """The customer's own purchase, or the store's staff's for a customer whom they name; CourseNotSold for other
    treatments.
    """
    buyer = _buyer(call.actor, store_id, customer_id)
    offer = storage.catalogue.offer(store_id, treatment_id, None, now)
    sold = offer.treatment.course
    if sold is None:
        raise CourseNotSold
    last_day = (now + timedelta(days=offer.rules.course_valid_days)).astimezone(ZoneInfo(offer.store.timezone)).date()
    who = buyer, store_id, treatment_id
    course = Course(new_id(), 1, *who, sold.sessions, sold.price_fen, now, last_day, sold_by=str(call.actor))
    storage.transact(lambda: storage.courses.add(course, CourseBought.of(course, offer.treatment), now))
    return _seen(storage, course, call, now, with_sessions=True)


def _buyer(actor: Actor, store_id: str, customer_id: str | None) -> str:
    require_sign_in(actor)
    if customer_id not in (None, actor.account_id) and not actor.works_for(store_id):
        raise NotYourCustomer
    if customer_id is None and actor.is_staff:
        # Nobody named would make it the receptionist's own; whoever wants one for themselves names themselves.
        raise CustomerMissing
    return customer_id or str(actor)


def get_course(storage: Storage, *, call: Call, now: datetime, course_id: str) -> SeenCourse:
    """With all its sessions; CourseUnknown for somebody else's."""
    require_sign_in(call.actor)
    course = storage.courses.get(course_id)
    if not course.is_theirs(call.actor):
        raise CourseUnknown
    return _seen(storage, course, call, now, with_sessions=True)


def find_courses(
    storage: Storage,
    *,
    call: Call,
    now: datetime,
    customer_id: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> CoursePage:
    """The caller's own; for staff those sold by their stores, of all customers or of one."""
    actor = call.actor
    require_sign_in(actor)
    stores = None if actor.is_admin or actor.is_system else actor.stores
    scope = (customer_id, stores) if actor.is_staff else (str(actor), None)
    found = storage.courses.find(*scope, cursor, limit + 1)
    items = [_seen(storage, one, call, now, with_sessions=False) for one in found[:limit]]
    return CoursePage(items, found[limit - 1].id if len(found) > limit else None)


def courses_of(storage: Storage, customer_id: str, *, call: Call, now: datetime, limit: int) -> list[SeenCourse]:
    """Every course that one customer bought, with its sessions."""
    return [
        _seen(storage, one, call, now, with_sessions=True)
        for one in storage.courses.find(customer_id, None, None, limit)
    ]


def check_course(storage: Storage, order: Order) -> None:
    """Before any time is asked for: whether the order may be paid by the course it names."""
    asked = order.request
    if asked.course_id is None:
        return
    course = storage.courses.get(asked.course_id)
    course.check_fits(order.customer_id, asked.treatment_id)
    if order.party_size != order.offer.treatment.party_size:
        raise CourseNotFitting(params={"treatment_id": course.treatment_id})
    course.check_day(asked.starts_at, ZoneInfo(order.offer.store.timezone))
    course.check_left()


def reserve_session(storage: Storage, order: Order, visit: Appointment, now: datetime) -> None:
    """In the transaction that makes the appointment: one session for it, under the lock of its course."""
    if visit.course_id is not None:
        course = storage.courses.lock(visit.course_id)
        zone = ZoneInfo(order.offer.store.timezone)
        storage.courses.save(*course.reserve(visit, zone, order.offer.rules), [], now)


def check_change(storage: Storage, visit: Appointment, treatment_id: str, starts_at: datetime) -> None:
    """Whether a visit that is paid by a course may become that; CourseNotFitting and CourseExpired where not."""
    if visit.course_id is not None:
        course = storage.courses.get(visit.course_id)
        course.check_fits(visit.customer_id, treatment_id)
        course.check_day(starts_at, ZoneInfo(storage.catalogue.store(visit.store_id).timezone))


def settle_session(storage: Storage, visit: Appointment, now: datetime) -> None:
    """In the transaction of a step: the session is used or returned where the visit has come to its end, once."""
    if visit.course_id is None:
        return
    course = storage.courses.lock(visit.course_id)
    session = storage.courses.session(course.id, visit.id)
    if session is None:
        return
    after, settled = course.settled(session, visit.status)
    if settled != session:
        kind = CourseSessionUsed if settled.state == USED else CourseSessionReturned
        treatment = storage.catalogue.directory(treatments=[course.treatment_id]).treatment(course.treatment_id)
        storage.courses.save(after, settled, [kind.of(after, treatment, visit.id)], now)


def uses_session(storage: Storage, visit: Appointment) -> bool | None:
    """Whether the session of a visit with that status is used up; None of a visit that no course pays for."""
    session = storage.courses.session(visit.course_id, visit.id) if visit.course_id else None
    return None if session is None else session.outcome(visit.status) == USED


def _seen(storage: Storage, course: Course, call: Call, now: datetime, *, with_sessions: bool) -> SeenCourse:
    sessions = storage.courses.sessions(course.id) if with_sessions else None
    directory = storage.catalogue.directory(stores=[course.store_id], treatments=[course.treatment_id])
    zone = ZoneInfo(directory.store(course.store_id).timezone)
    treatment = directory.treatment(course.treatment_id)
    return SeenCourse(course, treatment, sessions, zone, now.astimezone(zone).date(), call.language)
