"""One-time codes: six digits that prove, for a short while, that somebody holds a phone."""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class OneTimeCode:
    """The newest code of a phone; an older one no longer exists. Only the code's digest is kept."""

    phone: str
    digest: str
    expires_at: datetime
    tries_left: int
    used_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.tries_left > 0 and now < self.expires_at

    def tried(self, digest: str, now: datetime) -> "OneTimeCode":
        """The code after somebody tried one; it is `used_at` now if it was the right one in time."""
        is_right = hmac.compare_digest(self.digest, digest)
        if not self.is_open(now):
            return self
        return replace(self, used_at=now) if is_right else replace(self, tries_left=self.tries_left - 1)
