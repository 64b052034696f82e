"""How often something may be tried, as the generic cell rate algorithm: one instant per subject is all it keeps.

Source: ITU-T I.371, "virtual scheduling". The instant says until when the allowance is used up in advance; a try moves
it on by one share of the period, and is refused if it would lie more than the whole period ahead.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from services.identity.domain.errors import TooManyRequests


@dataclass(frozen=True)
class Limit:
    """At most `times` at once, and in the long run `times` in each `seconds`."""

    times: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `5/3600`: five times an hour."""
        times, _, seconds = text.partition("/")
        limit = cls(int(times), int(seconds))
        if limit.times < 1 or limit.seconds < 1:
            raise ValueError(f"a limit reads times/seconds, both positive, not {text!r}")
        return limit

    def widened(self, factor: int) -> "Limit":
        return replace(self, times=self.times * factor)

    def spend(self, used_until: datetime | None, now: datetime) -> datetime:
        """The new instant after one more try; TooManyRequests tells how long to wait for it."""
        share = timedelta(seconds=self.seconds) // self.times  # rounded down: `times` shares fit into the period
        after = max(used_until or now, now) + share
        excess = after - now - timedelta(seconds=self.seconds)
        if excess > timedelta(0):
            raise TooManyRequests.until_after(math.ceil(excess / timedelta(seconds=1)))
        return after


@dataclass(frozen=True)
class Allowance:
    """One thing that is counted: what is done (`code_by_phone`), by or to whom, under which limit."""

    what: str
    whom: str
    limit: Limit
