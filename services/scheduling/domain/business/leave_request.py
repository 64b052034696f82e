"""Leave that a technician asks for: what may be asked, and what becomes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from services.scheduling.domain.business.roster import Leave
from services.scheduling.domain.errors import IllegalTransition, LeaveInThePast, LeaveOverlaps, VersionConflict
from shared.interval import Interval

REQUESTED, APPROVED, REFUSED, WITHDRAWN, TAKEN_BACK = "requested", "approved", "refused", "withdrawn", "taken_back"

STATUSES = (REQUESTED, APPROVED, REFUSED, WITHDRAWN, TAKEN_BACK)
TRANSITIONS: Mapping[str, frozenset[str]] = {
    REQUESTED: frozenset({APPROVED, REFUSED, WITHDRAWN}),
    APPROVED: frozenset({TAKEN_BACK}),
}


@dataclass(frozen=True)
class LeaveRequest:
    """`leave_id` is the leave that an approved one has become; once that is taken back, the request says so.

    `refusal` are the words of who refused.
    """

    id: str
    technician_id: str
    during: Interval
    reason: str
    asked_at: datetime
    asked_by: str
    status: str = REQUESTED
    version: int = 1
    answered_at: datetime | None = None
    answered_by: str | None = None
    refusal: str = ""
    leave_id: str | None = None

    def asks_the_same_as(self, other: Self) -> bool:
        return (self.during, self.reason) == (other.during, other.reason)

    def require_room(self, leaves: Iterable[Leave], others: Iterable[Self], now: datetime) -> None:
        """Time to come, which neither leave nor another open request touches. It may have begun: people fall ill."""
        if self.during.end <= now:
            raise LeaveInThePast
        taken = [leave.during for leave in leaves]
        taken += [other.during for other in others if other.status == REQUESTED and other.id != self.id]
        if any(self.during.overlaps(one) for one in taken):
            raise LeaveOverlaps

    def require_version(self, version: int) -> None:
        if version != self.version:
            raise VersionConflict(params={"version": self.version})

    def approved(self, by: str, at: datetime, leave_id: str, version: int) -> Self:
        return self._answered(APPROVED, by, version, answered_at=at, leave_id=leave_id)

    def refused(self, by: str, at: datetime, words: str, version: int) -> Self:
        return self._answered(REFUSED, by, version, answered_at=at, refusal=words)

    def withdrawn(self) -> Self:
        """Again is the same; what is answered stays so."""
        return self if self.status == WITHDRAWN else self._become(WITHDRAWN)

    def taken_back(self) -> Self:
        return self._become(TAKEN_BACK)

    def on_clock_of(self, zone: ZoneInfo) -> Self:
        """The same request with its instants as that zone writes them."""
        return replace(
            self,
            during=Interval(self.during.start.astimezone(zone), self.during.end.astimezone(zone)),
            asked_at=self.asked_at.astimezone(zone),
            answered_at=self.answered_at and self.answered_at.astimezone(zone),
        )

    def _answered(self, status: str, by: str, version: int, **answer: Any) -> Self:
        """The same answer by the same person is the one there is; whoever else comes second is told so."""
        if (self.status, self.answered_by) == (status, by):
            return self
        self.require_version(version)
        return self._become(status, answered_by=by, **answer)

    def _become(self, status: str, **changes: Any) -> Self:
        if status not in TRANSITIONS.get(self.status, ()):
            raise IllegalTransition(params={"status": self.status, "wanted": status})
        return replace(self, status=status, version=self.version + 1, **changes)


@dataclass(frozen=True)
class Listed:
    """A page of requests, the newest first, with the names of their technicians."""

    items: tuple[LeaveRequest, ...]
    names: Mapping[str, str]
    next_cursor: str | None = None
