"""The booking rules that concern booking, and what they say about a status and a cancellation."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Self

from services.booking.domain.places import STORE
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
    """The rules in force for one store and treatment. Where no row says anything nothing is charged and none waits."""

    version: str = ""
    hold_minutes: int = 15
    free_cancel_hours: int = 0
    late_cancel_fee_percent: int = 0
    home_visit_fee_fen: int = 0
    deposit_percent: int = 0
    store_acceptance: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any], version: str) -> Self:
        known = {field.name for field in fields(cls)} - {"version"}
        return cls(version=version, **{name: value for name, value in values.items() if name in known})

    @property
    def policy(self) -> Policy:
        return Policy(self.version, self.free_cancel_hours, self.late_cancel_fee_percent)

    def asks_deposit(self, price_fen: int) -> bool:
        return percent_of(price_fen, self.deposit_percent) > 0

    def asks_acceptance(self, place: str) -> bool:
        """Home visits are confirmed at once until they are offered to technicians one by one."""
        return self.store_acceptance and place == STORE
