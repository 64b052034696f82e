"""The time scheduling took for an appointment, as booking knows it. The claim's id is the appointment's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.booking.domain.life.treatments import PlannedTreatment


@dataclass(frozen=True)
class Claim:
    """`revision` grows with every move. `treatment_id` is told by events only; `change_id` names the move.

    `cause` and `actor` are told of moves: why and who, where the shop made it without being asked by booking.
    `planned` are the treatments of a visit of several; none for a visit of one.
    """

    id: str
    revision: int
    starts_at: datetime
    ends_at: datetime
    technician_ids: tuple[str, ...]
    chosen_because: Mapping[str, Any] | None = None
    treatment_id: str | None = None
    change_id: str | None = None
    cause: str | None = None
    actor: str | None = None
    planned: tuple[PlannedTreatment, ...] = ()
