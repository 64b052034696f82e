"""One-time codes, sessions, refresh tokens and registrations in SQL.

Every `locked…` is a locking read by primary or unique key, and the first statement of its transaction that touches the
row: at REPEATABLE READ a plain read before it would freeze an older state. SQLite takes its one writer instead.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, delete, select, update
from sqlalchemy.exc import IntegrityError

from services.identity.adapters.accounts import phone_index
from services.identity.adapters.tables import one_time_codes, refresh_tokens, registrations, sessions
from services.identity.domain.codes import OneTimeCode
from services.identity.domain.registrations import Registration
from services.identity.domain.sessions import RefreshToken, Session
from shared.db import Database


def _locked(database: Database, table: Table, where: ColumnElement[bool]) -> Row[Any] | None:
    with database.transaction() as connection:
        return connection.execute(select(table).where(where).with_for_update()).one_or_none()


class SqlCodes:
    """The table `one_time_codes`, one row per phone that ever asked and was not pruned."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(self, code: OneTimeCode) -> None:
        with self.database.transaction() as connection:
            if self._update(code):
                return
            try:
                connection.execute(one_time_codes.insert(), _code_row(code))
            except IntegrityError:  # somebody asked for the same phone at the same moment: the last one counts
                self._update(code)

    def locked(self, phone: str) -> OneTimeCode | None:
        row = _locked(self.database, one_time_codes, one_time_codes.c.phone_index == phone_index(phone))
        return row and OneTimeCode(phone, row.digest, row.expires_at, row.tries_left, row.used_at)

    def save(self, code: OneTimeCode) -> None:
        self._update(code)

    def forget(self, phone: str) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(one_time_codes).where(one_time_codes.c.phone_index == phone_index(phone)))

    def _update(self, code: OneTimeCode) -> bool:
        row = _code_row(code)
        with self.database.transaction() as connection:
            where = one_time_codes.c.phone_index == row.pop("phone_index")
            return bool(connection.execute(update(one_time_codes).where(where).values(row)).rowcount)


def _code_row(code: OneTimeCode) -> dict[str, Any]:
    return {
        "phone_index": phone_index(code.phone),
        "digest": code.digest,
        "expires_at": code.expires_at,
        "tries_left": code.tries_left,
        "used_at": code.used_at,
    }


class SqlSessions:
    """The tables `sessions` and `refresh_tokens`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, session: Session, token: RefreshToken) -> None:
        with self.database.transaction() as connection:
            connection.execute(sessions.insert(), _session_row(session))
            connection.execute(refresh_tokens.insert(), asdict(token))

    def locked(self, session_id: str) -> Session | None:
        row = _locked(self.database, sessions, sessions.c.id == session_id)
        return row and _session(row)

    def open_of(self, account_id: str) -> list[Session]:
        theirs = (sessions.c.account_id == account_id) & sessions.c.ended_at.is_(None)
        with self.database.transaction() as connection:
            rows = connection.execute(select(sessions).where(theirs).order_by(sessions.c.id).with_for_update())
            return [_session(row) for row in rows]

    def locked_token(self, digest: str) -> RefreshToken | None:
        row = _locked(self.database, refresh_tokens, refresh_tokens.c.digest == digest)
        return row and RefreshToken(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping

    def kin_of(self, token: RefreshToken) -> list[RefreshToken]:
        origins = [token.digest, *([token.came_from] if token.came_from else [])]
        kin = select(refresh_tokens).where(refresh_tokens.c.came_from.in_(origins))
        with self.database.transaction() as connection:
            return [RefreshToken(**row) for row in connection.execute(kin).mappings()]

    def rotate(self, used: RefreshToken, fresh: RefreshToken) -> None:
        with self.database.transaction() as connection:
            this = refresh_tokens.c.digest == used.digest
            connection.execute(update(refresh_tokens).where(this).values(used_at=used.used_at))
            connection.execute(refresh_tokens.insert(), asdict(fresh))

    def save(self, session: Session) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(sessions).where(sessions.c.id == session.id).values(_session_row(session)))

    def ended_since(self, moment: datetime) -> list[str]:
        with self.database.reading() as connection:
            return list(connection.execute(select(sessions.c.id).where(sessions.c.ended_at >= moment)).scalars())


def _session(row: Row[Any]) -> Session:
    return Session(row.id, row.account_id, row.grant_kind, row.opened_at, row.ended_at, row.ended_because)


def _session_row(session: Session) -> dict[str, Any]:
    row = asdict(session)
    return {"grant_kind": row.pop("grant"), **row}


class SqlRegistrations:
    """The table `registrations`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, registration: Registration) -> None:
        with self.database.transaction() as connection:
            connection.execute(registrations.insert(), asdict(registration))

    def locked(self, token_digest: str) -> Registration | None:
        row = _locked(self.database, registrations, registrations.c.token_digest == token_digest)
        return row and Registration(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for the row as a mapping

    def save(self, registration: Registration) -> None:
        with self.database.transaction() as connection:
            this = registrations.c.id == registration.id
            connection.execute(update(registrations).where(this).values(asdict(registration)))
