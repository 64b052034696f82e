"""A series of appointments, written down before any time is asked for.

While it is open its visits may still come to be, all together; `done` they have, and `given_up` they never will. The
ids of its appointments are fixed from the beginning, so that a retry asks for the same claims.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.booking.domain.life.claim import Claim
from services.booking.domain.ordering.attempt import Answer
from shared.actor import Actor
from shared.idempotency import KeyReused

OPEN, DONE, GIVEN_UP = "open", "done", "given_up"


@dataclass(frozen=True)
class SeriesVisit:
    """A date of the series; without an appointment where it was skipped."""

    on: date
    starts_at: datetime | None
    appointment_id: str | None


@dataclass(frozen=True)
class Series:
    """`answer` is what was answered when it was booked. `is_leased`: a process works on it (or died a moment ago)."""

    id: str
    customer_id: str
    booked_by: str
    store_id: str
    every_weeks: int
    visits: tuple[SeriesVisit, ...]
    state: str = OPEN
    body_hash: str | None = None
    answer: Answer | None = None
    is_leased: bool = False
    is_kept: bool = True

    @property
    def appointment_ids(self) -> tuple[str, ...]:
        return tuple(one.appointment_id for one in self.visits if one.appointment_id is not None)

    def is_theirs(self, actor: Actor) -> bool:
        """The customer's own, whoever's who booked it, and the store's staff's."""
        return actor.account_id in (self.customer_id, self.booked_by) or actor.works_for(self.store_id)

    def check_body(self, body_hash: str) -> None:
        """A key belongs to one body, whatever became of it."""
        if self.body_hash != body_hash:
            raise KeyReused


@dataclass(frozen=True)
class DateInTheWay:
    """A date that cannot be: the code of the rule that is against it, and the nearest starts instead."""

    starts_at: datetime
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    alternatives: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class SeriesClaims:
    """What scheduling says of the visits of a series: all their claims, in order, or what is in the way of some."""

    claims: tuple[Claim, ...]
    conflicts: tuple[DateInTheWay, ...] = ()
