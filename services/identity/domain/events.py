"""What identity announces. Fields about a person travel sealed, under a name that ends in `_sealed`."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.events import Fact, personal


@dataclass(frozen=True, kw_only=True)
class OneTimeCodeIssued(Fact):
    """A code is to be sent to a phone; `account_id` is None for a phone nobody has signed in with yet."""

    account_id: str | None
    phone: str = personal()
    code: str = personal()
    purpose: str = "sign_in"
    expires_at: datetime
    language: str


@dataclass(frozen=True, kw_only=True)
class RegistrationStarted(Fact):
    """Somebody wants an account under an e-mail address; the token is to be sent there."""

    registration_id: str
    email: str = personal()
    token: str = personal()
    name: str = personal()
    language: str


@dataclass(frozen=True, kw_only=True)
class AccountChanged(Fact):
    """The whole account as it is now, also when it is new. `revision` grows by one with each change."""

    account_id: str
    revision: int
    roles: frozenset[str]
    name: str = personal()
    phone: str | None = personal()
    email: str | None = personal()
    gender: str | None
    birthday: date | None = personal()  # noqa: RUF009 - a field, as the others
    language: str
    technician_id: str | None
    stores: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class AccountErased(Fact):
    """The customer wishes to be forgotten: nothing about the person is kept here any more, nor should it be elsewhere.

    `revision` is the account's last: an `account_changed` that comes later is an older one.
    """

    account_id: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Fact):
    """A sign-in is over: its refresh token is dead, and the access token should be taken no more."""

    session_id: str
    account_id: str
