"""Lateness that was told, and dispatch proposals with the lease of whoever works on one, in SQL."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Update, or_, select, update

from services.scheduling.adapters.tables import delays, dispatch_proposals, home_offerings
from services.scheduling.domain.dispatch.expecting import Figures
from services.scheduling.domain.dispatch.proposal import OPEN, RUNNING, WAITING, Move, Outcome, Proposal
from services.scheduling.domain.dispatch.untaken import Untaken
from shared.db import Database
from shared.events import plain
from shared.inserting import insert_missing

LEASE = timedelta(seconds=15)
"""After so long without a word from who works on a proposal, another may begin it anew."""

table, offering = dispatch_proposals.c, home_offerings.c


class SqlDispatching:
    def __init__(self, database: Database) -> None:
        self.database = database

    def delays(self, technician_ids: Sequence[str], day: date) -> dict[str, tuple[int, datetime]]:
        of_day = select(delays).where(delays.c.technician_id.in_(technician_ids), delays.c.day == day)
        with self.database.reading() as connection:
            return {row.technician_id: (row.minutes, row.told_at) for row in connection.execute(of_day)}

    def tell_delay(self, technician_id: str, day: date, minutes: int, at: datetime) -> None:
        told = {"minutes": minutes, "told_at": at}
        mine = delays.c.technician_id == technician_id, delays.c.day == day
        with self.database.transaction() as connection:
            if not insert_missing(connection, delays, [{"technician_id": technician_id, "day": day, **told}]):
                connection.execute(update(delays).where(*mine).values(told))

    def untaken(self, claim_ids: Sequence[str]) -> dict[str, Untaken]:
        left = select(home_offerings).where(offering.claim_id.in_(claim_ids), offering.asked.is_not(None))
        with self.database.reading() as connection:
            rows = connection.execute(left).all()
        return {row.claim_id: Untaken(row.claim_revision, frozenset(json.loads(row.asked))) for row in rows}

    def note_offering(self, claim_id: str, revision: int, untaken: Untaken | None) -> None:
        asked = untaken and json.dumps(sorted(untaken.asked))
        told = {"revision": revision, "claim_revision": untaken.claim_revision if untaken else 0, "asked": asked}
        newer = update(home_offerings).where(offering.claim_id == claim_id, offering.revision < revision)
        with self.database.transaction() as connection:
            if not insert_missing(connection, home_offerings, [{"claim_id": claim_id, **told}]):
                connection.execute(newer.values(told))

    def add(self, proposal: Proposal) -> None:
        with self.database.transaction() as connection:
            connection.execute(dispatch_proposals.insert(), _row(proposal))

    def find(self, proposal_id: str) -> Proposal | None:
        with self.database.reading() as connection:
            return _one(connection, proposal_id)

    def lock(self, proposal_id: str) -> Proposal | None:
        mine = select(table.proposal_id).where(table.proposal_id == proposal_id)
        with self.database.transaction() as connection:
            connection.execute(mine.with_for_update()).all()
            return _one(connection, proposal_id)

    def save(self, proposal: Proposal) -> None:
        with self.database.transaction() as connection:
            connection.execute(_of(proposal.id).values(_row(proposal)))

    def begin(self) -> Proposal | None:
        now = self.database.now()
        left = or_(table.status == WAITING, (table.status == RUNNING) & (table.lease_until < now))
        oldest = select(table.proposal_id).where(left).order_by(table.created_at).limit(1)
        with self.database.reading() as connection:
            proposal_id = connection.execute(oldest).scalar_one_or_none()
        if proposal_id is None:
            return None
        taken = _of(proposal_id).where(left).values(status=RUNNING, lease_until=now + LEASE)
        with self.database.transaction() as connection:
            is_mine = connection.execute(taken).rowcount == 1
        return self.find(proposal_id) if is_mine else None

    def proceed(self, proposal_id: str, progress: int) -> bool:
        values = {"progress": progress, "lease_until": self.database.now() + LEASE}
        with self.database.transaction() as connection:
            return connection.execute(_of(proposal_id).where(table.status == RUNNING).values(values)).rowcount == 1

    def end(self, proposal: Proposal) -> bool:
        with self.database.transaction() as connection:
            ended = _of(proposal.id).where(table.status.in_(OPEN)).values(_row(proposal))
            return connection.execute(ended).rowcount == 1


def _of(proposal_id: str) -> Update:
    return update(dispatch_proposals).where(table.proposal_id == proposal_id)


def _one(connection: Connection, proposal_id: str) -> Proposal | None:
    row = connection.execute(select(dispatch_proposals).where(table.proposal_id == proposal_id)).one_or_none()
    return None if row is None else _proposal(row)


def _row(proposal: Proposal) -> dict[str, Any]:
    return {
        "proposal_id": proposal.id,
        "store_id": proposal.store_id,
        "day": proposal.on,
        "seconds": proposal.seconds,
        "created_by": proposal.created_by,
        "created_at": proposal.created_at,
        "status": proposal.status,
        "progress": proposal.progress,
        "failure": proposal.failure,
        "outcome": proposal.outcome and json.dumps(plain(proposal.outcome)),
    }


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        row.proposal_id,
        row.store_id,
        row.day,
        row.seconds,
        row.created_by,
        row.created_at,
        row.status,
        row.progress,
        _outcome(json.loads(row.outcome)) if row.outcome else None,
        row.failure,
    )


def _outcome(written: dict[str, Any]) -> Outcome:
    return Outcome(
        Figures(**written["before"]),
        Figures(**written["after"]),
        tuple(_move(move) for move in written["moves"]),
        tuple(written["lost"]),
        written["revisions"],
        written["timezone"],
    )


def _move(written: dict[str, Any]) -> Move:
    at = {name: datetime.fromisoformat(written[name]) for name in ("starts_at", "was_at")}
    return Move(**{**written, **at})
