"""Scheduling, asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.booking.domain.home.lateness import Lateness
from services.booking.domain.home.offer import Candidate
from services.booking.domain.life.change import Change
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.contact import Address
from services.booking.domain.life.treatments import FollowingTreatment
from services.booking.domain.queue.estimate import FreeTime, What
from services.booking.domain.queue.ticket import Ticket
from services.booking.domain.series.series import SeriesClaims
from services.booking.domain.waitlist.wish import WaitlistWish


@dataclass(frozen=True)
class Wish:
    """The time asked of scheduling. `technician_id` None: any; `for_guest`: another than the customer comes; `then`:
    the treatments that follow the first; `technician_gender` None: either; `is_arranged`: of a move, the shop sends
    that technician, and the rest of what the customer wished stays; `addons`: what is added to the first.
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
    is_arranged: bool = False
    addons: tuple[str, ...] = ()
    walk_in: bool = False


@dataclass(frozen=True)
class Suited:
    """The first wish, of those asked about, that something suits now, with the earliest starts; None: none of them.

    `hopeless` says of wishes that nothing can ever suit which rule is against them, by id.
    """

    wish_id: str | None
    starts: tuple[datetime, ...]
    hopeless: Mapping[str, str]


class Scheduling(Protocol):
    """The only writer of time. Every method may raise Unavailable, and then nobody knows whether it took effect."""

    def claim_time(self, claim_id: str, customer_id: str, wish: Wish) -> Claim:
        """Hold the time; the same id and wish give the same claim again."""
        ...

    def claim_series(
        self, customer_id: str, wish: Wish, visits: Sequence[tuple[str, datetime]], *, is_trial: bool = False
    ) -> SeriesClaims:
        """Hold the time of every visit, given as (claim id, start), or of none; a trial only says what would be."""
        ...

    def move_claim(self, change: Change, wish: Wish) -> Claim:
        """Move the claim, once however often it is asked."""
        ...

    def preview_move(self, change: Change, wish: Wish) -> Claim:
        """What move_claim would answer, without effect."""
        ...

    def rank_for_home(self, claim_id: str, besides: Collection[str]) -> list[Candidate]:
        """Who could make the home visit at the time it has, the best first, without those `besides`."""
        ...

    def report_lateness(self, claim_id: str, technician_id: str, store_id: str, minutes: int) -> list[Lateness]:
        """The technician is so late for that visit; gives what that makes of each visit of theirs on that day."""
        ...

    def find_free_today(self, store_id: str, wanted: Sequence[What]) -> list[FreeTime]:
        """When guests who are in the store could begin, from now to the end of its day, for each treatment and size."""
        ...

    def check_walk_in(self, ticket: Ticket) -> None:
        """NeverServed where a rule is against what the ticket asks for, whatever the time."""
        ...

    def find_suited(self, wishes: Sequence[WaitlistWish], most: int) -> Suited:
        """Whom of those who wait, in that order, something suits, and up to `most` starts."""
        ...

    def extend_claim(self, change: Change) -> Claim:
        """Make the claim longer where it is, once however often it is asked."""
        ...

    def settle_change(self, claim_id: str, change_id: str) -> Claim | None:
        """The claim if the change moved it; None: it did not and never will."""
        ...
