"""What the use cases that reach into scheduling need, in one hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from services.booking.domain.life.appointment import Appointment
from services.booking.domain.ordering.attempt import Answer
from services.booking.ports import Checkpoint, Scheduling, Storage
from services.booking.use_cases.read import Seen, require_sign_in, see_one
from services.booking.use_cases.tickets_seen import SeenTicket
from services.booking.use_cases.waitlist_read import SeenWish
from shared.actor import Actor
from shared.call import Call, IdempotencyKey
from shared.idempotency import KeyMissing


@dataclass(frozen=True)
class Desk:
    """The ports, and the call they serve. `as_answer` makes the answer that is kept for repetitions of a request, and
    `as_wish` and `as_ticket` do for a wish and a ticket.
    """

    storage: Storage
    scheduling: Scheduling
    checkpoint: Checkpoint
    call: Call
    now: datetime
    as_answer: Callable[[Seen], Answer]
    as_wish: Callable[[SeenWish], Answer]
    as_ticket: Callable[[SeenTicket], Answer]

    @property
    def actor(self) -> Actor:
        return self.call.actor

    def answer(self, appointment: Appointment, *, is_new: bool = False) -> Answer:
        return self.as_answer(see_one(self.storage, appointment, call=self.call, now=self.now, is_new=is_new))


def required_key(call: Call) -> IdempotencyKey:
    """The key of an action that must not happen twice; SignInRequired and KeyMissing come before anything else."""
    require_sign_in(call.actor)
    if call.idempotency is None:
        raise KeyMissing
    return call.idempotency
