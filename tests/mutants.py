"""`make mutants`: small faults put into scheduling's pure decisions, and how many of them the unit tests notice.

All of them would take hours, so a sample is tried, drawn evenly over the modules with a fixed seed; `python -m
tests.mutants 500` tries five hundred, and `python -m tests.mutants 150 grid cells` as many of those two modules. A
fault that makes the tests run on for ever counts as noticed. `tests/support/hurried.py` keeps each trial short.
"""

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from math import sqrt
from pathlib import Path

SAMPLE = 300
CHILDREN = os.environ.get("MUTANTS_CHILDREN", "2")
MUTMUT = [sys.executable, "-m", "mutmut"]
LISTED = re.compile(r"^\s+(services\.\S+): (.+)$")
NOTICED = {"killed", "timeout", "segfault", "suspicious", "caught by type check"}
REPORT = Path(".run/mutants.json")


def main(sample: int, modules: list[str]) -> int:
    everything = sorted(_listed())
    if not everything:
        subprocess.run([*MUTMUT, "run", "services.scheduling.domain.hours.cells.x_cells_for*"], check=True)
        everything = sorted(_listed())
    if modules:
        everything = [name for name in everything if name.split(".")[3] in modules]
    chosen = random.Random(2026).sample(everything, min(sample, len(everything)))
    subprocess.run([*MUTMUT, "run", "--max-children", CHILDREN, *chosen], check=False)
    results = _listed()
    _tell(Counter(results[name] for name in chosen), {name: results[name] for name in chosen})
    return 0


def _listed() -> dict[str, str]:
    """Every mutant and what became of it."""
    told = subprocess.run([*MUTMUT, "results", "--all", "true"], check=False, capture_output=True, text=True).stdout
    return {found[1]: found[2] for line in told.splitlines() if (found := LISTED.match(line))}


def _tell(outcomes: Counter[str], each: dict[str, str]) -> None:
    tried = sum(outcomes.values())
    noticed = sum(outcomes[outcome] for outcome in NOTICED)
    share = noticed / tried
    margin = 1.96 * sqrt(share * (1 - share) / tried)
    print(f"{noticed} of {tried} noticed: {share:.1%} ± {margin:.1%}; {dict(outcomes)}")
    for name in sorted(name for name, outcome in each.items() if outcome not in NOTICED):
        print(f"  {each[name]}: {name}")
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({"share": share, "margin": margin, "each": each}, indent=1))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE, sys.argv[2:]))
