"""A roster that was asked for: its life, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from services.scheduling.domain.errors import IllegalTransition, VersionConflict
from services.scheduling.domain.rostering.plan import RosterPlan
from services.scheduling.domain.rostering.problem import RosterProblem

QUEUED, RUNNING, READY = "queued", "running", "ready"
FAILED, CANCELLED, APPLIED = "failed", "cancelled", "applied"

STATUSES = (QUEUED, RUNNING, READY, FAILED, CANCELLED, APPLIED)
# From each status, what may follow. A run whose process died is queued again.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    QUEUED: frozenset({RUNNING, CANCELLED}),
    RUNNING: frozenset({READY, FAILED, CANCELLED, QUEUED}),
    READY: frozenset({APPLIED, CANCELLED}),
    FAILED: frozenset(),
    CANCELLED: frozenset(),
    APPLIED: frozenset(),
}


@dataclass(frozen=True)
class Outcome:
    """What is known of a proposal's roster so far: the best plan, and figures as `figures_view` writes them.

    `failure` is why there is none: `{"code", "collisions": [{"code", "params"}]}`.
    """

    plan: RosterPlan | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    present: Mapping[str, Any] = field(default_factory=dict)
    failure: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class RosterProposal:
    """`progress` is the last that was heard of the run: `unmet` and `bound` in weighted minutes, `seconds`, and `plan`,
    the best so far. `tries` counts the runs that were begun.
    """

    id: str
    store_id: str
    problem: RosterProblem
    seconds: float
    asked_at: datetime
    asked_by: str
    status: str = QUEUED
    version: int = 1
    tries: int = 0
    progress: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome = Outcome()

    @property
    def first(self) -> date:
        return self.problem.first

    def require_version(self, version: int | None) -> None:
        if version is not None and version != self.version:
            raise VersionConflict(params={"version": self.version})

    def become(self, status: str, **changes: Any) -> Self:
        """The proposal a step on in its life; IllegalTransition where there is no such step."""
        if status not in TRANSITIONS[self.status]:
            raise IllegalTransition(params={"status": self.status, "wanted": status})
        return replace(self, status=status, version=self.version + 1, **changes)

    def edited(self, plan: RosterPlan, figures: Mapping[str, Any]) -> Self:
        """With another plan by hand; only one that is ready can be edited."""
        if self.status != READY:
            raise IllegalTransition(params={"status": self.status, "wanted": READY})
        outcome = replace(self.outcome, plan=plan, figures=figures)
        return replace(self, version=self.version + 1, outcome=outcome)
