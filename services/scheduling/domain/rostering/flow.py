"""What a roster leaves unmet, hour by hour: a maximum flow of minutes from technicians to needs.

The needs that weigh most are served first, which by the greedy order is the best weighted sum (see `sets`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from services.scheduling.domain.hours.windows import Window
from services.scheduling.domain.rostering.demand import Need, Slot
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import Member, RosterProblem
from services.scheduling.domain.rostering.shifts import minutes_by_hour


def unmet_of(problem: RosterProblem, plan: RosterPlan) -> dict[Need, int]:
    """Minutes of each need that nobody is there for."""
    capacity = capacities(problem, plan)
    unmet: Counter[Need] = Counter()
    for slot, wanted in problem.demand.minutes.items():
        unmet.update(unmet_in_hour(wanted, capacity.get(slot, {}), problem))
    return {need: unmet[need] for need in problem.demand.needs}


def capacities(problem: RosterProblem, plan: RosterPlan) -> dict[Slot, dict[Member, int]]:
    """Minutes each member works in each hour. Work past midnight counts in the day it began in, as demand does."""
    by_slot: dict[Slot, dict[Member, int]] = defaultdict(dict)
    for member in problem.members:
        for day in range(problem.days):
            windows = [window for shift in plan.on(member.technician_id, day) for window in shift.windows]
            for hour, minutes in minutes_by_hour(there(windows, member.away.get(day, ()))).items():
                by_slot[day, hour][member] = minutes
    return by_slot


def unmet_in_hour(wanted: Mapping[Need, int], working: Mapping[Member, int], problem: RosterProblem) -> dict[Need, int]:
    """A maximum flow by augmenting paths, the weightiest need first; what is served once stays served."""
    flow = _Flow(wanted, working)
    for need in sorted(wanted, key=lambda need: (-problem.weight(need), need)):
        flow.serve(need)
    return flow.unserved


class _Flow:
    """Minutes that members spend on needs, of one hour."""

    def __init__(self, wanted: Mapping[Need, int], working: Mapping[Member, int]) -> None:
        self.unserved = dict(wanted)
        self._left = dict(enumerate(working.values()))
        self._able = {n: [i for i, member in enumerate(working) if member.meets(n)] for n in wanted}
        self._spent: Counter[tuple[int, Need]] = Counter()

    def serve(self, need: Need) -> None:
        while self.unserved[need] and (path := self._path(need)):
            self._push(need, path)

    def _path(self, need: Need) -> list[tuple[Need, int]]:
        """From the need over members who would leave another need for it, to one who has minutes left, by few."""
        came: dict[int, tuple[Need, int | None]] = {}
        queue: list[tuple[Need, int | None]] = [(need, None)]
        for wanting, by in queue:
            for member in self._able[wanting]:
                if member in came:
                    continue
                came[member] = (wanting, by)
                if self._left[member]:
                    return self._back(member, came)
                queue += [(other, member) for other in self._able if self._spent[member, other]]
        return []

    @staticmethod
    def _back(member: int, came: Mapping[int, tuple[Need, int | None]]) -> list[tuple[Need, int]]:
        path: list[tuple[Need, int]] = []
        at: int | None = member
        while at is not None:
            need, before = came[at]
            path.append((need, at))
            at = before
        return path[::-1]

    def _push(self, need: Need, path: Sequence[tuple[Need, int]]) -> None:
        """Along the path as much as its narrowest part lets through."""
        left = [(path[i][1], path[i + 1][0]) for i in range(len(path) - 1)]
        last = path[-1][1]
        minutes = min([self.unserved[need], self._left[last], *(self._spent[edge] for edge in left)])
        for wanting, member in path:
            self._spent[member, wanting] += minutes
        for edge in left:
            self._spent[edge] -= minutes
        self._left[last] -= minutes
        self.unserved[need] -= minutes


def there(windows: Sequence[Window], away: Sequence[Window]) -> list[Window]:
    """The windows without the time away."""
    left = list(windows)
    for gone, back in away:
        parts = [((start, min(end, gone)), (max(start, back), end)) for start, end in left]
        left = [(start, end) for pair in parts for start, end in pair if start < end]
    return left
