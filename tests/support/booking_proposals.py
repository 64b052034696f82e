"""Proposals of another time held in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.booking.domain.errors import ProposalUnknown
from services.booking.domain.proposal.proposal import OPEN, Proposal


@dataclass
class InMemoryProposals:
    rows: dict[str, Proposal] = field(default_factory=dict)

    def get(self, appointment_id: str, proposal_id: str) -> Proposal:
        found = self.rows.get(proposal_id)
        if found is None or found.appointment_id != appointment_id:
            raise ProposalUnknown
        return found

    def of(self, appointment_id: str) -> Sequence[Proposal]:
        return [one for one in self.rows.values() if one.appointment_id == appointment_id]

    def open_of(self, appointment_id: str) -> Proposal | None:
        return next((one for one in self.of(appointment_id) if one.state == OPEN), None)

    def open_among(self, appointment_ids: Collection[str]) -> Mapping[str, Proposal]:
        waiting = {one: self.open_of(one) for one in appointment_ids}
        return {appointment_id: one for appointment_id, one in waiting.items() if one is not None}

    def add(self, proposal: Proposal) -> None:
        assert proposal.id not in self.rows
        self.rows[proposal.id] = proposal

    def save(self, proposal: Proposal) -> None:
        assert proposal.id in self.rows
        self.rows[proposal.id] = proposal

    def overdue(self, now: datetime, limit: int) -> list[Proposal]:
        return [one for one in self.rows.values() if one.state == OPEN and one.expires_at <= now][:limit]
