"""A turn of the chat through the gateway: what a customer waits between pressing send and reading the answer.

Alone: `python -m tests.bench.chat_turn [URL]`, against a running system or an embedded one of its own.
"""

import json
import sys
import tempfile
from pathlib import Path

import requests

from tests.bench import load
from tests.support import system

GOAL_P95_MS = 80
# A booking with everything on the way to it: questions, free times, a proposal, corrections, a refusal, an end.
TURNS = (
    "你好",
    "明天下午想做个肩颈推拿",
    "徐家汇店",
    "三点",
    "停车方便吗",
    "还是周日吧",
    "换李老师",
    "早上七点行不行",
    "不用了",
)


def run(url: str, conversations: int = 30, clients: int = 4) -> dict[str, object]:
    """By one client, and by several that talk at the same time."""
    one, several = _talk(url, conversations, 1), _talk(url, conversations, clients)
    return {
        "p50_ms, 1 client": one.percentile(50),
        f"p95_ms, 1 client (goal ≤ {GOAL_P95_MS})": one.percentile(95),
        f"p95_ms, {clients} clients": several.percentile(95),
        f"turns per second, {clients} clients": several.figures()["per_second"],
    }


def _talk(url: str, conversations: int, clients: int) -> load.Load:
    sessions = [requests.Session() for _ in range(clients)]
    at: list[str | None] = [None] * clients

    def turn(number: int) -> None:
        client, said = number % clients, TURNS[number // clients % len(TURNS)]
        asked = {"conversation_id": None if said == TURNS[0] else at[client], "text": said}
        answer = sessions[client].post(f"{url}/api/v1/chat/messages", json=asked, timeout=30)
        assert answer.ok, answer.text
        at[client] = answer.json()["conversation_id"]

    load.run(turn, clients * len(TURNS), clients)  # warm
    return load.run(turn, conversations * clients * len(TURNS), clients)


def main() -> None:
    if len(sys.argv) > 1:
        figures = run(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as home, system.embedded(Path(home)) as url:
            figures = run(url)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
