"""Sixteen threads that call one after the other, as fast as they can."""

import threading
import time
from collections.abc import Callable

CALLERS = 16
SECONDS, WARM_UP_SECONDS = 3.0, 0.7
REQUEST = {"store_id": "01J0000000000000000000000A", "days": 7, "note": "推拿 60 分钟"}


def rate(caller_of_thread: Callable[[], Callable[[dict], object]]) -> float:
    """Calls per second of all threads together, after a warm-up."""
    counts = [0] * CALLERS
    stopped = threading.Event()

    def work(number: int) -> None:
        call = caller_of_thread()
        while not stopped.is_set():
            call(REQUEST)
            counts[number] += 1

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(CALLERS)]
    for thread in threads:
        thread.start()
    time.sleep(WARM_UP_SECONDS)
    before, started = sum(counts), time.perf_counter()
    time.sleep(SECONDS)
    measured = (sum(counts) - before) / (time.perf_counter() - started)
    stopped.set()
    return measured
