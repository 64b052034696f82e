"""Registrations by e-mail: an account that waits for the address to be confirmed."""

from dataclasses import dataclass, field, replace
from datetime import datetime


@dataclass(frozen=True)
class Registration:
    """What somebody asked for, and the digest of the token that went to the address.

    A row is written for an address that has an account as well, `is_dead` then: the same work is done, the same answer
    given, so that nobody learns who has an account here.
    """

    id: str
    token_digest: str
    email: str = field(repr=False)
    name: str = field(repr=False)
    password_hash: str = field(repr=False)
    language: str
    expires_at: datetime
    is_dead: bool = False
    account_id: str | None = None

    def can_be_confirmed(self, now: datetime) -> bool:
        return not self.is_dead and now < self.expires_at

    def confirmed(self, account_id: str) -> "Registration":
        """Done: the account has the data now, so it is kept here no longer."""
        return replace(self, account_id=account_id, email="", name="", password_hash="")
