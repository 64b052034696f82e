"""Rosters against the demonstration's fixed A/B plans: unmet minutes at a load of 0.80, and the proven bound beside.

Both rosters work the same contracts, so nobody works more than on the fixed plans, and are counted by the same figures.
`python -m tests.bench.roster [--quick]`.
"""

import json
import subprocess
import sys
import time
from statistics import mean

from services.scheduling.adapters.solving import command
from services.scheduling.domain.rostering.problem import RosterProblem
from shared.config import ROOT
from tests.bench import roster_shops

SECONDS, SEEDS, GOAL = 10.0, (1, 2, 3), 0.75
QUICK_SECONDS, QUICK_SEEDS = 5.0, (1,)


def run(*, quick: bool = False) -> dict:
    seconds, seeds = (QUICK_SECONDS, QUICK_SEEDS) if quick else (SECONDS, SEEDS)
    shops = {
        "30 technicians × 14 days": roster_shops.fixed_shop,
        "the same, days of up to 10 h": lambda seed: roster_shops.fixed_shop(seed, longest_hours=10),
        "the demonstration's store, 6 × 14": roster_shops.demonstration_store,
    }
    figures = {}
    for name, shop in shops.items():
        measured = [_measured(shop(seed), seconds) for seed in seeds]
        figures[f"{name}: unmet of A/B, ours, ratio (goal ≤ {GOAL}), bound's ratio, seconds; by seed"] = measured
        figures[f"{name}: mean ratio"] = round(mean(ratio for _, _, ratio, *_ in measured), 3)
    return figures


def _measured(problem: RosterProblem, seconds: float) -> tuple[int, int, float, float, float]:
    """As the service has it made: by a child process, whose own start counts."""
    request = json.dumps({"problem": problem.written(), "seconds": seconds, "seed": 1})
    began = time.monotonic()
    with subprocess.Popen(
        command("roster"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as child:
        child.stdin.write(request + "\n")
        child.stdin.flush()
        done = next(told["done"] for told in map(json.loads, child.stdout) if "done" in told)
    fixed, ours = done["present"]["unmet_minutes"], done["figures"]["unmet_minutes"]
    took = round(time.monotonic() - began, 1)
    return fixed, ours, round(ours / fixed, 3), round(done["bound"] / fixed, 3), took


if __name__ == "__main__":
    for what, value in run(quick="--quick" in sys.argv).items():
        print(f"{what}: {value}")
