"""A wish for time that is taken: who waits for what, and the one offer they may have at a time.

Fair order: whoever has let fewer offers go by without a word comes first, and among those who joined first. Declining
costs nobody their place; leaving others waiting for no answer does.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from services.booking.domain.errors import IllegalTransition
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.contact import Address, Contact
from services.booking.domain.ordering.request import BookingRequest
from services.booking.domain.waitlist import transitions as life
from services.booking.domain.waitlist.errors import WishedDatesInvalid
from shared.actor import Actor
from shared.interval import Interval

MOST_DAYS, FARTHEST_DAYS, MOST_PASSED = 31, 90, 50
Place = tuple[int, datetime, str]
What = tuple[str, str, str | None]


@dataclass(frozen=True)
class Window:
    """A part of the day on the store's clock, `18:00` to `21:00`; a start lies inside."""

    start: str
    end: str


@dataclass(frozen=True)
class Terms:
    """What is wished for beside store, treatment, technician and dates; as a booking has it. A party size of 0 is the
    treatment's own, until the wish is made.
    """

    windows: tuple[Window, ...] = ()
    place: str = "store"
    address: Address | None = None
    contact: Contact | None = None
    party_size: int = 0
    note: str | None = None
    technician_gender: str | None = None
    for_guest: bool = False

    def booking(self, what: What, starts_at: datetime, customer_id: str | None) -> BookingRequest:
        return BookingRequest(
            what[0],
            what[1],
            starts_at,
            what[2],
            self.place,
            self.address,
            self.contact,
            self.party_size or None,
            self.note,
            customer_id,
            technician_gender=self.technician_gender,
        )


@dataclass(frozen=True)
class Joining:
    """What somebody asks for who wants to wait. `technician_id` None: any; `customer_id` None: for oneself."""

    store_id: str
    treatment_id: str
    technician_id: str | None
    first: date
    last: date
    terms: Terms
    customer_id: str | None = None

    def booking(self, starts_at: datetime) -> BookingRequest:
        """The booking that it would be at that start, to be judged by the same rules."""
        what = (self.store_id, self.treatment_id, self.technician_id)
        return self.terms.booking(what, starts_at, self.customer_id)

    def wish(self, wish_id: str, terms: Terms, joined_by: str, now: datetime, zone: ZoneInfo) -> "WaitlistWish":
        """The wish it is, on terms that have been checked as those of a booking; WishedDatesInvalid."""
        check_dates(self.first, self.last, now.astimezone(zone).date())
        return WaitlistWish(
            wish_id,
            life.WAITING,
            1,
            self.customer_id or joined_by,
            joined_by,
            self.store_id,
            self.treatment_id,
            self.technician_id,
            self.first,
            self.last,
            now,
            end_of(self.last, zone),
            terms,
        )


@dataclass(frozen=True)
class Offer:
    """Time held for the wish until `answer_by`. The id of the claim is that of the appointment to be."""

    claim: Claim
    answer_by: datetime

    @property
    def appointment_id(self) -> str:
        return self.claim.id

    @property
    def during(self) -> Interval:
        return Interval(self.claim.starts_at, self.claim.ends_at)


@dataclass(frozen=True)
class WaitlistWish:
    """`ends_at` is the end of the last date on the store's clock. `unanswered` counts the offers let go by; `passed` is
    the time of those and of the declined ones, which is not offered to them again. An accepted wish keeps its offer.
    """

    id: str
    status: str
    version: int
    customer_id: str
    joined_by: str
    store_id: str
    treatment_id: str
    technician_id: str | None
    first: date
    last: date
    joined_at: datetime
    ends_at: datetime
    terms: Terms = Terms()
    unanswered: int = 0
    passed: tuple[Interval, ...] = ()
    offer: Offer | None = None

    @property
    def technician_ids(self) -> tuple[str, ...]:
        """Whoever is named in it."""
        offered = self.offer.claim.technician_ids if self.offer else ()
        named = () if self.technician_id is None else (self.technician_id,)
        return tuple(dict.fromkeys((*named, *offered)))

    @property
    def asks_for(self) -> tuple[object, ...]:
        """What tells two wishes of a customer apart: not the note, the order of the windows, or how to reach them."""
        terms = self.terms
        when = (self.first, self.last, frozenset(terms.windows))
        where = (self.store_id, terms.place, terms.address)
        for_whom = (terms.party_size, terms.contact if terms.for_guest else None)
        return (*when, *where, *for_whom, self.treatment_id, self.technician_id, terms.technician_gender)

    @property
    def place_in_line(self) -> Place:
        return self.unanswered, self.joined_at, self.id

    def parts_of(self, actor: Actor) -> frozenset[str]:
        """What the actor is to this wish; nothing at all means that it is not theirs to see."""
        parts = {
            life.CUSTOMER: actor.account_id == self.customer_id,
            life.STAFF: actor.works_for(self.store_id) and not actor.is_system,
            life.SYSTEM: actor.is_system,
        }
        return frozenset(part for part, holds in parts.items() if holds)

    def allowed_actions(self, by: Collection[str], now: datetime) -> tuple[str, ...]:
        actions = life.allowed_actions(self.status, by)
        return tuple(action for action in actions if action != "accept" or self.is_running(now))

    def is_running(self, now: datetime) -> bool:
        """Whether an offer waits for an answer and its deadline has not come."""
        return self.status == life.OFFERED and self.offer is not None and now < self.offer.answer_by

    def offered(self, offer: Offer) -> Self:
        return self._step("offer", {life.SYSTEM}, offer=offer)

    def accepted(self, by: Collection[str], now: datetime) -> Self:
        """IllegalTransition once the deadline has come, whether or not anybody has noticed yet."""
        if self.status == life.OFFERED and not self.is_running(now):
            raise IllegalTransition(params={"status": self.status, "action": "accept"})
        return self._step("accept", by)

    def declined(self, by: Collection[str]) -> Self:
        return self._step("decline", by, offer=None, passed=self._passed())

    def expired(self) -> Self:
        changed = {"offer": None, "passed": self._passed(), "unanswered": self.unanswered + 1}
        return self._step("expire", {life.SYSTEM}, **changed)

    def withdrawn(self, by: Collection[str]) -> Self:
        return self._step("withdraw", by, offer=None)

    def lapsed(self) -> Self:
        return self._step("lapse", {life.SYSTEM})

    def forgotten(self) -> Self:
        """The same wish, and nothing of the person who had it."""
        return replace(self, terms=replace(self.terms, contact=None, address=None, note=None))

    def booking(self, starts_at: datetime) -> BookingRequest:
        """What it becomes at that start."""
        what = (self.store_id, self.treatment_id, self.technician_id)
        return self.terms.booking(what, starts_at, self.customer_id)

    def _step(self, action: str, by: Collection[str], **changes: object) -> Self:
        status = life.after(self.status, action, by)
        return replace(self, status=status, version=self.version + 1, **changes)  # type: ignore[arg-type]

    def _passed(self) -> tuple[Interval, ...]:
        offered = (self.offer.during,) if self.offer else ()
        return (*self.passed, *offered)[-MOST_PASSED:]


def end_of(last: date, zone: ZoneInfo) -> datetime:
    """The midnight that ends a date."""
    return datetime.combine(last + timedelta(days=1), time(), zone)


def check_dates(first: date, last: date, today: date) -> None:
    """WishedDatesInvalid for dates that are over, a range that is long or far away."""
    against = {
        "to": "It ends before it starts." if last < first else "These dates are over." if last < today else None,
        "from": "It is too far ahead." if first > today + timedelta(days=FARTHEST_DAYS) else None,
    }
    if not any(against.values()) and (last - first).days >= MOST_DAYS:
        against["to"] = f"No more than {MOST_DAYS} days."
    fields = {name: [text] for name, text in against.items() if text}
    if fields:
        raise WishedDatesInvalid(params={"most_days": MOST_DAYS}, fields=fields)


def deadline_of(now: datetime, minutes: int, starts_at: datetime) -> datetime:
    """Until when an offer stands: so many minutes, and never longer than until the visit would begin."""
    return min(now + timedelta(minutes=minutes), starts_at)
