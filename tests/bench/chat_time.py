"""Chinese times: right answers and latency beside jionlp and Microsoft's recognizers, on the dev set, in one run.

Cases and scorer lie beside the checkout (`../shared`); where they do not, the part says so and measures nothing. The
scorer runs the libraries by its own adapters. Alone: `python -m tests.bench.chat_time`.
"""

import json
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from services.chatbot.domain.times.entities import entities
from shared.config import ROOT
from tests.bench.peers import environment

SHARED = ROOT.parent / "shared"
CASES, SCORER = SHARED / "data" / "nlu" / "time_dev.jsonl", SHARED / "tools" / "score_time.py"
LIBRARIES = {"jionlp with a future-date rule": "jionlp_smart", "ms-recognizers-text-suite": "ms_recognizers"}
LONG_TEXT, GOAL_P95_MS = 1000, 1.0
Json = dict[str, Any]


def run() -> dict[str, object]:
    if not (CASES.exists() and SCORER.exists()):
        return {"skipped": f"the dev set is not beside the checkout: {CASES}"}
    with tempfile.TemporaryDirectory() as folder:
        ours = _ours(Path(folder) / "answers.jsonl")
    figures: dict[str, object] = dict(_told("ours", ours))
    figures[f"ours, ms for {LONG_TEXT} characters of bookings"] = round(_milliseconds(_long_text()), 2)
    for name, adapter in LIBRARIES.items():
        theirs = _scored("--lib", adapter)
        figures |= _told(name, theirs)
        figures[f"{name}: times as many wrong answers"] = _ratio(100 - theirs["acc"], 100 - ours["acc"])
        figures[f"{name}: times as slow, p50 and p95"] = [
            _ratio(theirs[key], ours[key]) for key in ("ms_p50", "ms_p95")
        ]
    return figures


def _ours(answers: Path) -> Json:
    """Scored like theirs, each case timed once after a warm call."""
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    took, lines = [], []
    _milliseconds("明天下午三点")
    for case in cases:
        now = datetime.fromisoformat(case["reference_time"])
        started = time.perf_counter()
        found = entities(case["text"], now)
        took.append((time.perf_counter() - started) * 1000)
        lines.append(json.dumps({"id": case["id"], "entities": found}, ensure_ascii=False))
    answers.write_text("\n".join(lines), encoding="utf-8")
    percentiles = {"ms_p50": median(took), "ms_p95": sorted(took)[int(0.95 * len(took)) - 1]}
    return {**_scored("--pred", str(answers)), **percentiles}


def _scored(*asked: str) -> Json:
    command = [environment.python(environment.TIMES), SCORER, *asked]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600).stdout
    return json.loads(next(line for line in said.splitlines() if line.startswith("{")))


def _told(name: str, score: Json) -> dict[str, object]:
    return {
        f"{name}: right, of {score['n']}, %": score["acc"],
        f"{name}: right by suite, %": score["by_source"],
        f"{name}: bare clock times inside opening hours, %": score["ambig_bizhr"],
        f"{name}: p50_ms, p95_ms (goal p95 ≤ {GOAL_P95_MS})": [round(score[key], 3) for key in ("ms_p50", "ms_p95")],
    }


def _long_text() -> str:
    return ("我想约明天下午3点徐家汇店的肩颈推拿，找王师傅，力气大一点。" * LONG_TEXT)[:LONG_TEXT]


def _milliseconds(text: str) -> float:
    """The best of five."""
    tries = []
    for _ in range(5):
        started = time.perf_counter()
        entities(text, datetime.fromisoformat("2026-11-18T10:00:00"))
        tries.append((time.perf_counter() - started) * 1000)
    return min(tries)


def _ratio(theirs: float, ours: float) -> float:
    return round(theirs / ours, 1) if ours else float("inf")


if __name__ == "__main__":
    for what, value in run().items():
        print(f"{what}: {value}")
