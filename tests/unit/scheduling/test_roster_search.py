"""The solver finds the best of small problems, and breaks no rule though breaking it would pay."""

from dataclasses import replace

import pytest

from services.scheduling.domain.hours.windows import Shift
from services.scheduling.domain.rostering import rules
from services.scheduling.domain.rostering.bounding import bounds_of
from services.scheduling.domain.rostering.contracts import Contract
from services.scheduling.domain.rostering.figures import figures_of
from services.scheduling.domain.rostering.model import Model
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import Cover, RosterProblem
from services.scheduling.domain.rostering.search import Infeasible, Search, Told
from tests.support.rostering import (
    EARLY,
    FACIAL,
    LATE,
    TUINA,
    a_demand,
    a_member,
    a_problem,
    a_wish,
    breaks,
    least_unmet,
    solved,
)

ROUND_THE_CLOCK = {(day, hour): {TUINA: 60} for day in range(7) for hour in range(10, 22)}
NO_RULES = Contract(
    week_minutes=168 * 60,
    days_off=0,
    longest_day_minutes=24 * 60,
    shortest_rest_minutes=0,
    break_minutes=0,
    tolerance_minutes=168 * 60,
)
EASY = Contract(week_minutes=56 * 60, days_off=0, shortest_rest_minutes=0, break_minutes=0, tolerance_minutes=168 * 60)


def tempting(**contract) -> RosterProblem:
    """Demand at every hour: whatever a rule forbids would be worth while."""
    return a_problem(a_member(contract=replace(NO_RULES, **contract)), demand=a_demand(ROUND_THE_CLOCK))


# A rule, a problem in which breaking it pays, and the same without it: the negative control.
TEMPTATIONS = {
    "contract_most": (tempting(week_minutes=24 * 60), tempting()),
    "days_off": (tempting(days_off=3), tempting()),
    "longest_day": (
        replace(tempting(longest_day_minutes=8 * 60), kinds=(EARLY, Shift(600, 1320))),
        replace(tempting(), kinds=(EARLY, Shift(600, 1320))),
    ),
    "rest": (
        replace(tempting(shortest_rest_minutes=14 * 60), demand=a_demand({(0, 21): {TUINA: 60}, (1, 10): {TUINA: 60}})),
        replace(tempting(), demand=a_demand({(0, 21): {TUINA: 60}, (1, 10): {TUINA: 60}})),
    ),
    "leave": (
        a_problem(a_member(contract=NO_RULES, away={2: ((0, 1440),)}), demand=a_demand(ROUND_THE_CLOCK)),
        tempting(),
    ),
    "opening_cover": (
        replace(tempting(), cover=Cover(opening=1), demand=a_demand({(d, 21): {TUINA: 60} for d in range(7)})),
        replace(tempting(), demand=a_demand({(d, 21): {TUINA: 60} for d in range(7)})),
    ),
    "closing_cover": (
        replace(tempting(), cover=Cover(closing=1), demand=a_demand({(d, 10): {TUINA: 60} for d in range(7)})),
        replace(tempting(), demand=a_demand({(d, 10): {TUINA: 60} for d in range(7)})),
    ),
    "skill_cover": (
        a_problem(a_member(contract=EASY, skills=frozenset({"美容"})), days=2, cover=Cover(skills={FACIAL: 1})),
        a_problem(a_member(contract=replace(EASY, week_minutes=0), skills=frozenset({"美容"})), days=2),
    ),
    "contract_hours": (
        a_problem(
            a_member(contract=replace(NO_RULES, week_minutes=40 * 60, tolerance_minutes=0)),
            wishes=tuple(a_wish(d, "off") for d in range(7)),
        ),
        a_problem(
            a_member(contract=replace(NO_RULES, week_minutes=0)), wishes=tuple(a_wish(d, "off") for d in range(7))
        ),
    ),
}


@pytest.mark.parametrize("rule", TEMPTATIONS)
def test_no_rule_is_broken_though_it_would_pay(rule: str) -> None:
    bound_by_it, free_of_it = TEMPTATIONS[rule]

    found, freely = solved(bound_by_it).plan, solved(free_of_it).plan

    assert breaks(bound_by_it, found) == set()
    assert rule in breaks(bound_by_it, freely), "the negative control shows that the rule matters here"


def test_rest_is_kept_towards_the_roster_before_and_after() -> None:
    late_before, early_after = 22 * 60 - 24 * 60, 24 * 60 + 10 * 60
    demand = a_demand({(0, 10): {TUINA: 60}, (0, 21): {TUINA: 60}})
    one_day = a_problem(a_member(contract=replace(EASY, shortest_rest_minutes=13 * 60)), days=1, demand=demand)

    def with_rest(**around) -> RosterPlan:
        (member,) = one_day.members
        return solved(replace(one_day, members=(replace(member, **around),))).plan

    assert with_rest(before=late_before).on("a", 0) in ((), (LATE,))
    assert with_rest(after=early_after).on("a", 0) in ((), (EARLY,))
    assert with_rest(before=late_before, after=early_after).on("a", 0) == ()
    assert with_rest().on("a", 0) != ()


@pytest.mark.parametrize(
    "problem",
    [
        pytest.param(
            a_problem(
                a_member("a", contract=EASY),
                a_member("b", "推拿", "美容", contract=replace(EASY, days_off=4)),
                days=3,
                demand=a_demand({(0, 10): {TUINA: 90}, (0, 20): {FACIAL: 60}, (1, 20): {TUINA: 50, FACIAL: 60}}),
            ),
            id="skills",
        ),
        pytest.param(
            a_problem(
                a_member("a", contract=replace(EASY, shortest_rest_minutes=14 * 60)),
                a_member("b", contract=replace(EASY, week_minutes=20 * 60), away={1: ((0, 1440),)}),
                days=3,
                cover=Cover(closing=1),
                demand=a_demand({(d, hour): {TUINA: 70} for d in range(3) for hour in (11, 19)}),
            ),
            id="rest, leave and cover",
        ),
    ],
)
def test_small_problems_are_solved_to_the_best(problem: RosterProblem) -> None:
    best = solved(problem, rounds=20)
    proof = Search(problem).prove(problem.present, 10, Told())

    assert breaks(problem, best.plan) == set()
    assert best.unmet == figures_of(problem, best.plan).unmet_minutes == least_unmet(problem) == proof
    assert max(bounds_of(problem)) <= proof


def test_unmet_minutes_come_before_wishes_and_wishes_before_hours() -> None:
    wish = a_wish(0, "off")
    contract = replace(EASY, week_minutes=8 * 60 * 7)
    idle = a_problem(a_member(contract=contract), wishes=(wish,))
    busy = replace(idle, demand=a_demand({(0, 12): {TUINA: 5}}))

    assert solved(idle).plan.on("a", 0) == ()
    assert solved(busy).plan.on("a", 0) != ()


def test_weekends_are_shared_where_nothing_is_lost_by_it() -> None:
    demand = a_demand({(day, 12): {TUINA: 60} for day in (5, 6)})
    problem = a_problem(a_member("a", contract=EASY), a_member("b", contract=EASY), demand=demand)

    figures = figures_of(problem, solved(problem, rounds=20).plan)

    assert (figures.unmet_minutes, figures.weekends.range) == (0, 0)


def test_a_need_that_weighs_more_is_met_first() -> None:
    contract = replace(EASY, week_minutes=8 * 60 * 7, days_off=6)
    demand = a_demand({(0, 12): {TUINA: 60}, (1, 12): {FACIAL: 30}})
    problem = a_problem(a_member("a", "推拿", "美容", contract=contract), demand=demand)

    assert figures_of(problem, solved(problem).plan).unmet == {TUINA: 0, FACIAL: 30}
    heavy = replace(problem, weights={FACIAL: 3})
    assert figures_of(heavy, solved(heavy).plan).unmet == {TUINA: 60, FACIAL: 0}


def test_where_rules_collide_there_is_none() -> None:
    nobody_there = a_problem(a_member(away={0: ((0, 1440),)}), cover=Cover(opening=1))

    with pytest.raises(Infeasible):
        Search(nobody_there).first(10)


def test_two_searches_with_one_seed_take_the_same_steps() -> None:
    problem = a_problem(*(a_member(name) for name in "abcd"))

    def steps(seed: int) -> list:
        return [places for places, _ in zip(Search(problem, seed).neighbourhoods(), range(12), strict=False)]

    assert steps(1) == steps(1) != steps(2)


def test_what_is_not_open_stays() -> None:
    problem = a_problem(a_member("a"), a_member("b"), demand=a_demand(ROUND_THE_CLOCK))
    plan = Search(problem).first(10)
    assert plan is not None

    found = Search(problem).improved(plan, [("a", day) for day in range(7)], 5)

    assert found is not None
    assert all(found.plan.on("b", day) == plan.on("b", day) for day in range(7))
    assert found.aim <= Search(problem).valued(plan).aim


def test_every_rule_has_a_name() -> None:
    problem = a_problem(a_member(contract=replace(EASY, shortest_rest_minutes=14 * 60)), cover=Cover(1, 1, {TUINA: 1}))

    codes = {rule.code for rule, *_ in rules.bounds(Model.of(problem))}

    assert codes == {
        "contract_most", "contract_hours", "days_off", "rest", "opening_cover", "closing_cover", "skill_cover",
    }  # fmt: skip
