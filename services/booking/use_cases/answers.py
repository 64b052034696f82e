"""Scheduling's question: may the hold of this claim be let go?"""

from services.booking.domain.ordering.attempt import DONE
from services.booking.ports import Storage
from shared.call import Call
from shared.errors import Forbidden


def answer_for_claim(storage: Storage, *, call: Call, claim_id: str) -> bool:
    """Whether the claim is needed. A no is for ever, however late the booking itself comes back to life.

    The question locks the same attempt row as the insert of the appointment does, so one of the two is first: either
    the visit exists, or the attempt is abandoned and the visit never will.
    """
    if call.actor.service != "scheduling":
        raise Forbidden("only scheduling asks this")

    def answer() -> bool:
        if storage.attempts.lock(claim_id).state == DONE:
            return not storage.appointments.get(claim_id).has_ended
        storage.attempts.abandon(claim_id)
        return False

    return storage.transact(answer)
