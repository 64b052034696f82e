"""A course 疗程: n sessions bought, k used, until a date.

Its two counts are decided under the lock of its row: what is reserved and what is used are never more together than was
bought. A session is reserved with its appointment, then used or returned with what becomes of it, once.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from services.booking.domain.errors import CourseExpired, CourseNotFitting, CourseUnknown, CourseUsedUp
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.transitions import COMPLETED, ENDED, LATE_CANCELLED, NO_SHOW
from services.booking.domain.terms.rules import Rules
from shared.actor import Actor

RESERVED, USED, RETURNED = "reserved", "used", "returned"
ACTIVE, USED_UP, EXPIRED = "active", "used_up", "expired"


@dataclass(frozen=True)
class Session:
    """One session: reserved for an appointment until it is used or returned.

    `used_if_late` and `used_if_missed` are the rules that held when it was reserved: whether a late cancellation and a
    visit nobody came to use it up.
    """

    appointment_id: str
    state: str
    used_if_late: bool
    used_if_missed: bool

    def outcome(self, status: str) -> str:
        """Its state once the appointment has that status."""
        kept = {COMPLETED: True, LATE_CANCELLED: self.used_if_late, NO_SHOW: self.used_if_missed}
        if status in kept:
            return USED if kept[status] else RETURNED
        return RETURNED if status in ENDED else RESERVED


@dataclass(frozen=True)
class Course:
    """`revision` grows with every session reserved, used or returned; `expires_on` is the last day, by the store's
    clock, on which a session may begin.
    """

    id: str
    revision: int
    customer_id: str
    store_id: str
    treatment_id: str
    sessions: int
    price_fen: int
    bought_at: datetime
    expires_on: date
    sold_by: str
    reserved: int = 0
    used: int = 0

    @property
    def left(self) -> int:
        return self.sessions - self.reserved - self.used

    def status(self, today: date) -> str:
        if self.used == self.sessions:
            return USED_UP
        return EXPIRED if today > self.expires_on else ACTIVE

    def is_theirs(self, actor: Actor) -> bool:
        """The customer's own, and the staff's of the store that sold it."""
        return actor.account_id == self.customer_id or actor.works_for(self.store_id)

    def check_fits(self, customer_id: str, treatment_id: str) -> None:
        """CourseUnknown for somebody else's, CourseNotFitting for another treatment than was bought."""
        if customer_id != self.customer_id:
            raise CourseUnknown
        if treatment_id != self.treatment_id:
            raise CourseNotFitting(params={"treatment_id": self.treatment_id})

    def check_day(self, starts_at: datetime, zone: ZoneInfo) -> None:
        if starts_at.astimezone(zone).date() > self.expires_on:
            raise CourseExpired(params={"expires_on": self.expires_on.isoformat()})

    def check_left(self, wanted: int = 1) -> None:
        if self.left < wanted:
            raise CourseUsedUp(params={"left": self.left})

    def reserve(self, visit: Appointment, zone: ZoneInfo, rules: Rules) -> tuple[Self, Session]:
        """One session for the visit, under the rules of now; refuses what does not fit, is too late, or is not left."""
        self.check_fits(visit.customer_id, visit.treatment_id)
        self.check_day(visit.starts_at, zone)
        self.check_left()
        kept = rules.late_cancel_uses_session, rules.no_show_uses_session
        session = Session(visit.id, RESERVED, *kept)
        return replace(self, revision=self.revision + 1, reserved=self.reserved + 1), session

    def settled(self, session: Session, status: str) -> tuple[Self, Session]:
        """After the session's appointment has come to that status; a session that is settled stays as it is."""
        outcome = session.outcome(status) if session.state == RESERVED else session.state
        if outcome == session.state:
            return self, session
        used = self.used + (outcome == USED)
        after = replace(self, revision=self.revision + 1, reserved=self.reserved - 1, used=used)
        return after, replace(session, state=outcome)
