"""What the use cases of identity need from outside."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from services.identity.domain.accounts import Account
from services.identity.domain.codes import OneTimeCode
from services.identity.domain.limits import Allowance
from services.identity.domain.registrations import Registration
from services.identity.domain.sessions import RefreshToken, Session
from shared.events import Fact

T = TypeVar("T")


class IdentifierTaken(Exception):
    """A login, phone or e-mail address of the account belongs to another one, perhaps since a moment ago."""


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to which account, when, from where. Never a secret: no code, password or token.

    `reason` is why, in their own words, where a rule was overridden.
    """

    at: datetime
    actor: str
    action: str
    request_id: str
    account_id: str | None = None
    address: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    reason: str | None = None


class Accounts(Protocol):
    """Accounts by what identifies them."""

    def get(self, account_id: str) -> Account:
        """The account; NotFound when there is none."""
        ...

    def by_phone(self, phone: str) -> Account | None: ...

    def by_email(self, email: str) -> Account | None:
        """The account that this confirmed address signs in to."""
        ...

    def by_login(self, login: str) -> Account | None: ...

    def add(self, account: Account) -> None:
        """Raises IdentifierTaken."""
        ...

    def save(self, account: Account) -> None:
        """Replace the version before this one; VersionConflict when that is not the stored one any more."""
        ...


class Codes(Protocol):
    """One code per phone: a new one takes the place of the old."""

    def put(self, code: OneTimeCode) -> None: ...

    def locked(self, phone: str) -> OneTimeCode | None:
        """The phone's code; until the transaction ends nobody else can try it."""
        ...

    def save(self, code: OneTimeCode) -> None: ...

    def forget(self, phone: str) -> None:
        """Let no code of this phone be left."""
        ...


class Sessions(Protocol):
    """Sign-ins and their refresh tokens. A token is locked before its session, always in this order."""

    def add(self, session: Session, token: RefreshToken) -> None: ...

    def locked(self, session_id: str) -> Session | None: ...

    def open_of(self, account_id: str) -> list[Session]:
        """The account's sessions that have not ended, locked."""
        ...

    def locked_token(self, digest: str) -> RefreshToken | None: ...

    def kin_of(self, token: RefreshToken) -> list[RefreshToken]:
        """What was given for this token, and for the one it was given for. To be read once its session is locked."""
        ...

    def rotate(self, used: RefreshToken, fresh: RefreshToken) -> None:
        """Keep the token as used, and its successor."""
        ...

    def save(self, session: Session) -> None: ...

    def ended_since(self, moment: datetime) -> list[str]:
        """Ids of the sessions that ended then or later."""
        ...


class Registrations(Protocol):
    """Registrations that wait for their address to be confirmed."""

    def add(self, registration: Registration) -> None: ...

    def locked(self, token_digest: str) -> Registration | None: ...

    def save(self, registration: Registration) -> None: ...


class Throttle(Protocol):
    """Counts tries, by a clock that nobody moves: a shop's may be put back, and would lock everybody out."""

    def spend(self, allowances: Iterable[Allowance]) -> None:
        """Use all of these up by one try, or none of them: TooManyRequests."""
        ...

    def forgive(self, allowances: Iterable[Allowance]) -> None:
        """Forget the tries counted against these."""
        ...


class Storage(Protocol):
    """Identity's data. What is written inside one `transact` is written together or not at all."""

    accounts: Accounts
    codes: Codes
    sessions: Sessions
    registrations: Registrations
    throttle: Throttle

    def transact(self, work: Callable[[], T]) -> T:
        """Run `work` in one transaction; it may be run again from the start."""
        ...

    def announce(self, fact: Fact, now: datetime) -> None:
        """Tell the others, once the transaction has committed."""
        ...

    def note(self, entry: AuditEntry) -> None:
        """Add to the audit trail."""
        ...

    def prune(self, now: datetime) -> int:
        """Forget codes, tokens, registrations and counters that can have no effect any more; says how many rows."""
        ...


class Secrets(Protocol):
    """Randomness and one-way functions."""

    def new_code(self) -> str:
        """Six random digits."""
        ...

    def new_token(self) -> str:
        """A token nobody can guess."""
        ...

    def digest(self, purpose: str, secret: str) -> str:
        """What is kept instead of the secret; the same secret has other digests for other purposes."""
        ...

    def hash_password(self, password: str) -> str: ...

    def password_matches(self, password: str, password_hash: str | None) -> bool:
        """Whether it is the password; takes as long when there is no hash to compare with."""
        ...
