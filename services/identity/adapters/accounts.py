"""Accounts in SQL. The blind indexes are unique, so the database decides who was first."""

import json
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.exc import IntegrityError

from services.identity.adapters.tables import accounts
from services.identity.domain.accounts import Account
from services.identity.domain.errors import VersionConflict
from services.identity.ports import IdentifierTaken
from shared.crypto import keyring
from shared.db import Database
from shared.errors import NotFound


class SqlAccounts:
    """The table `accounts`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def get(self, account_id: str) -> Account:
        account = self._one(accounts.c.id == account_id)
        if account is None:
            raise NotFound("no such account")
        return account

    def by_phone(self, phone: str) -> Account | None:
        return self._one(accounts.c.phone_index == phone_index(phone))

    def by_email(self, email: str) -> Account | None:
        return self._one(accounts.c.email_index == email_index(email))

    def by_login(self, login: str) -> Account | None:
        return self._one(accounts.c.login == login)

    def add(self, account: Account) -> None:
        with self.database.transaction() as connection:
            try:
                connection.execute(accounts.insert(), _row(account))
            except IntegrityError as error:
                raise IdentifierTaken(account.id) from error

    def save(self, account: Account) -> None:
        before = (accounts.c.id == account.id) & (accounts.c.version == account.version - 1)
        with self.database.transaction() as connection:
            try:
                saved = connection.execute(update(accounts).where(before).values(_row(account))).rowcount
            except IntegrityError as error:
                raise IdentifierTaken(account.id) from error
        if not saved:
            raise VersionConflict

    def _one(self, where: ColumnElement[bool]) -> Account | None:
        with self.database.reading() as connection:
            row = connection.execute(select(accounts).where(where)).one_or_none()
        return None if row is None else _account(row)


def phone_index(phone: str) -> str:
    return keyring().index(f"phone:{phone}")


def email_index(email: str) -> str:
    return keyring().index(f"email:{email}")


def _row(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "version": account.version,
        "roles": " ".join(sorted(account.roles)),
        "stores": json.dumps(sorted(account.stores)),
        "technician_id": account.technician_id,
        "login": account.login,
        "name": account.name,
        "phone": account.phone,
        "phone_index": account.phone and phone_index(account.phone),
        "email": account.email,
        "email_index": email_index(account.email) if account.email and account.email_confirmed else None,
        "password_hash": account.password_hash,
        "gender": account.gender,
        "birthday": account.birthday and account.birthday.isoformat(),
        "language": account.language,
    }


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        version=row.version,
        roles=frozenset(row.roles.split()),
        stores=frozenset(json.loads(row.stores)),
        technician_id=row.technician_id,
        login=row.login,
        name=row.name,
        phone=row.phone,
        email=row.email,
        email_confirmed=row.email_index is not None,
        password_hash=row.password_hash,
        gender=row.gender,
        birthday=row.birthday and date.fromisoformat(row.birthday),
        language=row.language,
    )
