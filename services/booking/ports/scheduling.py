"""Scheduling, asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.booking.domain.life.change import Change
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.contact import Address
from services.booking.domain.life.treatments import FollowingTreatment


@dataclass(frozen=True)
class Wish:
    """The time asked of scheduling. `technician_id` None: any; `for_guest`: another than the customer comes; `then`:
    the treatments that follow the first; `technician_gender` None: either; `addons`: what is added to the first.
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
    addons: tuple[str, ...] = ()


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

    def extend_claim(self, change: Change) -> Claim:
        """Make the claim longer where it is, once however often it is asked."""
        ...

    def settle_change(self, claim_id: str, change_id: str) -> Claim | None:
        """The claim if the change moved it; None: it did not and never will."""
        ...
