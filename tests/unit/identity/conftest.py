"""Identity held in memory: the ports' fakes, and a desk at which a test signs people in."""

import copy
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from services.identity.domain.accounts import Account
from services.identity.domain.codes import OneTimeCode
from services.identity.domain.errors import VersionConflict
from services.identity.domain.events import OneTimeCodeIssued, RegistrationStarted
from services.identity.domain.limits import Allowance, Limit
from services.identity.domain.policy import LIMITED, Policy
from services.identity.domain.registrations import Registration
from services.identity.domain.sessions import RefreshToken, Session
from services.identity.ports import AuditEntry, IdentifierTaken
from services.identity.service import IdentityService
from shared.actor import ANONYMOUS, CUSTOMER, Actor
from shared.call import Call
from shared.clock import FixedClock
from shared.errors import NotFound
from shared.events import Fact
from shared.testing import NOW, InMemoryKeys


class InMemoryAccounts:
    def __init__(self) -> None:
        self.rows: dict[str, Account] = {}
        self.somebody_else_adds: Account | None = None  # what a rival commits just before our next `add`

    def get(self, account_id: str) -> Account:
        if account_id not in self.rows:
            raise NotFound("no such account")
        return self.rows[account_id]

    def by_phone(self, phone: str) -> Account | None:
        return self._one(lambda account: account.phone == phone)

    def by_email(self, email: str) -> Account | None:
        return self._one(lambda account: account.email_confirmed and account.email == email)

    def by_login(self, login: str) -> Account | None:
        return self._one(lambda account: account.login == login)

    def add(self, account: Account) -> None:
        if self.somebody_else_adds:
            rival, self.somebody_else_adds = self.somebody_else_adds, None
            raise _TakenBy(rival)
        if any(_shares_an_identifier(account, other) for other in self.rows.values()):
            raise IdentifierTaken(account.id)
        self.rows[account.id] = account

    def save(self, account: Account) -> None:
        if self.rows[account.id].version != account.version - 1:
            raise VersionConflict
        self.rows[account.id] = account

    def _one(self, matches: Callable[[Account], bool]) -> Account | None:
        return next(filter(matches, self.rows.values()), None)


class _TakenBy(IdentifierTaken):
    """Carries the rival's account past the rollback, as another transaction's commit would stay."""

    def __init__(self, rival: Account) -> None:
        super().__init__(rival.id)
        self.rival = rival


def _shares_an_identifier(one: Account, other: Account) -> bool:
    def identifiers(account: Account) -> set[tuple[str, str | None]]:
        email = account.email if account.email_confirmed else None
        return {("login", account.login), ("phone", account.phone), ("email", email)}

    return any(value for _, value in identifiers(one) & identifiers(other))


class InMemoryCodes:
    def __init__(self) -> None:
        self.rows: dict[str, OneTimeCode] = {}

    def put(self, code: OneTimeCode) -> None:
        self.rows[code.phone] = code

    def locked(self, phone: str) -> OneTimeCode | None:
        return self.rows.get(phone)

    def forget(self, phone: str) -> None:
        self.rows.pop(phone, None)

    save = put


class InMemorySessions:
    def __init__(self) -> None:
        self.rows: dict[str, Session] = {}
        self.tokens: dict[str, RefreshToken] = {}

    def add(self, session: Session, token: RefreshToken) -> None:
        self.rows[session.id] = session
        self.tokens[token.digest] = token

    def locked(self, session_id: str) -> Session | None:
        return self.rows.get(session_id)

    def open_of(self, account_id: str) -> list[Session]:
        return [row for row in self.rows.values() if row.account_id == account_id and row.ended_at is None]

    def locked_token(self, digest: str) -> RefreshToken | None:
        return self.tokens.get(digest)

    def kin_of(self, token: RefreshToken) -> list[RefreshToken]:
        origins = {token.digest, token.came_from} - {None}
        return [one for one in self.tokens.values() if one.came_from in origins]

    def rotate(self, used: RefreshToken, fresh: RefreshToken) -> None:
        self.tokens.update({used.digest: used, fresh.digest: fresh})

    def save(self, session: Session) -> None:
        self.rows[session.id] = session

    def ended_since(self, moment: datetime) -> list[str]:
        return [session.id for session in self.rows.values() if session.ended_at and session.ended_at >= moment]


class InMemoryRegistrations:
    def __init__(self) -> None:
        self.rows: dict[str, Registration] = {}

    def add(self, registration: Registration) -> None:
        self.rows[registration.token_digest] = registration

    def locked(self, token_digest: str) -> Registration | None:
        return self.rows.get(token_digest)

    save = add


class InMemoryThrottle:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.rows: dict[Allowance, datetime] = {}

    def spend(self, allowances: Iterable[Allowance]) -> None:
        now = self.now()
        spent = {allowance: allowance.limit.spend(self.rows.get(allowance), now) for allowance in allowances}
        self.rows.update(spent)

    def forgive(self, allowances: Iterable[Allowance]) -> None:
        for allowance in allowances:
            self.rows.pop(allowance, None)


class InMemoryStorage:
    """Undoes what a failing transaction wrote, as the database would."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.accounts = InMemoryAccounts()
        self.codes = InMemoryCodes()
        self.sessions = InMemorySessions()
        self.registrations = InMemoryRegistrations()
        self.throttle = InMemoryThrottle(now)
        self.facts: list[Fact] = []
        self.trail: list[AuditEntry] = []
        self.pruned_at: datetime | None = None

    def transact(self, work: Callable[[], Any]) -> Any:
        before = copy.deepcopy(vars(self))
        try:
            return work()
        except Exception as error:
            vars(self).update(before)
            if isinstance(error, _TakenBy):
                self.accounts.somebody_else_adds = None
                self.accounts.rows[error.rival.id] = error.rival
            raise

    def announce(self, fact: Fact, now: datetime) -> None:
        self.facts.append(fact)

    def note(self, entry: AuditEntry) -> None:
        self.trail.append(entry)

    def prune(self, now: datetime) -> int:
        self.pruned_at = now
        return 0


class PlainSecrets:
    """Counts up instead of drawing lots, and hides nothing; keeps what passwords were compared with."""

    def __init__(self) -> None:
        self.drawn = 0
        self.compared: list[str | None] = []

    def new_code(self) -> str:
        self.drawn += 1
        return f"{self.drawn:06d}"

    def new_token(self) -> str:
        self.drawn += 1
        return f"token-{self.drawn}"

    def digest(self, purpose: str, secret: str) -> str:
        return f"{purpose}({secret})"

    def hash_password(self, password: str) -> str:
        return f"hash({password})"

    def password_matches(self, password: str, password_hash: str | None) -> bool:
        self.compared.append(password_hash)
        return password_hash == f"hash({password})"


def a_policy(**limits: tuple[Limit, ...]) -> Policy:
    wide = dict.fromkeys(LIMITED, (Limit(1000, 60),))
    return Policy(timedelta(minutes=5), 5, timedelta(days=30), timedelta(hours=24), {**wide, **limits})


class Desk:
    """The service with its fakes. `as_(actor)` is the same desk for somebody else."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOW)
        # A bound method would be copied, clock and all, with what a failing transaction takes back.
        self.storage = InMemoryStorage(lambda: self.clock.now())  # noqa: PLW0108
        self.secrets = PlainSecrets()
        self.policy = a_policy()
        self.actor = ANONYMOUS
        self.language = "zh-CN"

    def as_(self, actor: Actor) -> "Desk":
        other = copy.copy(self)
        other.actor = actor
        return other

    def limited(self, **limits: tuple[Limit, ...]) -> None:
        self.policy = a_policy(**limits)

    def ask(self, method: str, **request: Any) -> dict[str, Any]:
        return dict(getattr(self.service(), method)(request))

    def service(self) -> Any:
        return worker_factory(
            IdentityService,
            storage=self.storage,
            secrets=self.secrets,
            policy=self.policy,
            call=Call(actor=self.actor, request_id="req-1", language=self.language),
            clock=self.clock,
            idempotency=InMemoryKeys(),
        )

    def has(self, **changes: Any) -> Account:
        """An account that is already there."""
        defaults = {"id": "acc-1", "roles": frozenset({CUSTOMER}), "phone": "+8613800000001", "name": "林晓月"}
        account = Account(**{**defaults, **changes})
        self.storage.accounts.rows[account.id] = account
        return account

    def code_sent(self) -> str:
        return next(fact.code for fact in reversed(self.storage.facts) if isinstance(fact, OneTimeCodeIssued))

    def token_sent(self) -> str:
        return next(fact.token for fact in reversed(self.storage.facts) if isinstance(fact, RegistrationStarted))

    def signs_in(self, phone: str = "13800000001", **more: Any) -> dict[str, Any]:
        self.ask("request_code", phone=phone)
        return self.ask("open_session", grant="otp", phone=phone, code=self.code_sent(), **more)

    def facts(self, kind: type[Fact]) -> list[Any]:
        return [fact for fact in self.storage.facts if isinstance(fact, kind)]

    def rival(self, **changes: Any) -> Account:
        """An account that somebody else makes at the very moment of our next insert."""
        account = replace(Account(id="acc-rival", roles=frozenset({CUSTOMER}), phone="+8613800000001"), **changes)
        self.storage.accounts.somebody_else_adds = account
        return account


@pytest.fixture
def desk() -> Desk:
    return Desk()
