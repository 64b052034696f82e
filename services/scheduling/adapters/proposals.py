"""Proposed rosters in SQL.

A run holds its proposal by a lease: `take` is an UPDATE that repeats its condition, so that of two processes one gets
it (TiDB knows no SKIP LOCKED), and `hold` tells a run that its proposal was cancelled, or given to somebody else.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, select, update

from services.scheduling.adapters.tables import roster_proposals
from services.scheduling.domain.errors import Unknown
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import RosterProblem
from services.scheduling.domain.rostering.proposal import QUEUED, RUNNING, Outcome, RosterProposal
from shared.db import Database, utc_now

LEASE = timedelta(seconds=10)

column = roster_proposals.c


class SqlProposals:
    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, proposal: RosterProposal) -> None:
        row = {
            "proposal_id": proposal.id,
            "store_id": proposal.store_id,
            "seconds": proposal.seconds,
            "asked_at": proposal.asked_at,
            "asked_by": proposal.asked_by,
            "problem": _text(proposal.problem.written()),
            "tries": 0,
        }
        with self.database.transaction() as connection:
            connection.execute(roster_proposals.insert(), {**row, **_changing(proposal)})

    def get(self, proposal_id: str) -> RosterProposal:
        return self._one(select(roster_proposals).where(column.proposal_id == proposal_id))

    def lock(self, proposal_id: str) -> RosterProposal:
        return self._one(select(roster_proposals).where(column.proposal_id == proposal_id).with_for_update())

    def save(self, proposal: RosterProposal) -> None:
        mine = column.proposal_id == proposal.id
        with self.database.transaction() as connection:
            connection.execute(update(roster_proposals).where(mine).values(_changing(proposal)))

    def take(self) -> RosterProposal | None:
        queued = select(column.proposal_id).where(column.status == QUEUED).order_by(column.asked_at, column.proposal_id)
        with self.database.reading() as connection:
            waiting = connection.execute(queued.limit(5)).scalars().all()
        return next((self.get(one) for one in waiting if self._leased(one)), None)

    def _leased(self, proposal_id: str) -> bool:
        is_waiting = column.proposal_id == proposal_id, column.status == QUEUED
        running = {
            "status": RUNNING,
            "version": column.version + 1,
            "tries": column.tries + 1,
            "lease_until": self.database.now() + LEASE,
        }
        with self.database.transaction() as connection:
            return bool(connection.execute(update(roster_proposals).where(*is_waiting).values(running)).rowcount)

    def hold(self, proposal_id: str, progress: Mapping[str, Any]) -> bool:
        is_running = column.proposal_id == proposal_id, column.status == RUNNING
        held = {"progress": _text(progress), "lease_until": self.database.now() + LEASE}
        with self.database.transaction() as connection:
            return bool(connection.execute(update(roster_proposals).where(*is_running).values(held)).rowcount)

    def lost(self) -> list[str]:
        overdue = select(column.proposal_id).where(column.status == RUNNING, column.lease_until < utc_now())
        with self.database.reading() as connection:
            return list(connection.execute(overdue).scalars())

    def is_lost(self, proposal_id: str) -> bool:
        return proposal_id in self.lost()

    def _one(self, wanted: Select[Any]) -> RosterProposal:
        with self.database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise Unknown
        return _proposal(row)


def _changing(proposal: RosterProposal) -> dict[str, Any]:
    outcome, first = proposal.outcome, proposal.first
    written = {
        "plan": None if outcome.plan is None else outcome.plan.written(first),
        "figures": outcome.figures,
        "present": outcome.present,
        "failure": outcome.failure,
    }
    return {
        "status": proposal.status,
        "version": proposal.version,
        "outcome": _text(written),
        "progress": _text(proposal.progress),
    }


def _proposal(row: Row[Any]) -> RosterProposal:
    problem = RosterProblem.read(json.loads(row.problem))
    written = json.loads(row.outcome)
    plan = written.pop("plan")
    return RosterProposal(
        id=row.proposal_id,
        store_id=row.store_id,
        problem=problem,
        seconds=row.seconds,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        status=row.status,
        version=row.version,
        tries=row.tries,
        progress=json.loads(row.progress),
        outcome=Outcome(None if plan is None else RosterPlan.read(plan, problem.first), **written),
    )


def _text(written: Any) -> str:
    return json.dumps(written, ensure_ascii=False)
