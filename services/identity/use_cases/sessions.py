"""Signing in, staying signed in, signing out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.identity.domain.accounts import Account
from services.identity.domain.contacts import is_phone, normal_email, normal_login, normal_phone
from services.identity.domain.errors import GrantUnavailable, RefreshTokenInvalid, RefreshTokenReused, SignInFailed
from services.identity.domain.policy import Policy
from services.identity.domain.sessions import SIGNED_OUT, TOKEN_REUSED, RefreshToken, Session
from services.identity.ports import Secrets, Storage
from services.identity.use_cases.applying import add_account, committed, note, require, settled
from services.identity.use_cases.codes import code_digest
from shared.actor import CUSTOMER
from shared.call import Call
from shared.errors import Invalid, NotFound, Refusal
from shared.ids import new_id

OTP, PASSWORD = "otp", "password"
REFRESH_TOKEN = "refresh_token"  # noqa: S105 - the purpose of a digest


@dataclass(frozen=True)
class SignedIn:
    """Somebody is signed in; the refresh token is told only here, once."""

    account: Account
    session_id: str
    refresh_token: str = field(repr=False)
    refresh_expires_in: timedelta


@dataclass(frozen=True)
class SignIns:
    """What the ways of signing in share: the ports, the policy, the call, and where it comes from."""

    storage: Storage
    secrets: Secrets
    policy: Policy
    call: Call
    now: datetime
    address: str | None = None

    def by_code(self, phone: str, code: str) -> SignedIn:
        """An unknown phone with the right code becomes a customer."""
        phone = normal_phone(phone)
        self.storage.throttle.spend(self.policy.allowances(sign_in_by_address=self.address))
        digest = code_digest(self.secrets, phone, code)
        return settled(self.storage, lambda: self._try_code(phone, digest))

    def by_password(self, login: str, password: str) -> SignedIn:
        """The tries are counted before the password is compared, so that a hundred at once are a hundred tries.

        A right password forgives those of its login; the address keeps them all.
        """
        login = login.strip()
        by_login = {"sign_in_by_login": login.casefold()}
        if self.address:
            by_login["sign_in_by_login_and_address"] = f"{login.casefold()} {self.address}"
        tries = self.policy.allowances(**by_login)
        by_address = self.policy.allowances(sign_in_by_address=self.address)
        self.storage.throttle.spend([*tries, *by_address])
        account = account_of_login(self.storage, login)
        matches = self.secrets.password_matches(password, account.password_hash if account else None)
        if account is None or not matches:
            return committed(self.storage, lambda: self._failed(PASSWORD, account))

        def welcome() -> SignedIn:
            self.storage.throttle.forgive(tries)
            return self._opened(account, PASSWORD)

        return committed(self.storage, welcome)

    def _try_code(self, phone: str, digest: str) -> SignedIn | Refusal:
        code = self.storage.codes.locked(phone)
        account = self.storage.accounts.by_phone(phone)
        if code is None or not code.is_open(self.now):
            return self._failed(OTP, account)
        tried = code.tried(digest, self.now)
        self.storage.codes.save(tried)
        if tried.used_at is None:
            return self._failed(OTP, account)
        return self._opened(account or self._new_customer(phone), OTP)

    def _new_customer(self, phone: str) -> Account:
        account = Account(id=new_id(), roles=frozenset({CUSTOMER}), phone=phone, language=self.call.language)
        add_account(self.storage, self.call, self.now, account, address=self.address)
        return account

    def _opened(self, account: Account, grant: str) -> SignedIn:
        session = Session(new_id(), account.id, grant, self.now)
        secret, token = _new_refresh_token(self.secrets, self.policy, self.now, session.id)
        self.storage.sessions.add(session, token)
        self._note("signed_in", grant, account, session_id=session.id)
        return SignedIn(account, session.id, secret, self.policy.refresh_lifetime)

    def _failed(self, grant: str, account: Account | None) -> Refusal:
        self._note("sign_in_failed", grant, account)
        return SignInFailed()

    def _note(self, action: str, grant: str, account: Account | None, **detail: str) -> None:
        account_id = account.id if account else None
        note(
            self.storage,
            self.call,
            self.now,
            action,
            account_id=account_id,
            address=self.address,
            grant=grant,
            **detail,
        )


def open_session(
    storage: Storage,
    secrets: Secrets,
    policy: Policy,
    *,
    call: Call,
    now: datetime,
    grant: str,
    phone: str = "",
    code: str = "",
    login: str = "",
    password: str = "",
    address: str | None = None,
) -> SignedIn:
    """Sign in by a one-time code (`otp`) or a password; third parties are not connected yet: GrantUnavailable."""
    sign_ins = SignIns(storage, secrets, policy, call, now, address)
    if grant == OTP:
        _need(phone=phone, code=code)
        return sign_ins.by_code(phone, code)
    if grant == PASSWORD:
        _need(login=login, password=password)
        return sign_ins.by_password(login, password)
    raise GrantUnavailable(fields={"grant": ["Not offered here."]})


def account_of_login(storage: Storage, login: str) -> Account | None:
    """A login is an e-mail address, a phone or a staff name."""
    by_name = storage.accounts.by_login(normal_login(login))
    if by_name is not None:
        return by_name
    if is_phone(login):
        return storage.accounts.by_phone(normal_phone(login))
    try:
        return storage.accounts.by_email(normal_email(login))
    except Invalid:
        return None


def refresh_session(
    storage: Storage, secrets: Secrets, policy: Policy, *, call: Call, now: datetime, refresh_token: str
) -> SignedIn:
    """Give the next refresh token for this one. A token that two hold ends the session: one of them is a thief, and we
    cannot tell which. Who comes again because the answer was lost is no second one.
    """
    digest = secrets.digest(REFRESH_TOKEN, refresh_token)

    def rotate() -> SignedIn | Refusal:
        token = storage.sessions.locked_token(digest)
        session = storage.sessions.locked(token.session_id) if token else None
        if token is None or session is None or session.ended_at is not None:
            return RefreshTokenReused.of(token.session_id) if token and token.used_at else RefreshTokenInvalid()
        if token.is_copied(storage.sessions.kin_of(token), now):
            end(storage, call, now, session, TOKEN_REUSED)
            return RefreshTokenReused.of(session.id)
        if token.expires_at <= now:
            return RefreshTokenInvalid()
        secret, fresh = _new_refresh_token(secrets, policy, now, session.id, token)
        storage.sessions.rotate(token.used(now), fresh)
        return SignedIn(storage.accounts.get(session.account_id), session.id, secret, policy.refresh_lifetime)

    return committed(storage, rotate)


def end_session(storage: Storage, *, call: Call, now: datetime, session_id: str) -> None:
    """End one's own session; once more changes nothing. Another's is not to be seen."""

    def sign_out() -> None:
        session = storage.sessions.locked(session_id)
        if session is None or session.account_id != call.actor.account_id:
            raise NotFound("no such session")
        if session.ended_at is None:
            end(storage, call, now, session, SIGNED_OUT)

    storage.transact(sign_out)


def find_ended_sessions(storage: Storage, *, call: Call, now: datetime, within_seconds: int) -> list[str]:
    """Sessions whose access tokens may still be unexpired, for gateways that have missed their ending."""
    require(call.actor.is_system, "knowing whose session ended")
    return storage.sessions.ended_since(now - timedelta(seconds=within_seconds))


def end(storage: Storage, call: Call, now: datetime, session: Session, because: str) -> None:
    ended, fact = session.end(because, now)
    storage.sessions.save(ended)
    storage.announce(fact, now)
    note(storage, call, now, "session_ended", account_id=session.account_id, session_id=session.id, because=because)


def _new_refresh_token(
    secrets: Secrets, policy: Policy, now: datetime, session_id: str, before: RefreshToken | None = None
) -> tuple[str, RefreshToken]:
    secret = secrets.new_token()
    digest, came_from = secrets.digest(REFRESH_TOKEN, secret), before.digest if before else None
    return secret, RefreshToken(digest, session_id, now + policy.refresh_lifetime, came_from=came_from)


def _need(**given: str) -> None:
    missing = {name: ["Missing data for required field."] for name, value in given.items() if not value}
    if missing:
        raise Invalid("this grant needs more", fields=missing)
