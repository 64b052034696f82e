"""What the use cases need from outside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from services.booking.domain.appointment import Appointment
from services.booking.domain.attempt import Attempt
from services.booking.domain.catalogue import Directory, Store
from services.booking.domain.change import Answer, Change
from services.booking.domain.claim import Claim
from services.booking.domain.contact import Address
from services.booking.domain.events import AppointmentFact
from services.booking.domain.history import Entry
from services.booking.domain.offer import Offer
from services.booking.domain.treatments import FollowingTreatment
from shared.call import IdempotencyKey

T = TypeVar("T")


class Attempts(Protocol):
    """Attempts to book. Every method is called inside a transaction; what is found stays locked until its end."""

    def of_key(self, account_id: str, key: IdempotencyKey) -> Attempt | None:
        """The current attempt of the key."""
        ...

    def lock(self, appointment_id: str) -> Attempt:
        """The attempt; an id never heard of is written down as abandoned, for ever."""
        ...

    def open(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Attempt:
        """A new open attempt, leased to the caller; KeyInProgress when another request just opened one."""
        ...

    def renew(self, attempt: Attempt) -> Attempt:
        """The same attempt, leased to the caller."""
        ...

    def release(self, appointment_id: str) -> None:
        """End the lease, so that a retry need not wait for it."""
        ...

    def finish(self, appointment_id: str, answer: Answer) -> None: ...

    def abandon(self, appointment_id: str) -> None: ...

    def leave_key(self, attempt: Attempt) -> None:
        """Free the attempt's key for the next attempt."""
        ...

    def left_open(self, longer_than_seconds: float, limit: int) -> list[str]:
        """Attempts open although their lease ended that long ago."""
        ...

    def forget_old_keys(self) -> int:
        """Drop keys and answers kept long enough; says how many."""
        ...


@dataclass(frozen=True)
class Scope:
    """Whose appointments may be seen: of this customer, of this technician, or of these stores (None: of all)."""

    customer_id: str | None = None
    technician_id: str | None = None
    store_ids: frozenset[str] | None = frozenset()


@dataclass(frozen=True)
class Search:
    """What to find, newest start first; `starts_from` belongs to it, `starts_before` does not.

    `after` is the (start, id) of the last appointment already seen.
    """

    scope: Scope
    statuses: Sequence[str] = ()
    store_id: str | None = None
    technician_id: str | None = None
    starts_from: datetime | None = None
    starts_before: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 20


class Appointments(Protocol):
    """Appointments, their history and their events: one transaction each."""

    def get(self, appointment_id: str) -> Appointment:
        """Raises AppointmentUnknown."""
        ...

    def lock(self, appointment_id: str) -> Appointment:
        """The same, and nobody else changes it before the transaction ends."""
        ...

    def add(self, appointment: Appointment) -> None:
        """Raises NumberTaken when the number belongs to another appointment."""
        ...

    def save(self, appointment: Appointment) -> None: ...

    def record(self, entry: Entry, facts: Sequence[AppointmentFact]) -> None:
        """Write down the step and what it announces."""
        ...

    def find(self, search: Search) -> list[Appointment]: ...

    def history(self, appointment_id: str) -> list[Entry]: ...

    def overdue(self, now: datetime, limit: int) -> list[str]:
        """Appointments still waiting for a payment or an acceptance after their deadline."""
        ...


class Changes(Protocol):
    """Changes of appointments. Those of one appointment are written under the lock of its row."""

    def of_key(self, appointment_id: str, account_id: str, key: IdempotencyKey) -> Change | None:
        """The newest change asked for under the key."""
        ...

    def find(self, change_id: str) -> Change | None: ...

    def open_of(self, appointment_id: str) -> Change | None: ...

    def open(self, change: Change, account_id: str, key: IdempotencyKey | None) -> None: ...

    def renew(self, change_id: str) -> None: ...

    def release(self, change_id: str) -> None: ...

    def settle(self, change_id: str, state: str, answer: Answer | None = None) -> None: ...

    def take_left_open(self) -> Change | None:
        """An open change whose lease has ended, now leased to the caller; the longest ended first."""
        ...

    def forget_old_keys(self) -> int: ...


class Catalogue(Protocol):
    """The replicas of the catalogue's rows."""

    def store(self, store_id: str) -> Store:
        """A store in business; raises StoreUnknown."""
        ...

    def offer(self, store_id: str, treatment_id: str, technician_id: str | None, at: datetime) -> Offer:
        """What can be booked; raises StoreUnknown, TreatmentUnknown, or TechnicianUnknown for one that is named."""
        ...

    def directory_of(self, appointments: Iterable[Appointment]) -> Directory:
        """Everything the appointments mention, retired or not."""
        ...

    def remember(self, kind: str, data: Mapping[str, Any]) -> None:
        """Keep a row of the catalogue unless a newer revision is known."""
        ...


class Storage(Protocol):
    """All of booking's own data. `transact` makes one transaction of everything that `work` does."""

    @property
    def attempts(self) -> Attempts: ...

    @property
    def appointments(self) -> Appointments: ...

    @property
    def changes(self) -> Changes: ...

    @property
    def catalogue(self) -> Catalogue: ...

    def transact(self, work: Callable[[], T]) -> T: ...


@dataclass(frozen=True)
class Wish:
    """The time asked of scheduling. `technician_id` None: any; `for_guest`: another than the customer comes; `then`:
    the treatments that follow the first; `technician_gender` None: either.
    """

    store_id: str
    treatment_id: str
    starts_at: datetime
    technician_id: str | None
    place: str
    address: Address | None
    party_size: int
    for_guest: bool = False
    then: tuple[FollowingTreatment, ...] = ()
    technician_gender: str | None = None


class Scheduling(Protocol):
    """The only writer of time. Every method may raise Unavailable, and then nobody knows whether it took effect."""

    def claim_time(self, claim_id: str, customer_id: str, wish: Wish) -> Claim:
        """Hold the time; the same id and wish give the same claim again."""
        ...

    def move_claim(self, change: Change, wish: Wish) -> Claim:
        """Move the claim, once however often it is asked."""
        ...

    def preview_move(self, change: Change, wish: Wish) -> Claim:
        """What move_claim would answer, without effect."""
        ...

    def settle_change(self, claim_id: str, change_id: str) -> Claim | None:
        """The claim if the change moved it; None: it did not and never will."""
        ...


class Checkpoint(Protocol):
    """A named moment between two steps, where the crash tests end the process. Does nothing elsewhere."""

    def __call__(self, moment: str) -> None: ...
