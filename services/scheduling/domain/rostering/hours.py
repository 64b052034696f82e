"""What is unmet in each hour as rows of numbers: closed sets of needs over the technicians who are able for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from services.scheduling.domain.hours.cells import each_bit
from services.scheduling.domain.rostering.demand import Need, Slot
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import RosterProblem
from services.scheduling.domain.rostering.sets import closed_sets, layers
from services.scheduling.domain.rostering.shifts import minutes_by_hour

Numbers = NDArray[np.int64]
Row = tuple[int, tuple[int, ...]]
"""The row `(excess, members)` says: unmet + the minutes of those free members ≥ excess."""


@dataclass(frozen=True)
class Hour:
    """One hour and weight layer: `demand[s]` minutes of set s, `able[s, m]` whether member m is able for any of it."""

    slot: Slot
    step: int
    demand: Numbers
    able: Numbers

    def rows(self, worked: Numbers, free: Sequence[int]) -> tuple[int, list[Row]]:
        """What is unmet whatever the free members do, and the rows that they decide.

        `worked` has the minutes of each member, those of free ones zero. Of rows with the same members the worst is
        left, and none that another makes needless.
        """
        excess = self.demand - self.able @ worked
        members = self.able[:, free] @ (1 << np.arange(len(free), dtype=np.int64))
        worst: dict[int, int] = {0: 0}
        for bits, minutes in zip(members.tolist(), excess.tolist(), strict=True):
            if minutes > worst.get(bits, 0):
                worst[bits] = minutes
        least = worst.pop(0)
        return least, list(_needed(worst, least))


def hours_of(problem: RosterProblem) -> list[Hour]:
    """Every hour with demand, once for each layer of weights."""
    masks = {need: [member.meets(need) for member in problem.members] for need in problem.demand.needs}
    able = {need: sum(1 << number for number, meets in enumerate(met) if meets) for need, met in masks.items()}
    return [
        _hour(slot, step, {need: wanted[need] for need in needs}, able, len(problem.members))
        for slot, wanted in problem.demand.minutes.items()
        for step, needs in layers(wanted, problem.weights)
    ]


def minutes_worked(problem: RosterProblem, plan: RosterPlan, slots: Iterable[Slot]) -> dict[Slot, Numbers]:
    """Of each slot, the minutes each member works in it."""
    worked = {slot: np.zeros(len(problem.members), np.int64) for slot in slots}
    for number, member in enumerate(problem.members):
        for day in range(problem.days):
            for shift in plan.on(member.technician_id, day):
                for hour, minutes in minutes_by_hour(shift.windows).items():
                    if (day, hour) in worked:
                        worked[day, hour][number] += minutes
    return worked


def _hour(slot: Slot, step: int, wanted: Mapping[Need, int], able: Mapping[Need, int], members: int) -> Hour:
    sets = closed_sets(wanted, able)
    demand = np.array([one.demand for one in sets], np.int64)
    return Hour(slot, step, demand, _as_matrix(tuple(one.able for one in sets), members))


@lru_cache(maxsize=256)
def _as_matrix(masks: tuple[int, ...], members: int) -> Numbers:
    bits = [[mask >> number & 1 for number in range(members)] for mask in masks]
    return np.array(bits, np.int64).reshape(len(masks), members)


def _needed(worst: Mapping[int, int], least: int) -> Iterator[Row]:
    kept: list[int] = []
    for bits, minutes in sorted(worst.items(), key=lambda row: (-row[1], row[0].bit_count())):
        if minutes > least and not any(fewer & ~bits == 0 for fewer in kept):
            kept.append(bits)
            yield minutes, tuple(each_bit(bits))
