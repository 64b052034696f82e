"""Rosters proposed in the background."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from services.scheduling.domain.rostering.proposal import RosterProposal


class Proposals(Protocol):
    """Rosters that were asked for. A run holds a lease on its proposal, by the database's clock."""

    def add(self, proposal: RosterProposal) -> None: ...

    def get(self, proposal_id: str) -> RosterProposal:
        """Unknown when there is none."""
        ...

    def lock(self, proposal_id: str) -> RosterProposal:
        """The proposal as it is committed, and stays until this transaction ends. Unknown when there is none."""
        ...

    def save(self, proposal: RosterProposal) -> None: ...

    def take(self) -> RosterProposal | None:
        """Lease the oldest queued proposal for a run; None when there is none."""
        ...

    def hold(self, proposal_id: str, progress: Mapping[str, Any]) -> bool:
        """Write down how far the run is and lease it on; False when the run has lost its proposal."""
        ...

    def lost(self) -> list[str]:
        """Proposals that run although their lease has run out."""
        ...

    def is_lost(self, proposal_id: str) -> bool: ...


@dataclass(frozen=True)
class News:
    """The last that was heard of a run: its progress, what came of it when it is done, or that it is gone."""

    progress: Mapping[str, Any] | None = None
    done: Mapping[str, Any] | None = None
    is_lost: bool = False


class Planner(Protocol):
    """Long computing beside the service, in runs of their own. Whoever starts one asks for its news and stops it."""

    @property
    def is_free(self) -> bool: ...

    @property
    def running(self) -> list[str]: ...

    def start(self, run_id: str, task: str, request: Mapping[str, Any]) -> None: ...

    def news(self, run_id: str) -> News: ...

    def stop(self, run_id: str) -> None: ...
