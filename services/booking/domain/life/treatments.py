"""The treatments of one visit: as they are asked for, and as they are planned once their time is claimed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class FollowingTreatment:
    """Asked for after another one in the same visit, without a pause; `technician_id` None: any."""

    treatment_id: str
    technician_id: str | None = None
    addons: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedTreatment:
    """When a treatment is given, and by whom. `technician_requested`: the customer named the first of them (点钟)."""

    treatment_id: str
    starts_at: datetime
    ends_at: datetime
    technician_ids: tuple[str, ...]
    technician_requested: bool = False

    @property
    def duration_minutes(self) -> int:
        return round((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def named_id(self) -> str | None:
        """The technician the customer named for it."""
        return self.technician_ids[0] if self.technician_requested else None


def requested(planned: Sequence[PlannedTreatment], named: Sequence[str | None]) -> tuple[PlannedTreatment, ...]:
    """The same with whom the customer named for each, where it is them who give it."""
    pairs = zip(planned, named, strict=True)
    return tuple(replace(one, technician_requested=who in one.technician_ids) for one, who in pairs)
