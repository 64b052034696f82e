"""Setting and changing one's own password."""

from dataclasses import replace
from datetime import datetime

from services.identity.domain.accounts import Account
from services.identity.domain.errors import PasswordWrong
from services.identity.domain.policy import Policy
from services.identity.domain.sessions import PASSWORD_CHANGED
from services.identity.ports import Secrets, Storage
from services.identity.use_cases.accounts import get_account
from services.identity.use_cases.applying import save_account
from services.identity.use_cases.sessions import end
from shared.call import Call


def change_password(
    storage: Storage,
    secrets: Secrets,
    policy: Policy,
    *,
    call: Call,
    now: datetime,
    password: str,
    current_password: str | None = None,
) -> None:
    """Whoever has a password says it first: PasswordWrong, and as many tries as for signing in.

    Every other sign-in of the account ends: somebody who changes a password may do so because another knew it.
    """
    before = get_account(storage, call=call)
    if before.password_hash is not None:
        _check(storage, secrets, policy, before, current_password or "")
    hashed = secrets.hash_password(password)

    def change() -> None:
        known = storage.accounts.get(before.id)
        known.expect_version(before.version)
        save_account(storage, call, now, known, replace(known, password_hash=hashed, version=known.version + 1))
        for session in storage.sessions.open_of(known.id):
            if session.id != call.actor.session_id:
                end(storage, call, now, session, PASSWORD_CHANGED)

    storage.transact(change)


def _check(storage: Storage, secrets: Secrets, policy: Policy, account: Account, password: str) -> None:
    """The try is counted before the password is compared; a right one forgives the others."""
    tries = policy.allowances(sign_in_by_login=account.id)
    storage.throttle.spend(tries)
    if not secrets.password_matches(password, account.password_hash):
        raise PasswordWrong(fields={"current_password": ["Not the password of the account."]})
    storage.throttle.forgive(tries)
