"""Asking for a one-time code."""

from datetime import datetime, timedelta

from services.identity.domain.codes import OneTimeCode
from services.identity.domain.contacts import normal_phone
from services.identity.domain.events import OneTimeCodeIssued
from services.identity.domain.policy import Policy
from services.identity.ports import Secrets, Storage
from services.identity.use_cases.applying import note
from shared.call import Call

ONE_TIME_CODE = "one_time_code"


def request_code(
    storage: Storage,
    secrets: Secrets,
    policy: Policy,
    *,
    call: Call,
    now: datetime,
    phone: str,
    address: str | None = None,
) -> timedelta:
    """Send a new code to the phone, which ends the one before; says how long it holds.

    The same happens for every phone, whether or not it has an account.
    """
    phone = normal_phone(phone)
    storage.throttle.spend(policy.allowances(code_by_phone=phone, code_by_address=address))
    secret = secrets.new_code()
    code = OneTimeCode(phone, code_digest(secrets, phone, secret), now + policy.code_lifetime, policy.code_tries)

    def issue() -> None:
        account = storage.accounts.by_phone(phone)
        account_id = account.id if account else None
        storage.codes.put(code)
        storage.announce(
            OneTimeCodeIssued(
                account_id=account_id, phone=phone, code=secret, expires_at=code.expires_at, language=call.language
            ),
            now,
        )
        note(storage, call, now, "code_requested", account_id=account_id, address=address)

    storage.transact(issue)
    return policy.code_lifetime


def code_digest(secrets: Secrets, phone: str, code: str) -> str:
    """What is kept of a code: bound to its phone, so that equal codes of two phones look different."""
    return secrets.digest(ONE_TIME_CODE, f"{phone}:{code}")
