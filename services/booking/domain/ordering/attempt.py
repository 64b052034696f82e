"""An attempt to book, written down before anything else is done.

While it is open the booking may still happen; `done` and `abandoned` are for ever. Scheduling asks it whether a hold
may be let go, so its row decides, once, between a visit and no visit.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shared.idempotency import KeyReused

OPEN, DONE, ABANDONED = "open", "done", "abandoned"
LEASE = timedelta(seconds=10)

Answer = dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """`appointment_id` is the id of the appointment to be, and of its claim. `answer` is what was answered when done.

    `is_leased`: a process works on it (or died less than a lease ago). `is_kept`: its key still counts.
    """

    appointment_id: str
    state: str
    body_hash: str | None = None
    answer: Answer | None = None
    is_leased: bool = False
    is_kept: bool = True

    def check_body(self, body_hash: str) -> None:
        """A key belongs to one body, whatever became of it."""
        if self.body_hash != body_hash:
            raise KeyReused


@dataclass(frozen=True)
class Need:
    """Whether a claim is needed. With `ask_again_in` (seconds) nobody knows yet: until then it is kept for an offer."""

    is_needed: bool
    ask_again_in: float | None = None
