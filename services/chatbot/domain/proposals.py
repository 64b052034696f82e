"""A proposal: exactly what the chat would do, waiting for the customer's word. Nothing is written without one.

A proposal goes open → executing → done | failed, or open → declined | expired; each step is a compare-and-set, so that
it is carried out once however often it is confirmed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

OPEN, EXECUTING, DONE, FAILED, DECLINED, EXPIRED = "open", "executing", "done", "failed", "declined", "expired"
NEXT_STATES: dict[str, frozenset[str]] = {
    OPEN: frozenset({EXECUTING, DECLINED, EXPIRED}),
    EXECUTING: frozenset({DONE, FAILED}),
    DONE: frozenset(),
    FAILED: frozenset(),
    DECLINED: frozenset(),
    EXPIRED: frozenset(),
}
VALID_FOR = timedelta(minutes=10)
# Booking remembers a key for 24 hours. An execution that was left open is taken up again well within that only.
RETRIED_FOR = timedelta(hours=12)


def must_follow(state: str, expected: str) -> None:
    """Raises ValueError for a step that the table does not know: a mistake of the program, not of a customer."""
    if state not in NEXT_STATES[expected]:
        msg = f"a proposal never goes from {expected} to {state}"
        raise ValueError(msg)


@dataclass(frozen=True)
class Proposal:
    """`request` is what booking will be asked, word for word; `appointment` is its preview, shown to the customer.

    `outcome` is the appointment once it is done, `failure` the code of the refusal.
    """

    id: str
    conversation_id: str
    kind: str
    request: Mapping[str, Any]
    appointment: Mapping[str, Any]
    summary: str
    proposed_at: datetime
    expires_at: datetime
    state: str = OPEN
    outcome: Mapping[str, Any] | None = None
    failure: str | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is too late: to confirm it, or to take a broken-off execution up again."""
        return now >= self.expires_at + (RETRIED_FOR if self.state == EXECUTING else timedelta())

    def as_view(self) -> dict[str, Any]:
        """Its end is told on the clock of the store, as its appointment's start is. Where a home visit goes stands in
        the request alone.
        """
        zone = datetime.fromisoformat(self.appointment["starts_at"]).tzinfo
        address = self.request.get("address") or self.appointment.get("address")
        return {
            "id": self.id,
            "kind": self.kind,
            "summary": self.summary,
            "appointment": {**self.appointment, **({"address": address} if address else {})},
            "expires_at": self.expires_at.astimezone(zone),
        }
