"""The capacity kit with our engine: minutes served over common practice and of the proven bound, cell by cell.

Quick as it is: few weeks for each cell. `CAPACITY_WEEKS=30` makes it what is reported (an hour on one core).
"""

import os
import sys
from itertools import product
from pathlib import Path

WEEKS = int(os.environ.get("CAPACITY_WEEKS", "3"))
VARIANTS = ("stated", "hidden")
ENGINE = "capacity_engine:Packer"
sys.path.insert(0, str(Path(__file__).parent))  # the kit calls itself `capacity`


def run(weeks: int = WEEKS) -> dict:
    """By variant and cell, what the kit's table has; ratios in percent with 95 % intervals, paired by week."""
    from capacity.generator import LOADS, MIXES  # noqa: PLC0415  # found by the path above

    cells = list(product(VARIANTS, MIXES, LOADS))
    return {
        f"{variant}, {mix} {load:.2f}, {weeks} weeks": _row(
            mix, load, [week(n, load, mix, variant) for n in range(weeks)]
        )
        for variant, mix, load in cells
    }


def week(seed: int, load: float, mix: str, variant: str, *, bound: bool | None = None) -> dict:
    """One week of the kit; with the proven bound, which takes two seconds, in `stated`."""
    from capacity.run import score  # noqa: PLC0415  # see run

    return score(ENGINE, seed, load, mix, variant, variant == "stated" if bound is None else bound)


def _row(mix: str, load: float, weeks: list[dict]) -> dict:
    from capacity.run import summary  # noqa: PLC0415  # see run

    row = summary(load, mix, weeks)
    return {
        "over (a) %": _interval(row["vs_a"]),
        "over (b) %": _interval(row["vs_b"]),
        **({"of the bound %": _interval(row["of_bound"])} if "of_bound" in row else {}),
        "mean shift, minutes": round(row["shift"], 1),
        "p95 ms": round(row["p95_ms"], 2),
        "refused though feasible": row["refused_feasible"],
        "conflicts": row["conflicts"],
    }


def _interval(ratio: dict) -> list[float]:
    """Lower end, mean, upper end."""
    return [round(ratio[key], 1) for key in ("low", "mean", "high")]
