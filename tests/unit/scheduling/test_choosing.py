"""Which starts a guest is shown who has not said how far from the wish they would go."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.choice.choosing import READY, Option, in_turn

LOSS = 200.0

some_options = st.lists(
    st.builds(
        Option, st.floats(0, 150), st.integers(0, 38).map(lambda steps: steps * 5), st.integers(0, 9), st.just(0)
    ),
    max_size=8,
)


def met(shown: list[Option], tolerance: int) -> Option | None:
    """Of the starts shown one after the other, the first that the guest takes."""
    return next((option for option in shown if option.shift <= tolerance), None)


def mean_cost(shown: list[Option]) -> float:
    """A quarter of the guests for each tolerance."""
    taken = [met(shown, tolerance) for tolerance, _ in READY]
    return sum(option.cost if option else LOSS for option in taken) / len(READY)


def test_a_cheap_start_far_away_is_shown_before_a_dear_one_at_the_wish() -> None:
    far, near = Option(10, 110, 1, 0), Option(60, 0, 2, 0)

    assert in_turn([near, far], LOSS) == [far, near]


def test_a_start_that_is_cheap_and_near_is_shown_alone() -> None:
    near = Option(10, 30, 1, 0)

    assert in_turn([near, Option(30, 110, 2, 0)], LOSS) == [near]


def test_a_start_that_nobody_would_go_to_is_not_shown() -> None:
    assert in_turn([Option(0, 185, 1, 0)], LOSS) == []


def test_patience_makes_a_far_start_dearer() -> None:
    assert Option(10, 60, 1, 0).weighed(0.5) == Option(40, 60, 1, 0)


@given(some_options)
def test_no_other_two_starts_are_better_on_average(options: list[Option]) -> None:
    shown = in_turn(options, LOSS)

    assert all(mean_cost(shown) <= mean_cost([*pair]) + 1e-6 for pair in product(options, repeat=2))


def test_a_few_guests_may_be_given_up_for_two_starts_that_are_much_cheaper() -> None:
    far, nearer, dear = Option(0, 95, 0, 0), Option(26, 65, 0, 0), Option(149, 0, 0, 0)

    assert in_turn([far, nearer, dear], LOSS) == [far, nearer]


@given(some_options)
def test_whoever_could_come_at_some_start_is_shown_one_where_a_loss_is_dear(options: list[Option]) -> None:
    shown = in_turn(options, 10 * LOSS)

    for tolerance, _ in READY:
        assert met(options, tolerance) is None or met(shown, tolerance) is not None
