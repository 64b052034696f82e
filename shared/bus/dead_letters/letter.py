"""What a dead letter is, and the port that takes them."""

import json
from dataclasses import dataclass
from typing import Any, Final, Protocol

LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class Failure:
    """Why a handler gave an event up."""

    service: str
    handler_queue: str
    reason: str
    attempts: int


@dataclass(frozen=True)
class DeadLetter:
    """An event given up. `body` is the event as it came, which may be no JSON at all."""

    id: str
    service: str
    handler_queue: str
    reason: str
    attempts: int
    failed_at: str
    body: str

    def event(self) -> dict[str, Any] | None:
        """The event's envelope, if the body is readable."""
        try:
            envelope = json.loads(self.body)
        except ValueError:
            return None
        return envelope if isinstance(envelope, dict) else None


class DeadLetters(Protocol):
    """Where a service's handlers put what they give up."""

    def add(self, failure: Failure, body: bytes) -> None:
        """Returns once the letter is safe."""
