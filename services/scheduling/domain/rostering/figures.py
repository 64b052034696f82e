"""How good a roster is, counted hour by hour without the model that made it.

Unmet minutes are a maximum flow from technicians to needs; the needs that weigh most are served first, which by the
greedy order is the best weighted sum (see `sets`).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from services.scheduling.domain.rostering.contracts import ShiftWish
from services.scheduling.domain.rostering.demand import Need, Slot
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import Member, RosterProblem
from services.scheduling.domain.rostering.shifts import is_late, minutes_by_hour
from services.scheduling.domain.windows import Day, Window

SATURDAY = 5


@dataclass(frozen=True)
class Spread:
    """The least and the most that anybody has of something."""

    least: int = 0
    most: int = 0

    @property
    def range(self) -> int:
        return self.most - self.least


@dataclass(frozen=True)
class Figures:
    """Minutes of demand, worked and unmet; wishes; days on weekends and late shifts per technician.

    `hours_off_contract` sums how far each technician's week is from the contract, in minutes.
    """

    demand_minutes: int
    worked_minutes: int
    unmet: Mapping[Need, int]
    wishes: int
    wishes_kept: int
    weekends: Spread
    lates: Spread
    minutes_off_contract: int

    @property
    def unmet_minutes(self) -> int:
        return sum(self.unmet.values())

    @property
    def covered_percent(self) -> float:
        """Of the demand; a store without demand is covered."""
        if not self.demand_minutes:
            return 100.0
        return round(100 * (1 - self.unmet_minutes / self.demand_minutes), 1)

    def written(self) -> dict[str, Any]:
        unmet = [{"category": need.category, "level": need.level, "minutes": m} for need, m in self.unmet.items()]
        return {
            "demand_minutes": self.demand_minutes,
            "worked_minutes": self.worked_minutes,
            "covered_percent": self.covered_percent,
            "unmet_minutes": self.unmet_minutes,
            "unmet": unmet,
            "wishes": self.wishes,
            "wishes_kept": self.wishes_kept,
            "fairness": {"weekend_days": asdict(self.weekends), "late_shifts": asdict(self.lates)},
            "minutes_off_contract": self.minutes_off_contract,
        }


def figures_of(problem: RosterProblem, plan: RosterPlan) -> Figures:
    """What the plan is worth; shifts of nobody in the problem do not count."""
    kept = sum(_is_kept(problem, plan, wish) for wish in problem.wishes)
    return Figures(
        problem.demand.total,
        sum(_worked(plan, member, range(problem.days)) for member in problem.members),
        unmet_of(problem, plan),
        len(problem.wishes),
        kept,
        _spread(problem, plan, weekend_days(problem)),
        _late_spread(problem, plan),
        sum(_off_contract(problem, plan, member) for member in problem.members),
    )


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
            for hour, minutes in minutes_by_hour(_there(windows, member.away.get(day, ()))).items():
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


def weekend_days(problem: RosterProblem) -> list[int]:
    return [day for day in range(problem.days) if problem.date_of(day).weekday() >= SATURDAY and problem.opening[day]]


def could_work(problem: RosterProblem, member: Member, day: int) -> bool:
    return bool(problem.kinds_for(member, day))


def _is_kept(problem: RosterProblem, plan: RosterPlan, wish: ShiftWish) -> bool:
    return wish.is_kept_by(plan.on(wish.technician_id, (wish.on - problem.first).days))


def _worked(plan: RosterPlan, member: Member, days: Sequence[int]) -> int:
    return sum(
        end - start
        for day in days
        for shift in plan.on(member.technician_id, day)
        for start, end in _there(shift.windows, member.away.get(day, ()))
    )


def _there(windows: Sequence[Window], away: Sequence[Window]) -> list[Window]:
    """The windows without the time away."""
    left = list(windows)
    for gone, back in away:
        parts = [((start, min(end, gone)), (max(start, back), end)) for start, end in left]
        left = [(start, end) for pair in parts for start, end in pair if start < end]
    return left


def _spread(problem: RosterProblem, plan: RosterPlan, days: Sequence[int]) -> Spread:
    """Of days worked, among those who could work on one of them."""
    among = [m for m in problem.members if any(could_work(problem, m, day) for day in days)]
    counts = [sum(bool(plan.on(member.technician_id, day)) for day in days) for member in among]
    return Spread(min(counts), max(counts)) if counts else Spread()


def _late_spread(problem: RosterProblem, plan: RosterPlan) -> Spread:
    counts = [_lates(problem, plan, member) for member in problem.members]
    return Spread(min(counts), max(counts)) if counts else Spread()


def _lates(problem: RosterProblem, plan: RosterPlan, member: Member) -> int:
    def late(day: int, shifts: Day) -> bool:
        return any(is_late(shift, problem.opening[day]) for shift in shifts)

    return sum(late(day, plan.on(member.technician_id, day)) for day in range(problem.days))


def _off_contract(problem: RosterProblem, plan: RosterPlan, member: Member) -> int:
    wanted = [member.contract.week_minutes * len(week) // 7 for week in problem.weeks]
    return sum(abs(_worked(plan, member, week) - minutes) for week, minutes in zip(problem.weeks, wanted, strict=True))
