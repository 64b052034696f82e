"""A feed, and the secret in its address."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

# What a calendar shows beside what is to come; and how much of it at most.
SHOWN_BACK, SHOWN_AHEAD, MOST_SHOWN = timedelta(days=30), timedelta(days=400), 300


@dataclass(frozen=True)
class Feed:
    """An account has one feed: of its own visits, and of those it gives as `technician_id`. Whoever has the address
    reads it without signing in, so that only the token's digest is kept, and a new address ends the old one.
    """

    account_id: str
    digest: str
    technician_id: str | None
    language: str
    opened_at: datetime


def digest_of(token: str) -> str:
    """The token has 256 random bits: it needs neither salt nor a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
