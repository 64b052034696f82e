"""What somebody asks a roster for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.scheduling.domain.hours.windows import Day
from services.scheduling.domain.rostering.contracts import Contract, ShiftWish
from services.scheduling.domain.rostering.demand import Demand, Need
from services.scheduling.domain.rostering.problem import Cover

MOST_DAYS = 28
# Ten seconds for 30 technicians and 14 days, less for less, and more only where it is asked for.
SECONDS_PER_PLACE, LEAST_SECONDS, DEFAULT_SECONDS, MOST_SECONDS = 10 / (30 * 14), 2.0, 10.0, 120.0


@dataclass(frozen=True)
class RosterRequest:
    """None is: as it is stored (contracts, wishes), as the past tells (demand), as usual (cover, kinds, seconds).

    `contracts` stand instead of the stored ones of those technicians; `wishes` beside the stored ones.
    """

    store_id: str
    first: date
    days: int
    demand: Demand | None = None
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    wishes: tuple[ShiftWish, ...] = ()
    cover: Cover | None = None
    weights: Mapping[Need, int] = field(default_factory=dict)
    kinds: Day | None = None
    seconds: float | None = None

    def seconds_for(self, members: int) -> float:
        usual = min(max(members * self.days * SECONDS_PER_PLACE, LEAST_SECONDS), DEFAULT_SECONDS)
        return self.seconds or round(usual, 1)
