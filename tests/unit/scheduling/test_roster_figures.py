"""Figures count what a roster is worth, without the model; Hall's sets say the same as the flow."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.domain.hours.windows import Shift
from services.scheduling.domain.rostering.demand import Need
from services.scheduling.domain.rostering.figures import Spread, figures_of
from services.scheduling.domain.rostering.flow import unmet_in_hour
from services.scheduling.domain.rostering.hours import hours_of, minutes_worked
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import Member
from services.scheduling.domain.rostering.sets import closed_sets, layers
from tests.support.rostering import EARLY, FACIAL, LATE, TUINA, a_demand, a_member, a_problem, a_wish

SENIOR = Need("推拿", 3)
NEEDS = [Need(category, level) for category in ("推拿", "美容", "足疗") for level in (1, 2)]


def test_minutes_nobody_is_there_for_are_unmet() -> None:
    problem = a_problem(demand=a_demand({(0, 10): {TUINA: 45}, (0, 20): {TUINA: 30}, (1, 10): {TUINA: 60}}))

    figures = figures_of(problem, RosterPlan({("a", 0): (EARLY,)}))

    assert (figures.unmet_minutes, figures.demand_minutes, figures.worked_minutes) == (90, 135, 480)
    assert figures.covered_percent == 33.3


def test_whoever_can_do_less_takes_what_only_needs_that() -> None:
    """b can give both treatments, a only one: a flow must send a to the massage, whoever comes first."""
    problem = a_problem(
        a_member("a", "推拿"), a_member("b", "推拿", "美容"), demand=a_demand({(0, 10): {TUINA: 60, FACIAL: 60}})
    )

    assert figures_of(problem, RosterPlan({("a", 0): (EARLY,), ("b", 0): (EARLY,)})).unmet_minutes == 0


def test_a_low_level_does_not_meet_a_high_need() -> None:
    problem = a_problem(a_member(level=2), demand=a_demand({(0, 10): {SENIOR: 60}}))

    assert figures_of(problem, RosterPlan({("a", 0): (EARLY,)})).unmet == {SENIOR: 60}


def test_what_weighs_more_is_served_first() -> None:
    both = a_member("a", "推拿", "美容")
    demand = a_demand({(0, 10): {TUINA: 60, FACIAL: 60}})

    for heavy, light in ((TUINA, FACIAL), (FACIAL, TUINA)):
        problem = a_problem(both, demand=demand, weights={heavy: 3})
        assert figures_of(problem, RosterPlan({("a", 0): (EARLY,)})).unmet == {heavy: 0, light: 60}


def test_breaks_and_leave_are_no_work() -> None:
    with_break = Shift(600, 1080, ((660, 720),))
    problem = a_problem(a_member(away={0: ((720, 780),)}), demand=a_demand({(0, h): {TUINA: 60} for h in (10, 11, 12)}))

    figures = figures_of(problem, RosterPlan({("a", 0): (with_break,)}))

    assert (figures.unmet_minutes, figures.worked_minutes) == (120, 360)


def test_wishes_weekends_and_late_shifts_are_counted() -> None:
    wishes = (a_wish(0, "off"), a_wish(1, "work"), a_wish(2, "shift", (600, 1080)), a_wish(3, "shift", (600, 1080)))
    problem = a_problem(a_member("a"), a_member("b"), wishes=wishes)
    worked = {1: EARLY, 2: LATE, 3: EARLY, 5: LATE, 6: LATE}

    figures = figures_of(problem, RosterPlan({("a", day): (shift,) for day, shift in worked.items()}))

    assert (figures.wishes_kept, figures.wishes) == (3, 4)
    assert (figures.weekends, figures.lates) == (Spread(0, 2), Spread(0, 3))
    assert figures.minutes_off_contract == 40 * 60


def test_without_demand_everything_is_covered() -> None:
    assert figures_of(a_problem(), RosterPlan()).covered_percent == 100.0


members = st.lists(
    st.tuples(st.sets(st.sampled_from(["推拿", "美容", "足疗"])), st.integers(1, 2), st.integers(0, 60)),
    min_size=1,
    max_size=5,
)
wanted = st.dictionaries(st.sampled_from(NEEDS), st.integers(1, 120), min_size=1)
weights = st.dictionaries(st.sampled_from(NEEDS), st.integers(1, 5))


@given(members, wanted, weights)
@settings(max_examples=200, deadline=None)
def test_the_worst_set_is_what_the_best_flow_leaves(people, demand, weight) -> None:
    """Max-flow = min-cut, with weights by layers, over the few closed sets and over all sets."""
    crew = {Member(str(n), level, frozenset(skills)): m for n, (skills, level, m) in enumerate(people)}
    problem = a_problem(*crew, demand=a_demand({(0, 10): demand}), weights=weight)
    able = {need: sum(1 << n for n, member in enumerate(crew) if member.meets(need)) for need in demand}

    def worst(needs) -> int:
        subsets = (subset for size in range(1, len(needs) + 1) for subset in combinations(sorted(needs), size))
        return max(
            [
                0,
                *(
                    sum(demand[n] for n in s) - sum(m for p, m in crew.items() if any(p.meets(n) for n in s))
                    for s in subsets
                ),
            ]
        )

    def worst_closed(needs) -> int:
        minutes = list(crew.values())
        sets = closed_sets({need: demand[need] for need in needs}, able)
        return max([0, *(s.demand - sum(m for n, m in enumerate(minutes) if s.able >> n & 1) for s in sets)])

    left = unmet_in_hour(demand, {member: minutes for member, minutes in crew.items() if minutes}, problem)
    flow = sum(minutes * problem.weight(need) for need, minutes in left.items())

    assert flow == sum(step * worst(needs) for step, needs in layers(demand, weight))
    assert flow == sum(step * worst_closed(needs) for step, needs in layers(demand, weight))


def test_the_rows_of_an_hour_say_what_is_unmet_whoever_is_free() -> None:
    crew = (a_member("a", "推拿"), a_member("b", "推拿", "美容"), a_member("c", "美容"))
    problem = a_problem(*crew, demand=a_demand({(0, 10): {TUINA: 100, FACIAL: 70}}))
    (hour,) = hours_of(problem)
    for working in ((), ("a",), ("b",), ("a", "b"), ("a", "b", "c")):
        plan = RosterPlan({(who, 0): (EARLY,) for who in working})
        worked = minutes_worked(problem, plan, [(0, 10)])[0, 10]
        for free in ([], [0], [1], [0, 1], [0, 1, 2]):
            fixed = worked.copy()
            fixed[free] = 0
            least, rows = hour.rows(fixed, free)
            found = max([least, *(minutes - sum(worked[free[m]] for m in named) for minutes, named in rows)])
            assert found == figures_of(problem, plan).unmet_minutes
