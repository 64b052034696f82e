"""Many clients asking the same at once, and how long each had to wait."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What came of a run: seconds it took, the waits in milliseconds, sorted."""

    seconds: float
    waits_ms: list[float]

    def percentile(self, percent: float) -> float:
        return round(self.waits_ms[min(len(self.waits_ms) - 1, int(len(self.waits_ms) * percent / 100))], 2)

    def figures(self) -> dict[str, float]:
        return {
            "per_second": round(len(self.waits_ms) / self.seconds, 1),
            "p50_ms": self.percentile(50),
            "p99_ms": self.percentile(99),
        }


def run(ask: Callable[[int], object], times: int, clients: int) -> Load:
    """Ask `times` times by so many clients; client n asks for the numbers n, n + clients and so on."""

    def timed(number: int) -> float:
        started = time.perf_counter()
        ask(number)
        return (time.perf_counter() - started) * 1000

    def one(client: int) -> list[float]:
        return [timed(number) for number in range(client, times, clients)]

    with ThreadPoolExecutor(clients) as pool:
        started = time.perf_counter()
        waits = sorted(wait for waits in pool.map(one, range(clients)) for wait in waits)
        return Load(time.perf_counter() - started, waits)
