"""Which of the possible starts to offer first: cheap for the store, and not far from the guest's wish."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

READY = ((60, 1.0), (90, 0.75), (120, 0.5), (180, 0.25))
"""Minutes from the wish, and the part of the guests who would go so far: what is supposed of one who has not said."""


class Option(NamedTuple):
    """A start with somebody. `cost` to the store and `shift`, the way from the wish, are minutes."""

    cost: float
    shift: int
    start: int
    who: int

    def weighed(self, patience: float) -> "Option":
        """With the shift in the cost: `patience` is what a minute of it costs."""
        return self._replace(cost=self.cost + patience * self.shift)


def in_turn(options: Iterable[Option], loss: float) -> list[Option]:
    """The start to show first, and the one for a guest who cannot come then, nearer to the wish; or only one, or none.

    A guest takes the nearest start they are shown if they take any; so a cheap start far from the wish must be shown
    before a near one, and each guest who is not ready to go so far costs the near one. `loss` is the cost of a guest
    who can come at neither. The best of all such plans is found by trying them.
    """
    nearest_first = list(_cheapest_by_reach(options))
    plans = [(one,) for one in nearest_first] + [(far, near) for near, far in combinations(nearest_first, 2)]
    best = min(plans, key=lambda plan: _expected(plan, loss), default=())
    return [option for option, _ in best]


def _cheapest_by_reach(options: Iterable[Option]) -> Iterator[tuple[Option, float]]:
    """The cheapest start of those that need the same readiness, with the part of the guests who have it."""
    found: dict[float, Option] = {}
    for option in options:
        ready = next((part for reach, part in READY if option.shift <= reach), 0.0)
        if ready and (ready not in found or option < found[ready]):
            found[ready] = option
    return ((found[part], part) for _, part in READY if part in found)


def _expected(plan: Sequence[tuple[Option, float]], loss: float) -> float:
    """The mean cost of a guest who is shown the starts of the plan one after the other."""
    cost, shown = 0.0, 0.0
    for option, ready in plan:
        cost += (ready - shown) * option.cost
        shown = ready
    return cost + (1 - shown) * loss
