"""Plans that can be carried out, starts that stay where they were promised, and the judge that says so."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.adapters.routing.model import model_of
from services.scheduling.adapters.routing.solving import solve
from services.scheduling.domain.routing.checking import faults
from services.scheduling.domain.routing.insertion import filled, inserted, insertions
from services.scheduling.domain.routing.plan import Call, Plan, Route, planned
from tests.support.routing import a_day, a_random_day, a_stop, a_traveller, allowing_late

seeds = st.integers(0, 10_000)


def starts(plan: Plan) -> dict[str, int]:
    return {call.stop.id: call.starts for route in plan.routes for call in route.calls}


def test_a_stop_begins_when_its_traveller_is_there_and_its_window_is_open():
    day = a_day((a_traveller(),), (a_stop("near", 1), a_stop("far", 3, earliest=40)))
    assert starts(planned(day, {"t1": ("near", "far")})) == {"near": 4, "far": 40}


def test_a_stop_begins_when_it_was_promised_though_it_could_be_sooner():
    day = a_day((a_traveller(),), (a_stop("s1", 1, promised=60), a_stop("s2", 1, promised=90)))
    assert starts(planned(day, {"t1": ("s1", "s2")})) == {"s1": 60, "s2": 90}


def test_a_promise_gives_way_within_its_window_to_the_stop_that_follows():
    firm = a_stop("firm", 1, earliest=70, latest=70, promised=70)
    day = a_day((a_traveller(),), (a_stop("s1", 1, earliest=50, latest=70, promised=60), firm))
    assert starts(planned(day, {"t1": ("s1", "firm")})) == {"s1": 58, "firm": 70}


def test_no_stop_is_made_in_a_pause():
    day = a_day((a_traveller(pauses=((30, 36),)),), (a_stop("s1", 1, promised=25), a_stop("s2", 1)))
    assert starts(planned(day, {"t1": ("s1", "s2")})) == {"s1": 36, "s2": 48}


def test_a_stop_that_must_be_late_makes_the_next_no_later_than_it_must_be():
    day = a_day((a_traveller(on=30),), (a_stop("s1", 1, latest=10, late_until=90), a_stop("s2", 1, promised=60)))
    assert starts(planned(day, {"t1": ("s1", "s2")})) == {"s1": 34, "s2": 60}
    assert planned(day, {"t1": ("s1", "s2")}).late == 24


@pytest.mark.parametrize(
    ("traveller", "stop"),
    [
        ({}, {"latest": 3}),
        ({"off": 19}, {}),
        ({"capacity": 1}, {"load": 2}),
        ({"pauses": ((10, 100),)}, {"latest": 50}),
    ],
)
def test_an_order_that_cannot_be_kept_is_no_plan(traveller, stop):
    with pytest.raises(ValueError, match="cannot make"):
        planned(a_day((a_traveller(**traveller),), (a_stop(**stop),)), {"t1": ("s1",)})


def test_a_stop_is_inserted_where_it_costs_least():
    day = a_day((a_traveller("t1"), a_traveller("t2", start=5, end=5)), (a_stop("s1", 1), a_stop("s2", 4)))
    first, second = insertions(day, planned(day, {"t1": ("s1",)}), day.stop_of["s2"])
    assert (first.traveller_id, first.extra, first.after) == ("t2", 8, None)
    assert (second.traveller_id, second.extra, second.after, second.before) == ("t1", 24, None, "s1")


def test_who_may_not_make_a_stop_is_never_asked():
    day = a_day((a_traveller("t1"), a_traveller("t2")), (a_stop("s1", able=frozenset({"t2"})),))
    assert [where.traveller_id for where in insertions(day, planned(day, {}), day.stops[0])] == ["t2"]


def test_a_stop_fits_nowhere_between_two_that_leave_no_room():
    firm = {"s1": 10, "s2": 24}
    day = a_day(
        (a_traveller(off=40),),
        (*(a_stop(name, 1, earliest=at, latest=at) for name, at in firm.items()), a_stop("new", 1)),
    )
    assert insertions(day, planned(day, {"t1": tuple(firm)}), day.stop_of["new"]) == []


@given(seeds, st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_plan_filled_by_insertion_can_be_carried_out(seed, fixed):
    day = a_random_day(seed, fixed=fixed)
    plan = filled(day, planned(day, {}))
    assert faults(day, plan) == []
    assert all(not insertions(day, plan, stop) for stop in plan.lost)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_an_insertion_costs_what_it_says_and_begins_when_it_says(seed):
    day = a_random_day(seed)
    *others, stop = day.stops
    plan = filled(replace(day, stops=tuple(others)), planned(replace(day, stops=tuple(others)), {}))
    for where in insertions(day, plan, stop):
        after = inserted(day, plan, stop, where)
        assert after.cost - plan.cost == where.extra
        assert faults(day, after) == []


@given(seeds, st.booleans())
@settings(max_examples=12, deadline=None)
def test_a_plan_solved_can_be_carried_out_and_is_no_worse_than_the_one_filled(seed, late):
    day = allowing_late(a_random_day(seed), 12 if late else 0)
    plan = solve(day, 0.05)
    assert faults(day, plan) == []
    assert plan.price(day) <= filled(day, planned(day, {})).price(day)


def test_a_visit_late_is_better_than_one_lost():
    at_once = {"earliest": 10, "latest": 10, "late_until": 40}
    day = a_day((a_traveller(),), (a_stop("s1", 1, **at_once), a_stop("s2", 1, **at_once)))
    plan = solve(day, 0.1)
    assert plan.lost == ()
    assert plan.late == 12


def test_what_nobody_can_make_is_lost_and_nothing_else():
    day = a_day((a_traveller(),), (a_stop("s1", 1), a_stop("s2", 1, able=frozenset()), a_stop("s3", 2, latest=1)))
    assert [stop.id for stop in solve(day, 0.1).lost] == ["s2", "s3"]


def test_the_solver_knows_a_plan_again():
    day = allowing_late(a_random_day(3), 8)
    plan = filled(day, planned(day, {}))
    model = model_of(day)
    orders = model.orders(model.solution(plan.orders))
    assert {who: tuple(ids) for who, ids in orders.items()} == plan.orders


def test_nobody_and_nothing_make_an_empty_plan():
    assert solve(a_day((a_traveller(),), ()), 0.1).orders == {}
    assert [stop.id for stop in solve(replace(a_day((a_traveller(),), (a_stop(),)), travellers=()), 0.1).lost] == ["s1"]


def test_the_judge_finds_every_kind_of_fault():
    """The negative control of every test that finds none."""
    who = a_traveller(off=60, pauses=((44, 50),))
    day = a_day((who,), (a_stop("s1", 1, latest=9), a_stop("s2", 3, able=frozenset({"t2"})), a_stop("s3", load=9)))
    one, two, three = day.stops
    wrong = Plan((Route(who, (Call(one, 2), Call(two, 18), Call(three, 45), Call(one, 60))),))
    told = " ".join(faults(day, wrong))
    for fault in (
        "t1 is at s1",
        "outside of its window",
        "may not make",
        "pause",
        "back too late",
        "too much",
        "2 times",
    ):
        assert fault in told
