"""Which needs can go unmet together: Hall's condition, hour by hour.

Minutes of demand `d(n)` can be served by technicians with minutes `c(t)`, each for the needs they are able for, exactly
when every set S of needs asks for no more than all who are able for one of them have: `d(S) ≤ c(N(S))` (Hall, 1935, in
Gale's form for quantities). What is unmet at best is the worst excess, `max over S of d(S) − c(N(S))`, by max-flow =
min-cut. Only closed sets matter (all needs whose technicians are among N(S)): another S has the same capacity and less
demand. They are the unions of the needs' technicians, which are few.

With weights, served minutes form a polymatroid, on which the greedy order is optimal (Edmonds, 1970): the least
weighted unmet sum is `Σ (w_i − w_{i+1}) · unmet(the needs weighing w_i or more)`, one layer for each weight.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.scheduling.domain.rostering.demand import Need

MOST_SETS = 4096


@dataclass(frozen=True)
class Excess:
    """A closed set of needs: its demand in minutes, and who is able for any of it as bits of the members."""

    demand: int
    able: int


def closed_sets(wanted: Mapping[Need, int], able: Mapping[Need, int]) -> list[Excess]:
    """The sets of one hour that decide what is unmet.

    `able` tells of each need who is able for it, as bits. Beyond MOST_SETS unions no more are made: the model then is
    a relaxation, which counts too little unmet but refuses nothing (`figures` counts right all the same).
    """
    unions: dict[int, None] = {}
    for mask in dict.fromkeys(able[need] for need in wanted):
        unions |= dict.fromkeys([mask, *(mask | union for union in unions)][: MOST_SETS - len(unions)])
    sets = [Excess(_within(union, wanted, able), union) for union in unions]
    return _undominated(sets)


def layers(needs: Iterable[Need], weight: Mapping[Need, int]) -> list[tuple[int, frozenset[Need]]]:
    """By falling weight: how much more the layer's needs weigh than the next lower ones, and which they are."""
    needs = list(needs)
    steps = sorted({weight.get(need, 1) for need in needs}, reverse=True)
    return [
        (step - lower, frozenset(need for need in needs if weight.get(need, 1) >= step))
        for step, lower in zip(steps, [*steps[1:], 0], strict=True)
    ]


def _within(union: int, wanted: Mapping[Need, int], able: Mapping[Need, int]) -> int:
    return sum(minutes for need, minutes in wanted.items() if not able[need] & ~union)


def _undominated(sets: list[Excess]) -> list[Excess]:
    """Without those that another one, with as much demand, decides with fewer technicians."""
    kept: list[Excess] = []
    for one in sorted(sets, key=lambda excess: (-excess.demand, excess.able.bit_count())):
        if not any(other.able & ~one.able == 0 for other in kept):
            kept.append(one)
    return kept
