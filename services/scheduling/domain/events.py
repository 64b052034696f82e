"""What scheduling announces."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.scheduling.domain.choice.assignment import GivenPart
from services.scheduling.domain.choice.judgement import Because
from shared.events import Fact, personal, plain
from shared.interval import Interval


@dataclass(frozen=True)
class ClaimMoved(Fact):
    """A claim lies at another time or with other people; `revision` repeats `claim_revision`.

    `treatments` are all that the visit is made of, in order; `treatment_id` is the first.
    `cause` (`claim/decisions.py`) tells whether booking asked for it or the shop moved it, and why; `actor` who did.
    """

    claim_id: str
    change_id: str
    claim_revision: int
    revision: int
    starts_at: datetime
    ends_at: datetime
    treatment_id: str
    technicians: tuple[str, ...]
    chosen_because: Because
    cause: str
    actor: str
    treatments: tuple[GivenPart, ...] = ()


@dataclass(frozen=True)
class ClaimReleased(Fact):
    """A claim's time is free again, for good."""

    claim_id: str
    revision: int
    reason: str


@dataclass(frozen=True)
class TimeFreed(Fact):
    """Time that was taken, or not worked in, can be booked: whoever waits for it may be told.

    `store_id` is the store of the visit that gave it up, or the first of a technician whose working time grew; the
    technicians may work in others as well. `cause` is that of the release or the move, or the kind of roster change.
    """

    store_id: str
    technicians: tuple[str, ...]
    during: Interval
    cause: str

    def data(self) -> dict[str, Any]:
        told = {"store_id": self.store_id, "technicians": self.technicians, "cause": self.cause}
        return dict(plain({**told, "from": self.during.start, "to": self.during.end}))


@dataclass(frozen=True)
class Named:
    id: str
    name: str


@dataclass(frozen=True)
class LeaveRequestChanged(Fact):
    """A technician asked for leave, was answered, withdrew it, or the leave it became was taken back: see `status`.

    `stores` are all that the technician works in; `timezone` is the clock they live by. Why somebody wants leave is
    told on the page alone; `refusal` are the words of who refused.
    """

    request_id: str
    revision: int
    status: str
    technician: Named
    stores: tuple[str, ...]
    timezone: str
    starts_at: datetime
    ends_at: datetime
    actor: str
    refusal: str = personal()
