"""Where there is no roster, the rules that collide are named, and no others."""

from dataclasses import replace
from itertools import count

import pytest

from services.scheduling.domain.rostering.collisions import collisions
from services.scheduling.domain.rostering.contracts import Contract
from services.scheduling.domain.rostering.problem import Cover, RosterProblem
from tests.support.rostering import FACIAL, a_member, a_problem

EASY = Contract(week_minutes=56 * 60, days_off=0, shortest_rest_minutes=0, break_minutes=0, tolerance_minutes=168 * 60)
THURSDAY_OFF = {3: ((0, 1440),)}


def named(problem: RosterProblem) -> list[dict]:
    return collisions(problem, lambda: 20.0)


def codes(problem: RosterProblem) -> set[str]:
    return {collision["code"] for collision in named(problem)}


def test_an_opening_that_needs_more_than_are_there_is_named_with_its_day() -> None:
    problem = a_problem(a_member("a", contract=EASY), a_member("b", contract=EASY, away=THURSDAY_OFF), cover=Cover(2))

    (collision,) = named(problem)

    assert collision["code"] == "opening_cover"
    assert collision["params"] == {"on": "2026-11-26", "needed": 2, "available": 1}


def test_a_contract_that_contradicts_itself_is_named() -> None:
    impossible = Contract(week_minutes=40 * 60, days_off=4, longest_day_minutes=8 * 60)
    problem = a_problem(a_member("a", contract=impossible), a_member("b"))

    found = named(problem)

    assert {collision["code"] for collision in found} == {"contract_hours", "days_off"}
    told = next(collision["params"] for collision in found if collision["code"] == "contract_hours")
    assert (told["technician_id"], told["hours"], told["days_off"], told["longest_hours"]) == ("a", 40, 4, 8)


def test_rules_that_collide_only_together_are_all_named_and_no_others() -> None:
    """One must open and close, who may not work so long and has nobody beside."""
    problem = a_problem(a_member(contract=EASY), days=1, cover=Cover(opening=1, closing=1))

    assert codes(problem) == {"opening_cover", "closing_cover"}


def test_a_skill_that_nobody_has_is_named() -> None:
    problem = a_problem(a_member(contract=EASY), days=2, cover=Cover(skills={FACIAL: 1}))

    assert codes(problem) == {"skill_cover"}
    assert [collision["params"]["available"] for collision in named(problem)] == [0, 0]


def test_what_can_be_kept_has_no_collisions() -> None:
    problem = a_problem(a_member("a", contract=EASY), a_member("b", contract=EASY), cover=Cover(1, 1))

    assert named(problem) == []


@pytest.mark.parametrize("given_up", ["opening_cover", "closing_cover"])
def test_giving_way_in_one_of_those_named_is_enough(given_up: str) -> None:
    problem = a_problem(a_member(contract=EASY), days=1, cover=Cover(opening=1, closing=1))
    less = Cover(closing=1) if given_up == "opening_cover" else Cover(opening=1)

    assert codes(replace(problem, cover=less)) == set()


def test_without_time_it_says_nothing_wrong() -> None:
    ticks = count()
    problem = a_problem(a_member(contract=EASY), days=1, cover=Cover(opening=1, closing=1))

    found = {collision["code"] for collision in collisions(problem, lambda: -float(next(ticks)))}

    assert found <= {"opening_cover", "closing_cover"} | {"contract_most", "contract_hours", "days_off"}
