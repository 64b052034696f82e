"""A proposal of another time: open until it is agreed to, refused, withdrawn, or nobody answers. One at a time."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from services.booking.domain.errors import IllegalTransition
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.life.history import PROPOSE
from services.booking.domain.life.transitions import CUSTOMER, STAFF
from shared.actor import Actor

OPEN, AGREED, REFUSED, WITHDRAWN, EXPIRED, OVERTAKEN = (
    *("open", "agreed", "refused"),
    *("withdrawn", "expired", "overtaken"),
)
ANSWERS = (AGREED, REFUSED, WITHDRAWN)
AGREE, REFUSE, WITHDRAW = "agree", "refuse", "withdraw"


@dataclass(frozen=True)
class Proposal:
    """`starts_at` None asks the customer to choose. `overtaken`: the appointment went another way meanwhile.

    `proposed_by` and `answered_by` are accounts.
    """

    id: str
    appointment_id: str
    proposed_by: str
    starts_at: datetime | None
    reason: str
    made_at: datetime
    expires_at: datetime
    state: str = OPEN
    answered_by: str | None = None
    answer_reason: str | None = None

    def is_same(self, proposed_by: str, starts_at: datetime | None, reason: str) -> bool:
        """Whether it is what they propose, perhaps once more."""
        return (self.proposed_by, self.starts_at, self.reason) == (proposed_by, starts_at, reason)

    def is_open(self, now: datetime) -> bool:
        return self.state == OPEN and now < self.expires_at

    def answers_of(self, actor: Actor, parts: Collection[str]) -> tuple[str, ...]:
        """The words with which an actor, who is those `parts` to the appointment, may answer while it is open."""
        answers = (AGREE, REFUSE) if {CUSTOMER, STAFF} & {*parts} else ()
        return (*answers, WITHDRAW) if self.is_withdrawn_by(actor, parts) else answers

    def is_withdrawn_by(self, actor: Actor, parts: Collection[str]) -> bool:
        """Whether they may take it back: who made it, or the store's staff."""
        return str(actor) == self.proposed_by or STAFF in parts

    def ended(self, state: str, by: str, now: datetime, reason: str | None = None) -> Self:
        """After that answer; IllegalTransition where it waits for none any more."""
        if not self.is_open(now):
            raise IllegalTransition(params={"status": EXPIRED if self.state == OPEN else self.state, "action": state})
        return replace(self, state=state, answered_by=by, answer_reason=reason)

    def lapsed(self, state: str) -> Self:
        """Over without anybody's answer."""
        return replace(self, state=state)


def actions_beside(
    proposal: Proposal | None, actions: Collection[str], actor: Actor, parts: Collection[str]
) -> tuple[str, ...]:
    """What an actor may do with an appointment beside a proposal that waits: answer it, but not make another one."""
    if proposal is None:
        return tuple(actions)
    return (*(one for one in actions if one != PROPOSE), *proposal.answers_of(actor, parts))


def answer_by(visit: Appointment, starts_at: datetime | None, hours: int, now: datetime) -> datetime:
    """Until when the customer may answer: so many hours, but not beyond either start."""
    deadline = min(now + timedelta(hours=hours), visit.starts_at)
    return deadline if starts_at is None else min(deadline, starts_at)
