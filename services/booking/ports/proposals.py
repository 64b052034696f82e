"""Proposals of another time, kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.booking.domain.proposal.proposal import Proposal


class Proposals(Protocol):
    """Those of one appointment are written under the lock of its row; what is told of them is the appointment's."""

    def get(self, appointment_id: str, proposal_id: str) -> Proposal:
        """Raises ProposalUnknown."""
        ...

    def of(self, appointment_id: str) -> Sequence[Proposal]:
        """All of the appointment's, the oldest first."""
        ...

    def open_of(self, appointment_id: str) -> Proposal | None: ...

    def open_among(self, appointment_ids: Collection[str]) -> Mapping[str, Proposal]:
        """By appointment, those that wait for an answer, or did until their deadline."""
        ...

    def add(self, proposal: Proposal) -> None: ...

    def save(self, proposal: Proposal) -> None: ...

    def overdue(self, now: datetime, limit: int) -> list[Proposal]:
        """Those still open after their deadline."""
        ...
