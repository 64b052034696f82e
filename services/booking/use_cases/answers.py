"""Scheduling's question: may the hold of this claim be let go?"""

from datetime import datetime

from services.booking.domain.ordering.attempt import DONE, OPEN, Need
from services.booking.ports import Storage
from shared.call import Call
from shared.errors import Forbidden

# An offer past its deadline is ended by our own sweep, which frees what it holds; until then the hold stays.
SHORTLY = 5.0


def answer_for_claim(storage: Storage, *, call: Call, now: datetime, claim_id: str) -> Need:
    """Whether the claim is needed. A no is for ever, however late the booking itself comes back to life.

    The question locks the same attempt row as the insert of the appointment does, so one of the two is first: either
    the visit exists, or the attempt is abandoned and the visit never will. An attempt that is offered to somebody who
    waits stays open as long as the offer: not yet is the answer.
    """
    if call.actor.service != "scheduling":
        raise Forbidden("only scheduling asks this")

    def answer() -> Need:
        attempt = storage.attempts.lock(claim_id)
        if attempt.state == DONE:
            return Need(not storage.appointments.get(claim_id).has_ended)
        offered = storage.waitlist.offered_as(claim_id) if attempt.state == OPEN else None
        if offered is not None and offered.offer is not None:
            left = (offered.offer.answer_by - now).total_seconds()
            return Need(is_needed=True, ask_again_in=max(left, SHORTLY))
        storage.attempts.abandon(claim_id)
        return Need(is_needed=False)

    return storage.transact(answer)
