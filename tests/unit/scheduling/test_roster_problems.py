"""What a roster is made from: shifts of the grid, forecasts, contracts, and how all of it travels to the child."""

import json
from datetime import date, timedelta

import pytest

from services.scheduling.domain.business.roster import Roster, WorkingPlan
from services.scheduling.domain.errors import IllegalTransition, VersionConflict
from services.scheduling.domain.hours.windows import Shift, read_week
from services.scheduling.domain.rostering.applying import plans_with
from services.scheduling.domain.rostering.contracts import Contract
from services.scheduling.domain.rostering.demand import Demand, Need
from services.scheduling.domain.rostering.forecast import PastWork, flat, forecast
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import Cover, RosterProblem, cut_to_opening
from services.scheduling.domain.rostering.proposal import STATUSES, TRANSITIONS, RosterProposal
from services.scheduling.domain.rostering.shifts import is_late, kinds_of, minutes_by_hour
from shared.testing.builders import NOW
from tests.support.rostering import (
    EARLY,
    FACIAL,
    LATE,
    MONDAY,
    TEN_TO_TEN,
    TUINA,
    a_demand,
    a_member,
    a_problem,
    a_wish,
)

NINE_HOURS = Contract(week_minutes=45 * 60, longest_day_minutes=9 * 60)


def test_every_shift_lies_in_the_opening_hours_and_within_the_contract() -> None:
    kinds = kinds_of(NINE_HOURS, TEN_TO_TEN)

    assert all(600 <= kind.shift.start < kind.shift.end <= 1320 for kind in kinds)
    assert {kind.worked_minutes // 60 for kind in kinds} == {4, 5, 6, 7, 8, 9}
    assert len(set(kinds)) == len(kinds)


def test_long_shifts_have_a_break_and_short_ones_none() -> None:
    for kind in kinds_of(NINE_HOURS, TEN_TO_TEN):
        pauses = [end - start for start, end in kind.shift.breaks]
        assert pauses == ([60] if kind.worked_minutes > 6 * 60 else [])
        assert all(kind.shift.start < start and end < kind.shift.end for start, end in kind.shift.breaks)


def test_there_are_shifts_that_open_and_shifts_that_close() -> None:
    kinds = kinds_of(NINE_HOURS, ((570, 1290),))

    assert {kind.is_at(570) for kind in kinds} == {kind.is_at(1289) for kind in kinds} == {True, False}


def test_what_somebody_works_now_may_stay_if_the_contract_allows_it() -> None:
    odd, too_long = Shift(615, 1035, ((700, 720),)), Shift(600, 1320)
    problem = a_problem(present=RosterPlan({("a", 0): (odd,), ("a", 1): (too_long,)}), kinds=None)
    (member,) = problem.members

    assert odd in [kind.shift for kind in problem.kinds_for(member, 0)]
    assert too_long not in [kind.shift for kind in problem.kinds_for(member, 1)]
    assert odd not in [kind.shift for kind in problem.kinds_for(member, 1)]


def test_a_short_day_is_one_shift_and_a_closed_one_none() -> None:
    assert [kind.shift for kind in kinds_of(NINE_HOURS, ((600, 780),))] == [Shift(600, 780)]
    assert kinds_of(NINE_HOURS, ()) == []


def test_no_shift_begins_or_ends_while_the_store_is_closed_at_noon() -> None:
    kinds = kinds_of(NINE_HOURS, ((540, 720), (840, 1320)))

    assert kinds
    assert all(not 720 <= kind.shift.start < 840 and not 720 < kind.shift.end <= 840 for kind in kinds)


def test_minutes_fall_into_the_hours_they_lie_in() -> None:
    assert minutes_by_hour([(570, 690), (705, 720)]) == {9: 30, 10: 60, 11: 45}
    assert minutes_by_hour([(1410, 1560)]) == {23: 30, 24: 60, 25: 60}


def test_a_late_shift_ends_late_and_does_not_begin_early() -> None:
    assert is_late(LATE, TEN_TO_TEN)
    assert not is_late(EARLY, TEN_TO_TEN)
    assert not is_late(Shift(600, 1320), TEN_TO_TEN)
    assert not is_late(LATE, ())


def test_shifts_are_cut_to_the_opening_hours() -> None:
    nine_to_ten = Shift(540, 1380, ((550, 590), (720, 780)))

    assert cut_to_opening((nine_to_ten, Shift(60, 120)), TEN_TO_TEN) == (Shift(600, 1320, ((720, 780),)),)
    assert cut_to_opening((nine_to_ten,), ()) == ()


def past(weeks_ago: int, weekday: int, start: int, minutes: int = 60) -> PastWork:
    return PastWork(TUINA, weeks_ago, weekday, (start, start + minutes))


def test_demand_is_the_average_of_the_same_hour_of_the_same_weekday() -> None:
    seen = [past(0, 0, 600), past(1, 0, 600), past(1, 0, 630), past(3, 1, 600)]

    demand = forecast(seen, [0, 1, 0])

    assert demand.minutes[0, 10] == {TUINA: 38}  # (60 + 60 + 30) / 4, rounded up
    assert demand.minutes[0, 11] == {TUINA: 8}
    assert demand.minutes[1, 10] == {TUINA: 15}
    assert demand.minutes[2, 10] == demand.minutes[0, 10]


def test_a_young_store_is_not_thought_half_empty() -> None:
    assert forecast([past(0, 0, 600)], [0]).minutes[0, 10] == {TUINA: 60}


def test_without_a_past_nothing_is_forecast_and_demand_is_flat() -> None:
    members = [a_member("a", "推拿"), a_member("b", "推拿", "美容")]

    demand = flat(members, (TEN_TO_TEN,) * 7)

    assert forecast([], [0]).total == 0
    assert demand.total == pytest.approx(0.6 * 80 * 60, rel=0.03)
    assert {tuple(wanted.values()) for wanted in demand.minutes.values()} == {(26, 9)}
    assert flat([], (TEN_TO_TEN,)).total == 0


def test_a_contract_is_read_off_a_working_plan() -> None:
    week = read_week(
        {
            day: [{"from": "10:00", "to": "19:00", "breaks": [{"from": "12:00", "to": "13:00"}]}]
            for day in ("mon", "tue")
        }
    )

    contract = Contract.like(week)

    assert (contract.week_minutes, contract.days_off, contract.longest_day_minutes) == (960, 5, 480)
    assert contract.break_minutes == 60
    assert Contract.like(read_week({"mon": [{"from": "10:00", "to": "19:00"}]})).break_minutes == 0


def test_leave_lowers_the_hours_owed_and_a_part_of_a_week_has_its_share() -> None:
    contract = Contract(week_minutes=42 * 60, days_off=2, tolerance_minutes=0)

    assert (contract.least_minutes(7, 7), contract.least_minutes(7, 4)) == (42 * 60, 24 * 60)
    assert (contract.most_minutes(3), contract.most_days(3), contract.most_days(7)) == (18 * 60, 3, 5)


def test_a_problem_travels_as_json() -> None:
    problem = a_problem(
        a_member("a", "推拿", away={1: ((0, 700),)}, before=-120, after=20_000),
        a_member("b", contract=NINE_HOURS, level=3),
        demand=a_demand({(0, 10): {TUINA: 45, FACIAL: 10}}),
        wishes=(a_wish(0, "off"), a_wish(1, "shift", (600, 1080))),
        cover=Cover(1, 2, {FACIAL: 1}),
        weights={TUINA: 2},
        present=RosterPlan({("a", 0): (Shift(600, 1080, ((700, 760),)),)}),
    )

    assert RosterProblem.read(json.loads(json.dumps(problem.written()))) == problem


def test_demand_told_twice_adds_up_and_none_is_left_out() -> None:
    demand = Demand.of([((0, 10), TUINA, 5), ((0, 10), TUINA, 7), ((0, 11), Need("足疗"), 0)])

    assert demand.minutes == {(0, 10): {TUINA: 12}}


def test_an_applied_roster_is_an_exception_of_each_plan_in_force() -> None:
    old = WorkingPlan(date(2026, 1, 1), exceptions=((MONDAY, (LATE,)), (date(2026, 12, 24), ())))
    new = WorkingPlan(MONDAY + timedelta(days=1))
    plan = RosterPlan({("a", 0): (EARLY,), ("a", 1): (LATE,)})

    first, second = plans_with(Roster((old, new)), a_problem(days=3), plan, "a")

    assert first.exceptions == ((MONDAY, (EARLY,)), (date(2026, 12, 24), ()))
    assert second.exceptions == ((MONDAY + timedelta(days=1), (LATE,)), (MONDAY + timedelta(days=2), ()))


def test_whoever_had_no_plan_gets_one_for_those_dates_alone() -> None:
    (plan,) = plans_with(Roster(), a_problem(days=2), RosterPlan({("a", 1): (EARLY,)}), "a")

    assert plan.effective_from == MONDAY
    assert [plan.on(MONDAY + timedelta(days=day)) for day in range(9)] == [(), (EARLY,), *[()] * 7]


def a_proposal(**changes) -> RosterProposal:
    return RosterProposal("pro-1", "sto-1", a_problem(), 10, NOW, "acc-1", **changes)


@pytest.mark.parametrize(("status", "wanted"), [(one, other) for one in STATUSES for other in STATUSES])
def test_a_proposal_goes_only_where_its_life_may_go(status: str, wanted: str) -> None:
    proposal = a_proposal(status=status)
    if wanted in TRANSITIONS[status]:
        assert (proposal.become(wanted).status, proposal.become(wanted).version) == (wanted, 2)
    else:
        with pytest.raises(IllegalTransition):
            proposal.become(wanted)


def test_only_a_roster_that_is_ready_is_edited_and_only_as_it_was_seen() -> None:
    plan = RosterPlan({("a", 0): (EARLY,)})

    edited = a_proposal(status="ready", version=3).edited(plan, {"unmet_minutes": 5})

    assert (edited.version, edited.outcome.plan, edited.outcome.figures) == (4, plan, {"unmet_minutes": 5})
    with pytest.raises(IllegalTransition):
        a_proposal(status="running").edited(plan, {})
    with pytest.raises(VersionConflict):
        edited.require_version(3)
    edited.require_version(4)
