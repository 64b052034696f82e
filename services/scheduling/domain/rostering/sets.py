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
from functools import lru_cache, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from services.scheduling.domain.rostering.demand import Need

# More sets than these are neither made nor, to save time, compared with one another.
MOST_SETS, MOST_COMPARED = 1024, 128


@dataclass(frozen=True)
class Excess:
    """A closed set of needs: its demand in minutes, and who is able for any of it as bits of the members."""

    demand: int
    able: int


def closed_sets(wanted: Mapping[Need, int], able: Mapping[Need, int]) -> list[Excess]:
    """The sets of one hour that decide what is unmet.

    `able` tells of each need who is able for it, as bits. Beyond MOST_SETS unions no more are made, and those of
    few needs come first: the model then is a relaxation, which may count too little unmet (`figures` counts right).
    """
    masks = tuple(able[need] for need in wanted)
    unions = _unions_of(tuple(sorted(set(masks))))
    demand = _inside(masks, unions) @ np.array(list(wanted.values()), np.int64)
    sets = [Excess(minutes, union) for minutes, union in zip(demand.tolist(), unions, strict=True)]
    return _undominated(sets) if len(sets) <= MOST_COMPARED else sets


@lru_cache(maxsize=256)
def _inside(masks: tuple[int, ...], unions: tuple[int, ...]) -> NDArray[np.int64]:
    """For each union and need, 1 where the need is in the union's closed set. Hours with the same needs share it."""
    return np.array([[not mask & ~union for mask in masks] for union in unions], np.int64)


@lru_cache(maxsize=4096)
def _unions_of(masks: tuple[int, ...]) -> tuple[int, ...]:
    """The masks and their unions, those of few masks first, and the union of all."""
    everybody = reduce(or_, masks, 0)
    unions = dict.fromkeys([*masks, everybody])
    newest = list(masks)
    while newest and len(unions) < MOST_SETS:
        newest = list(dict.fromkeys(one | mask for one in newest for mask in masks if one | mask not in unions))
        unions |= dict.fromkeys(newest[: MOST_SETS - len(unions)])
    return tuple(unions)


def layers(needs: Iterable[Need], weight: Mapping[Need, int]) -> list[tuple[int, frozenset[Need]]]:
    """By falling weight: how much more the layer's needs weigh than the next lower ones, and which they are."""
    needs = list(needs)
    steps = sorted({weight.get(need, 1) for need in needs}, reverse=True)
    return [
        (step - lower, frozenset(need for need in needs if weight.get(need, 1) >= step))
        for step, lower in zip(steps, [*steps[1:], 0], strict=True)
    ]


def _undominated(sets: list[Excess]) -> list[Excess]:
    """Without those that another one, with as much demand, decides with fewer technicians."""
    kept: list[Excess] = []
    for one in sorted(sets, key=lambda excess: (-excess.demand, excess.able.bit_count())):
        if not any(other.able & ~one.able == 0 for other in kept):
            kept.append(one)
    return kept
