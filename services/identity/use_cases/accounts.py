"""Accounts: one's own, and those that staff and administrators make for others."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from services.identity.domain.accounts import Account, check_birthday
from services.identity.domain.contacts import normal_email, normal_login, normal_phone
from services.identity.domain.errors import AccountExists
from services.identity.ports import Secrets, Storage
from services.identity.use_cases.applying import add_account, require, save_account, settled
from shared.actor import CUSTOMER
from shared.call import Call
from shared.errors import NotFound
from shared.ids import new_id


def get_account(storage: Storage, *, call: Call) -> Account:
    """The caller's own account."""
    if not call.actor.is_signed_in or call.actor.account_id is None:
        raise NotFound("nobody is signed in")
    return storage.accounts.get(call.actor.account_id)


def update_account(storage: Storage, *, call: Call, now: datetime, version: int, **changes: Any) -> Account:
    """Change the caller's own account; VersionConflict unless `version` is the one they saw."""
    before = get_account(storage, call=call)
    before.expect_version(version)
    if changes.get("birthday"):
        check_birthday(changes["birthday"], now)
    if changes.get("email"):
        changes["email"] = normal_email(changes["email"])
    after = before.changed(**changes)
    storage.transact(lambda: save_account(storage, call, now, before, after))
    return after


def ensure_customer(storage: Storage, *, call: Call, now: datetime, phone: str, name: str = "") -> Account:
    """The account of a customer who phones or walks in, made if there is none. For staff.

    A known customer's name is theirs: what staff heard fills it in only where it is empty.
    """
    require(call.actor.is_staff or call.actor.is_system, "making a customer")
    phone = normal_phone(phone)

    def ensure() -> Account:
        known = storage.accounts.by_phone(phone)
        if known is None:
            account = Account(id=new_id(), roles=frozenset({CUSTOMER}), name=name, phone=phone, language=call.language)
            add_account(storage, call, now, account)
            return account
        account = known.as_customer(name)
        save_account(storage, call, now, known, account)
        return account

    return settled(storage, ensure)


def create_account(
    storage: Storage,
    secrets: Secrets,
    *,
    call: Call,
    now: datetime,
    roles: Iterable[str],
    name: str,
    login: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    password: str | None = None,
    stores: Iterable[str] = (),
    technician_id: str | None = None,
    gender: str | None = None,
    birthday: date | None = None,
) -> Account:
    """Make an account for somebody. For administrators and our own services, who vouch for the e-mail address.

    Asked again with the same login, phone or address it answers with the account there is, and changes nothing;
    AccountExists if that one lacks a role that is asked for.
    """
    require(call.actor.is_admin or call.actor.is_system, "making accounts")
    asked = Account(
        id=new_id(),
        roles=frozenset(roles),
        name=name,
        login=login and normal_login(login),
        phone=phone and normal_phone(phone),
        email=email and normal_email(email),
        email_confirmed=bool(email),
        stores=frozenset(stores),
        technician_id=technician_id,
        gender=gender,
        birthday=birthday,
        language=call.language,
    )
    asked.check_scope()
    return _existing(storage, asked) or _create(storage, secrets, call, now, asked, password)


def _create(
    storage: Storage, secrets: Secrets, call: Call, now: datetime, asked: Account, password: str | None
) -> Account:
    """The password is hashed before the transaction: nothing may wait for it there."""
    account = asked.with_password(secrets.hash_password(password)) if password else asked

    def create() -> Account:
        known = _existing(storage, account)
        if known is None:
            add_account(storage, call, now, account)
        return known or account

    return settled(storage, create)


def _existing(storage: Storage, asked: Account) -> Account | None:
    """The one account that has an identifier of this one."""
    accounts = storage.accounts
    found = [
        asked.login and accounts.by_login(asked.login),
        asked.phone and accounts.by_phone(asked.phone),
        asked.email and accounts.by_email(asked.email),
    ]
    known = {account.id: account for account in found if account}
    if len(known) > 1 or any(not asked.roles <= account.roles for account in known.values()):
        raise AccountExists
    return next(iter(known.values()), None)
