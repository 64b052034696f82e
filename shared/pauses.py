"""How long to wait before each new try to reach something that is away."""

import random
from collections.abc import Iterator

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 5.0


def pauses() -> Iterator[float]:
    """Seconds, growing up to `LONGEST_PAUSE_SECONDS`, and never the same for all processes."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
