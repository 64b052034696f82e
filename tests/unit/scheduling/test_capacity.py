"""A week of the capacity kit (`tests/bench/capacity`): the engine keeps its rules and serves more than common practice.

The figures that are reported come from `make bench`; one week of one cell only shows that nothing is broken.
"""

import pytest

from tests.bench import packing


@pytest.mark.parametrize(("variant", "over_common_practice", "mean_shift"), [("stated", 12, 60), ("hidden", 8, 50)])
def test_a_week_serves_more_than_the_technician_with_the_most_free_time_would(
    variant: str, over_common_practice: float, mean_shift: float
) -> None:
    week = packing.week(1000, 1.05, "demo", variant, bound=False)

    assert week["conflicts"] == 0
    assert week["vs_b"] > over_common_practice
    assert week["shift"] < mean_shift
    assert variant == "hidden" or week["refused_feasible"] == 0


def test_the_same_week_is_served_the_same_way() -> None:
    weeks = [packing.week(1001, 0.9, "long", "stated", bound=False) for _ in range(2)]

    assert weeks[0]["minutes"] == weeks[1]["minutes"]
    assert weeks[0]["shift"] == weeks[1]["shift"]
