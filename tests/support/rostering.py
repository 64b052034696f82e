"""Small rostering problems whose best is known, what breaks their rules on purpose, and the shop of the benchmark."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise, product

from services.scheduling.domain.hours.windows import Day, Shift
from services.scheduling.domain.rostering.contracts import Contract, ShiftWish
from services.scheduling.domain.rostering.demand import Demand, Need
from services.scheduling.domain.rostering.figures import figures_of
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import DAY_MINUTES, Member, RosterProblem
from services.scheduling.domain.rostering.search import Found, Search

MONDAY = date(2026, 11, 23)
TUINA, FACIAL = Need("推拿"), Need("美容")
TEN_TO_TEN = ((600, 1320),)
EARLY, LATE = Shift(600, 1080), Shift(840, 1320)  # eight hours from ten, and until ten
FULL_TIME = Contract(week_minutes=40 * 60, days_off=2, break_minutes=0)


def a_member(technician_id: str = "a", *skills: str, **changes) -> Member:
    return Member(technician_id, **{"skills": frozenset(skills or ("推拿",)), "contract": FULL_TIME, **changes})


def a_demand(minutes: Mapping[tuple[int, int], Mapping[Need, int]]) -> Demand:
    return Demand.of((slot, need, number) for slot, wanted in minutes.items() for need, number in wanted.items())


def a_problem(*members: Member, days: int = 7, **changes) -> RosterProblem:
    """Open from ten to ten; the only shifts are the early and the late one."""
    usual = {"demand": a_demand({}), "kinds": (EARLY, LATE), "opening": (TEN_TO_TEN,) * days}
    return RosterProblem(first=MONDAY, members=members or (a_member(),), **{**usual, **changes})


def a_wish(on: int, kind: str, window: tuple[int, int] | None = None, technician_id: str = "a") -> ShiftWish:
    return ShiftWish(technician_id, MONDAY + timedelta(days=on), kind, window)


def solved(problem: RosterProblem, rounds: int = 12) -> Found:
    """The search as it is run, for a number of neighbourhoods instead of by the clock."""
    search = Search(problem)
    first = search.first(20)
    assert first is not None
    best = search.valued(first)
    for places, _ in zip(search.neighbourhoods(), range(rounds), strict=False):
        found = search.improved(best.plan, places, 5)
        best = found if found and found.aim <= best.aim else best
    return best


def every_plan(problem: RosterProblem) -> Iterator[RosterPlan]:
    """All there are, of a problem with very few places."""
    places = [(member.technician_id, day) for member in problem.members for day in range(problem.days)]
    days: list[Day] = [(), *((kind,) for kind in problem.kinds or ())]
    for chosen in product(days, repeat=len(places)):
        yield RosterPlan(dict(zip(places, chosen, strict=True)))


def breaks(problem: RosterProblem, plan: RosterPlan) -> set[str]:
    """The rules a plan breaks, judged by arithmetic that the model knows nothing of."""
    broken = {name for member in problem.members for name in _broken_by(problem, plan, member)}
    for day, opening in enumerate(problem.opening):
        if opening:
            at = {"opening": opening[0][0], "closing": opening[-1][1] - 1}
            needed = {"opening": problem.cover.opening, "closing": problem.cover.closing}
            broken |= {f"{name}_cover" for name in at if _there(problem, plan, day, at[name]) < needed[name]}
            broken |= {
                "skill_cover"
                for need, number in problem.cover.skills.items()
                if sum(m.meets(need) and bool(plan.on(m.technician_id, day)) for m in problem.members) < number
            }
    return broken


def _broken_by(problem: RosterProblem, plan: RosterPlan, member: Member) -> Iterator[str]:
    who, contract = member.technician_id, member.contract
    worked = [plan.on(who, day) for day in range(problem.days)]
    for week in problem.weeks:
        minutes = sum(end - start for day in week for shift in worked[day] for start, end in shift.windows)
        if minutes > contract.most_minutes(len(week)):
            yield "contract_most"
        if minutes < contract.least_minutes(len(week), len(week)) and not member.away:
            yield "contract_hours"
        if sum(bool(worked[day]) for day in week) > contract.most_days(len(week)):
            yield "days_off"
    for day in range(problem.days):
        if any(member.is_away_during(day, shift.start, shift.end) for shift in worked[day]):
            yield "leave"
        if any(sum(end - start for start, end in s.windows) > contract.longest_day_minutes for s in worked[day]):
            yield "longest_day"
    ends = [
        (day * DAY_MINUTES + s.start, day * DAY_MINUTES + s.end) for day in range(problem.days) for s in worked[day]
    ]
    around = [(0, member.before)] if member.before is not None else []
    around += ends + ([(member.after, 0)] if member.after is not None else [])
    if any(b[0] - a[1] < contract.shortest_rest_minutes for a, b in pairwise(around)):
        yield "rest"


def _there(problem: RosterProblem, plan: RosterPlan, day: int, minute: int) -> int:
    shifts = [shift for member in problem.members for shift in plan.on(member.technician_id, day)]
    return sum(any(start <= minute < end for start, end in shift.windows) for shift in shifts)


def least_unmet(problem: RosterProblem) -> int:
    """Of all plans that break nothing the least unmet minutes, by trying every one."""
    allowed = [plan for plan in every_plan(problem) if not breaks(problem, plan)]
    return min(figures_of(problem, plan).unmet_minutes for plan in allowed)
