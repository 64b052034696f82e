"""A ticket: a guest in the store who waits for their turn, under a number that begins anew each day."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from services.booking.domain.life.contact import Contact
from services.booking.domain.ordering.request import BookingRequest
from services.booking.domain.queue import transitions as life
from shared.actor import Actor

NUMBERS_PER_LETTER = 999
FIVE_MINUTES = timedelta(minutes=5)


def number_of(position: int) -> str:
    """`A001` is the first of a store's day, `B001` comes after `A999`."""
    letter, number = divmod(position - 1, NUMBERS_PER_LETTER)
    return f"{chr(ord('A') + letter)}{number + 1:03d}"


@dataclass(frozen=True)
class Taking:
    """What is asked for with a ticket. `customer_id` is named by staff; customers take their own."""

    store_id: str
    treatment_id: str | None = None
    technician_id: str | None = None
    party_size: int = 1
    name: str | None = None
    phone: str | None = None
    customer_id: str | None = None


@dataclass(frozen=True)
class Admission:
    """What is to be given, by whom and from when; what is left out is the ticket's, and from now."""

    treatment_id: str | None = None
    technician_id: str | None = None
    starts_at: datetime | None = None


@dataclass(frozen=True)
class Serving:
    """The visit that a ticket is becoming, and the id of its attempt."""

    appointment_id: str
    treatment_id: str
    technician_id: str | None
    starts_at: datetime


@dataclass(frozen=True)
class Ticket:
    """`position` counts the tickets of the store's day. `customer_id` None: a guest without an account here.

    `answer_by` is until when who was called may come. `estimated_at` is what was told them when they took it.
    """

    id: str
    store_id: str
    on: date
    position: int
    status: str
    version: int
    joined_at: datetime
    taken_by: str
    customer_id: str | None = None
    treatment_id: str | None = None
    technician_id: str | None = None
    party_size: int = 1
    contact: Contact | None = None
    called_at: datetime | None = None
    answer_by: datetime | None = None
    estimated_at: datetime | None = None
    serving: Serving | None = None

    @property
    def number(self) -> str:
        return number_of(self.position)

    @property
    def guest(self) -> str:
        """Whose visit it becomes; a guest without an account is known by their ticket alone."""
        return self.customer_id or self.id

    def parts_of(self, actor: Actor) -> frozenset[str]:
        """What the actor is to this ticket; nothing at all means that it is not theirs to see."""
        parts = {
            life.CUSTOMER: actor.account_id in (self.customer_id, self.taken_by) and actor.account_id is not None,
            life.STAFF: actor.works_for(self.store_id) and not actor.is_system,
            life.SYSTEM: actor.is_system,
        }
        return frozenset(part for part, holds in parts.items() if holds)

    def called(self, by: Collection[str], now: datetime, minutes: int) -> Self:
        """Called, perhaps again; whoever has not come after so many minutes is passed over."""
        return self._step("call", by, called_at=now, answer_by=now + timedelta(minutes=minutes))

    def left(self, by: Collection[str]) -> Self:
        return self._step("leave", by, answer_by=None)

    def served(self, by: Collection[str], serving: Serving) -> Self:
        return self._step("serve", by, answer_by=None, serving=serving)

    def skipped(self) -> Self:
        return self._step("skip", {life.SYSTEM}, answer_by=None)

    def expired(self) -> Self:
        return self._step("expire", {life.SYSTEM}, answer_by=None)

    def forgotten(self) -> Self:
        """The same ticket, and nothing of the person who held it."""
        return replace(self, contact=None)

    def require_servable(self, by: Collection[str]) -> None:
        life.after(self.status, "serve", by)

    def booking(self, serving: Serving) -> BookingRequest:
        """The visit it becomes."""
        what = (self.store_id, serving.treatment_id, serving.starts_at, serving.technician_id)
        return BookingRequest(*what, contact=self.contact, party_size=self.party_size, customer_id=self.guest)

    def _step(self, action: str, by: Collection[str], **changes: object) -> Self:
        status = life.after(self.status, action, by)
        return replace(self, status=status, version=self.version + 1, **changes)  # type: ignore[arg-type]


def next_mark(now: datetime) -> datetime:
    """The next fifth minute: the calendar knows no finer time."""
    since = timedelta(minutes=now.minute % 5, seconds=now.second, microseconds=now.microsecond)
    return now if not since else now - since + FIVE_MINUTES
