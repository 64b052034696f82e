"""Sign-ins. A session is the family of all refresh tokens that came one from another."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.identity.domain.events import SessionEnded

SIGNED_OUT, TOKEN_REUSED, ACCOUNT_ERASED = "signed_out", "token_reused", "account_erased"
PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason


@dataclass(frozen=True)
class Session:
    """One sign-in of one account, until it is ended."""

    id: str
    account_id: str
    grant: str
    opened_at: datetime
    ended_at: datetime | None = None
    ended_because: str | None = None

    def end(self, because: str, now: datetime) -> tuple["Session", SessionEnded]:
        return replace(self, ended_at=now, ended_because=because), SessionEnded(
            session_id=self.id, account_id=self.account_id
        )


@dataclass(frozen=True)
class RefreshToken:
    """A refresh token, known by its digest only; it is used once."""

    digest: str
    session_id: str
    expires_at: datetime
    used_at: datetime | None = None

    def used(self, now: datetime) -> "RefreshToken":
        return replace(self, used_at=now)
