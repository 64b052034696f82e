"""How long one sentence takes to understand, on one core: times, names, wishes, health, intent and the whole frame.

Alone: `python -m tests.bench.chat_understanding`. The sentences are the reviewed ones of the evaluation, each by itself
as a turn would have it; what is loaded once per process is told apart.
"""

import json
import os
import time
from datetime import datetime
from statistics import quantiles
from typing import Any

from deploy.demo_catalogue import demo_catalogue
from services.chatbot.data import table
from services.chatbot.domain.understanding import Reader

GOAL_P50_MS, GOAL_P95_MS = 5, 15
ROUNDS = 3
LONG = "明天下午三点想约徐家汇店的肩颈推拿，找王师傅，两个人，预算五百以内，力度重一点。" * 25


def run(rounds: int = ROUNDS) -> dict[str, Any]:
    """Milliseconds of processor time, of each sentence the middle of several rounds."""
    cores = _on_one_core()
    try:
        return _figures(rounds)
    finally:
        os.sched_setaffinity(0, cores)


def _on_one_core() -> set[int]:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    return before


def _figures(rounds: int) -> dict[str, Any]:
    sentences = [
        (row["text"], datetime.fromisoformat(row["now"])) for row in table("evaluation/sentences")["sentences"]
    ]
    reader = Reader(demo_catalogue())
    loading = _ms(reader, *sentences[0])
    taken = [sorted(_ms(reader, *sentence) for _ in range(rounds))[rounds // 2] for sentence in sentences]
    centiles = quantiles(taken, n=100)
    return {
        "sentences": len(sentences),
        f"p50_ms (goal ≤ {GOAL_P50_MS})": round(centiles[49], 2),
        f"p95_ms (goal ≤ {GOAL_P95_MS})": round(centiles[94], 2),
        "slowest_ms": round(max(taken), 2),
        f"of_{len(LONG)}_characters_ms": round(_ms(reader, LONG, sentences[0][1]), 1),
        "first_sentence_ms (loading)": round(loading),
    }


def _ms(reader: Reader, text: str, now: datetime) -> float:
    began = time.process_time()
    reader.understand(text, now)
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))
