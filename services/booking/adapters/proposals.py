"""Proposals of another time in SQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update

from services.booking.adapters.tables import proposals
from services.booking.domain.errors import ProposalUnknown
from services.booking.domain.proposal.proposal import OPEN, Proposal
from shared.db import Database

NAMES = tuple(field.name for field in fields(Proposal))


class SqlProposals:
    """The proposals of booking's database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def get(self, appointment_id: str, proposal_id: str) -> Proposal:
        found = self._where(proposals.c.id == proposal_id, proposals.c.appointment_id == appointment_id)
        if not found:
            raise ProposalUnknown
        return found[0]

    def of(self, appointment_id: str) -> Sequence[Proposal]:
        return self._where(proposals.c.appointment_id == appointment_id)

    def open_of(self, appointment_id: str) -> Proposal | None:
        found = self._where(proposals.c.appointment_id == appointment_id, proposals.c.state == OPEN)
        return found[0] if found else None

    def open_among(self, appointment_ids: Collection[str]) -> Mapping[str, Proposal]:
        if not appointment_ids:
            return {}
        mine = proposals.c.appointment_id.in_(sorted(appointment_ids))
        return {one.appointment_id: one for one in self._where(mine, proposals.c.state == OPEN)}

    def add(self, proposal: Proposal) -> None:
        with self.database.transaction() as connection:
            connection.execute(proposals.insert(), _row(proposal))

    def save(self, proposal: Proposal) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(proposals).where(proposals.c.id == proposal.id).values(**_row(proposal)))

    def overdue(self, now: datetime, limit: int) -> list[Proposal]:
        late = _wanted(proposals.c.state == OPEN, proposals.c.expires_at <= now)
        return self._read(late.order_by(proposals.c.expires_at).limit(limit))

    def _where(self, *which: ColumnElement[bool]) -> list[Proposal]:
        return self._read(_wanted(*which).order_by(proposals.c.id))

    def _read(self, wanted: Select[Any]) -> list[Proposal]:
        with self.database.reading() as connection:
            rows = connection.execute(wanted)
            return [Proposal(**{name: getattr(row, name) for name in NAMES}) for row in rows]


def _wanted(*which: ColumnElement[bool]) -> Select[Any]:
    return select(proposals).where(*which)


def _row(proposal: Proposal) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in NAMES}
