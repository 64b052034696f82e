"""Gathering what a roster is made from: the store, its people and their agreements, the past, the present roster."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from services.scheduling.domain.business.roster import Roster
from services.scheduling.domain.business.shop import Store, Technician
from services.scheduling.domain.hours.cells import CELL_MINUTES, cell_after, cell_of, instant_of
from services.scheduling.domain.hours.windows import Day, Window, local_cell
from services.scheduling.domain.rostering.contracts import Contract, ShiftWish
from services.scheduling.domain.rostering.demand import Demand, Need
from services.scheduling.domain.rostering.forecast import WEEKS, PastWork, flat, forecast
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import (
    DAY_MINUTES,
    Cover,
    Member,
    RosterProblem,
    cut_to_opening,
)
from services.scheduling.domain.rostering.request import RosterRequest
from services.scheduling.ports import Diary
from services.scheduling.use_cases.scenes import span_of_local_days
from shared.interval import Interval

# From so many technicians on, one is to be there from opening and one until closing, unless the request says otherwise.
COVERED_FROM = 3


def problem_of(diary: Diary, asked: RosterRequest, now: datetime) -> RosterProblem:
    """The problem as it stands now; Unknown when there is no such store."""
    store = diary.catalogue.store(asked.store_id)
    technicians = diary.catalogue.members(store.id)
    ids = [technician.id for technician in technicians]
    rosters = diary.rosters.of(ids, span_of_local_days(store, asked.first - timedelta(days=1), asked.days + 2))
    contracts = {**diary.agreements.contracts(ids), **asked.contracts}
    opening = tuple(hours_on(store, asked.first + timedelta(days=day)) for day in range(asked.days))
    members = tuple(_member(store, asked, one, rosters[one.id], contracts.get(one.id)) for one in technicians)
    return RosterProblem(
        first=asked.first,
        opening=opening,
        members=members,
        demand=asked.demand or _forecast(diary, store, asked, members, now) or flat(members, opening),
        wishes=_wishes(diary, asked, ids),
        cover=asked.cover or _usual_cover(members),
        weights=asked.weights,
        present=_present(asked, opening, rosters),
        kinds=asked.kinds,
    )


def hours_on(store: Store, day: date) -> tuple[Window, ...]:
    """When the store is open on a day, in minutes of its clock; a closure takes its time out."""
    windows = sorted(window for shift in store.opening[day.weekday()] for window in shift.windows)
    for closed, opens in _windows_of(store, store.closures, day):
        parts = [((start, min(end, closed)), (max(start, opens), end)) for start, end in windows]
        windows = [(start, end) for pair in parts for start, end in pair if start < end]
    return tuple(windows)


def _windows_of(store: Store, intervals: Sequence[Interval], day: date) -> tuple[Window, ...]:
    """The intervals in minutes of a day's clock, as far as they touch it or the night after."""
    midnight = local_cell(store.zone, day, 0)
    cells = [(cell_of(one.start) - midnight, cell_after(one.end) - midnight) for one in intervals]
    cut = [(max(start * CELL_MINUTES, 0), min(end * CELL_MINUTES, 2 * DAY_MINUTES)) for start, end in cells]
    return tuple((start, end) for start, end in cut if start < end)


def _member(
    store: Store, asked: RosterRequest, technician: Technician, roster: Roster, contract: Contract | None
) -> Member:
    days = [asked.first + timedelta(days=day) for day in range(asked.days)]
    away = {day: _windows_of(store, roster.away, on) for day, on in enumerate(days)}
    yesterday = planned_on(roster, asked.first - timedelta(days=1))
    tomorrow = planned_on(roster, asked.first + timedelta(days=asked.days))
    return Member(
        technician.id,
        technician.level,
        technician.skills,
        contract or contract_of(roster, asked.first),
        {day: windows for day, windows in away.items() if windows},
        max((shift.end - DAY_MINUTES for shift in yesterday), default=None),
        min((shift.start + asked.days * DAY_MINUTES for shift in tomorrow), default=None),
    )


def contract_of(roster: Roster, on: date) -> Contract:
    """Of somebody without a contract, what their weekly plan amounts to; the usual one without a plan."""
    plan = roster.plan_on(on)
    return Contract.like(plan.week) if plan and any(plan.week) else Contract()


def planned_on(roster: Roster, day: date) -> Day:
    plan = roster.plan_on(day)
    return plan.on(day) if plan else ()


def _present(asked: RosterRequest, opening: Sequence[Sequence[Window]], rosters: dict[str, Roster]) -> RosterPlan:
    """The roster as it is planned now, within the hours of the store."""
    planned = {
        (who, day): cut_to_opening(planned_on(roster, asked.first + timedelta(days=day)), opening[day])
        for who, roster in rosters.items()
        for day in range(asked.days)
    }
    return RosterPlan({place: shifts for place, shifts in planned.items() if shifts})


def _wishes(diary: Diary, asked: RosterRequest, ids: Sequence[str]) -> tuple[ShiftWish, ...]:
    last = asked.first + timedelta(days=asked.days - 1)
    given = [wish for wish in asked.wishes if wish.technician_id in ids and asked.first <= wish.on <= last]
    return (*diary.agreements.wishes(ids, asked.first, asked.days), *given)


def _usual_cover(members: Sequence[Member]) -> Cover:
    return Cover(1, 1) if len(members) >= COVERED_FROM else Cover()


def _forecast(
    diary: Diary, store: Store, asked: RosterRequest, members: Sequence[Member], now: datetime
) -> Demand | None:
    """From the visits of the last weeks; None when there were none that anybody here could give."""
    past = diary.history.worked(store.id, Interval(now - timedelta(weeks=WEEKS), now))
    treatments = diary.catalogue.treatments({treatment_id for treatment_id, _ in past})
    works = []
    for treatment_id, run in past:
        treatment = treatments.get(treatment_id)
        need = treatment and Need(treatment.category, treatment.level)
        if need and any(member.meets(need) for member in members):
            works.append(_past_work(store, need, run, now))
    weekdays = [(asked.first + timedelta(days=day)).weekday() for day in range(asked.days)]
    return forecast(works, weekdays) if works else None


def _past_work(store: Store, need: Need, run: tuple[int, int], now: datetime) -> PastWork:
    """A visit after midnight, while the store of the day before is open, belongs to that day."""
    day = instant_of(run[0]).astimezone(store.zone).date()
    before = day - timedelta(days=1)
    midnight = local_cell(store.zone, before, 0)
    if (run[0] - midnight) * CELL_MINUTES < max((end for _, end in hours_on(store, before)), default=0):
        day = before
    base = local_cell(store.zone, day, 0)
    window = (run[0] - base) * CELL_MINUTES, (run[1] - base) * CELL_MINUTES
    return PastWork(need, (now - instant_of(run[0])) // timedelta(weeks=1), day.weekday(), window)
