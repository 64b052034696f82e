"""The score of a technician for a visit: six components of 0 to 1 out of kept facts, and their weighted sum."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.scheduling.domain.business.weights import Weights

DIGITS = 6
PRIOR_RATING, PRIOR_REVIEWS, WORST_RATING = 4.5, 10, 3.0
LONG_WAIT_MINUTES, FAR_MINUTES, MUCH_TOO_GOOD = 240, 60, 2
OFTEN = 5


@dataclass(frozen=True)
class Facts:
    """What the choice looks at for one technician; kept with the claim, so that the score can be recomputed.

    `gap_before` and `gap_after` are the free minutes the visit leaves beside it, `gap_cost` the minutes of treatment
    that are lost by it (`packing.cost_of`), `needed` those it needs itself. `ahead` counts rotation clocks more than
    the free technician with the fewest; `waited` the minutes since their last one, None without any. `served` counts
    their visits among this guest's newest ten. `surplus` is levels above what the treatment needs, `peers` how many
    free technicians have that level, themselves included. `travel` is the way to the guest in minutes.
    """

    gap_before: int = 0
    gap_after: int = 0
    gap_cost: float = 0.0
    needed: int = 0
    rating: float = 0.0
    review_count: int = 0
    served: int = 0
    served_last: bool = False
    rotation: int = 0
    requested: int = 0
    ahead: int = 0
    waited: int | None = None
    surplus: int = 0
    peers: int = 1
    travel: int = 0

    @property
    def visits(self) -> int:
        return self.rotation + self.requested

    @property
    def clocks(self) -> tuple[int, int]:
        """Fewer comes first: those of the rotation, and only among equals the requested ones."""
        return self.rotation, self.requested


@dataclass(frozen=True)
class Scored:
    """A candidate with their facts, components and total."""

    technician_id: str
    facts: Facts
    components: Mapping[str, float]
    total: float

    @property
    def place(self) -> tuple[float, tuple[int, int], float, str]:
        """Smaller is better; among equals fewer clocks, then the longer wait, and the id makes it stable."""
        waited = float("inf") if self.facts.waited is None else self.facts.waited
        return -self.total, self.facts.clocks, -waited, self.technician_id


def gap(facts: Facts) -> float:
    """1 where nothing else could have used the time, as in an odd gap it fills; 0 where half as much again is lost."""
    return 1 - _between_0_and_1(facts.gap_cost / (1.5 * facts.needed)) if facts.needed else 1.0


def rating(facts: Facts) -> float:
    """The mean of the reviews, drawn towards 4.5 as by ten more: one review neither makes nor breaks anybody."""
    reviews = facts.review_count + PRIOR_REVIEWS
    mean = (facts.rating * facts.review_count + PRIOR_RATING * PRIOR_REVIEWS) / reviews
    return _between_0_and_1((mean - WORST_RATING) / (5 - WORST_RATING))


def continuity(facts: Facts) -> float:
    """1 for who served the guest last, up to half for who did so before."""
    return 1.0 if facts.served_last else 0.5 * min(facts.served, OFTEN) / OFTEN


def rotation(facts: Facts) -> float:
    """Nine tenths for the fewest rotation clocks, falling as 1/(1 + clocks ahead); a tenth for the wait since one."""
    wait = 1.0 if facts.waited is None else min(facts.waited / LONG_WAIT_MINUTES, 1.0)
    return 0.9 / (1 + facts.ahead) + 0.1 * wait


def level(facts: Facts) -> float:
    """A technician better than needed is a cost, the whole of it where they are the last one free of that level."""
    return 1 - min(facts.surplus, MUCH_TOO_GOOD) / MUCH_TOO_GOOD / max(facts.peers, 1)


def travel(facts: Facts) -> float:
    """1 at the door or in the store, 0 from an hour's way on."""
    return 1 - min(facts.travel / FAR_MINUTES, 1.0)


VALUES: Mapping[str, Callable[[Facts], float]] = {
    "gap": gap,
    "rating": rating,
    "continuity": continuity,
    "rotation": rotation,
    "level": level,
    "travel": travel,
}


def score(technician_id: str, facts: Facts, weights: Weights) -> Scored:
    """Pure and rounded, so that recomputing it from the kept facts gives the very same numbers."""
    components = {name: round(value(facts), DIGITS) for name, value in VALUES.items()}
    total = sum(weight * components[name] for name, weight in weights.by_component.items())
    return Scored(technician_id, facts, components, round(total, DIGITS))


def _between_0_and_1(value: float) -> float:
    return min(max(value, 0.0), 1.0)
