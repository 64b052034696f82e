"""Sign-ins. A session is the family of all refresh tokens that came one from another."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.identity.domain.events import SessionEnded

SIGNED_OUT, TOKEN_REUSED, ACCOUNT_ERASED = "signed_out", "token_reused", "account_erased"
PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason
ANSWERED_AGAIN_FOR = timedelta(seconds=30)
"""How long a token may come again whose answer was lost on the way."""


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
    """A refresh token, known by its digest only, and by that of the token it was given for; it is used once."""

    digest: str
    session_id: str
    expires_at: datetime
    used_at: datetime | None = None
    came_from: str | None = None

    def used(self, now: datetime) -> "RefreshToken":
        """The first use counts: coming again does not lengthen the time in which it may."""
        return replace(self, used_at=self.used_at or now)

    def is_copied(self, kin: Iterable["RefreshToken"], now: datetime) -> bool:
        """Whether two must hold this token. `kin`: what was given for it, and for the one it was given for.

        One that comes again soon, while nothing that was given for it has been used, is its owner's, who never got the
        answer. Several answers may be on their way then; the first that is used is the one that arrived, and who comes
        with another of them is somebody else.
        """
        if self.used_at is None:
            return any(one.used_at for one in kin if one.came_from == self.came_from)
        answers = [one for one in kin if one.came_from == self.digest]
        return now - self.used_at > ANSWERED_AGAIN_FOR or any(one.used_at for one in answers)
