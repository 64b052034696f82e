"""The booking rules that concern booking, and what they say about a status and a cancellation."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Self

from services.booking.domain.places import HOME, STORE
from shared.money import percent_of

MAX_PARTY = 10


@dataclass(frozen=True)
class Policy:
    """What judges a cancellation. It stays with the appointment: later rules do not touch what was agreed.

    `version` names exactly the rule rows it came from.
    """

    version: str
    free_cancel_hours: int
    late_cancel_fee_percent: int

    def free_until(self, starts_at: datetime) -> datetime:
        return starts_at - timedelta(hours=self.free_cancel_hours)

    def is_late(self, starts_at: datetime, now: datetime) -> bool:
        return now > self.free_until(starts_at)

    def late_fee(self, price_fen: int) -> int:
        return percent_of(price_fen, self.late_cancel_fee_percent)


@dataclass(frozen=True)
class Rules:
    """The rules in force for one store and treatment.

    Where no row says anything nothing is charged and none waits, but for the technician's yes to a home visit, which
    they have `home_offer_minutes` to give (0: they are not asked).
    """

    version: str = ""
    hold_minutes: int = 15
    free_cancel_hours: int = 0
    late_cancel_fee_percent: int = 0
    home_visit_fee_fen: int = 0
    deposit_percent: int = 0
    deposit_percent_after_no_shows: int = 0
    no_shows_before_deposit: int = 0
    no_show_memory_days: int = 365
    no_show_after_minutes: int = 0
    store_acceptance: bool = False
    home_offer_minutes: int = 10
    waitlist_offer_minutes: int = 15
    waitlist_limit: int = 3
    queue_call_minutes: int = 10
    course_valid_days: int = 365
    time_proposal_hours: int = 24
    late_cancel_uses_session: bool = True
    no_show_uses_session: bool = True

    @classmethod
    def of(cls, values: Mapping[str, Any], version: str) -> Self:
        known = {field.name for field in fields(cls)} - {"version"}
        return cls(version=version, **{name: value for name, value in values.items() if name in known})

    @property
    def policy(self) -> Policy:
        return Policy(self.version, self.free_cancel_hours, self.late_cancel_fee_percent)

    @property
    def minds_no_shows(self) -> bool:
        """Whether the customer's record makes a difference to the deposit."""
        return self.no_shows_before_deposit > 0 and self.deposit_percent_after_no_shows > self.deposit_percent

    def deposit_percent_after(self, no_shows: int) -> int:
        """Of the price, asked of a customer who did not come that often within `no_show_memory_days`."""
        if self.minds_no_shows and no_shows >= self.no_shows_before_deposit:
            return self.deposit_percent_after_no_shows
        return self.deposit_percent

    def missed_from(self, starts_at: datetime) -> datetime | None:
        """When who is not there did not come; None where only people say so."""
        return starts_at + timedelta(minutes=self.no_show_after_minutes) if self.no_show_after_minutes else None

    def asks_acceptance(self, place: str) -> bool:
        """Whether the store itself says yes; of home visits the technicians do."""
        return self.store_acceptance and place == STORE

    def offers_visits(self, place: str) -> bool:
        """Whether the visit is offered to technicians, one after another."""
        return self.home_offer_minutes > 0 and place == HOME
