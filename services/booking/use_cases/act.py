"""The plain steps of a visit: accept, decline, check-in, depart, start, finish, no-show."""

from datetime import datetime

from services.booking.ports import Storage
from services.booking.use_cases.home_offers import require_settled, step_word
from services.booking.use_cases.read import Seen, see_one
from services.booking.use_cases.steps import lock_visible, record_step, require_allowed
from shared.call import Call


def act_on_appointment(
    storage: Storage, *, call: Call, now: datetime, action: str, appointment_id: str, reason: str | None = None
) -> Seen:
    """Take the step; raises IllegalTransition unless the table allows it to this actor now."""

    def act() -> Seen:
        appointment = lock_visible(storage, call, appointment_id)
        require_allowed(appointment, action, call, now)
        require_settled(storage, appointment, action)
        by = appointment.parts_of(call.actor)
        word = step_word(appointment, action, by)
        after = appointment.acted(word, by, now)
        record_step(storage, appointment, after, action=word, actor=str(call.actor), now=now, reason=reason)
        return see_one(storage, after, call=call, now=now)

    return storage.transact(act)
