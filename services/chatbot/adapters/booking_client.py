"""The customer's appointments, asked of booking on the customer's own behalf."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import eventlet

from services.chatbot.adapters.scheduling_client import Client
from services.chatbot.domain.dialogue.frame import BOOK, CANCEL, RESCHEDULE, WAITLIST
from shared.call import Call, IdempotencyKey
from shared.errors import Conflict

METHODS = {
    BOOK: "book_appointment",
    RESCHEDULE: "reschedule_appointment",
    CANCEL: "cancel_appointment",
    WAITLIST: "join_waitlist",
}
PATH = "chat/proposals"
IN_PROGRESS = "idempotency_key_in_progress"
TWIN_TRIES, TWIN_PAUSE_SECONDS = 10, 0.2
LIMIT = 50
# An appointment in another state cannot be moved or cancelled by its customer.
UPCOMING = ("requested", "pending_payment", "pending_acceptance", "confirmed")
VISITS = (*UPCOMING, "checked_in", "departed", "arrived", "in_service", "completed")
PERSONAL = frozenset({"contact", "address", "note"})


class BookingClient:
    """`client_for(call)` gives a client of booking; the call carries the proposal's id as its idempotency key."""

    def __init__(self, client_for: Callable[[Call], Client], call: Call) -> None:
        self._client_for = client_for
        self._call = call

    def upcoming(self, now: datetime) -> Sequence[Mapping[str, Any]]:
        """By the caller's own scope: booking shows a customer nobody else's."""
        asked = {"from": now.isoformat(), "status": list(UPCOMING), "limit": LIMIT}
        found = self._client_for(self._call).call("find_appointments", asked)
        mine = [_impersonal(view) for view in found["items"]]
        return sorted(mine, key=lambda view: datetime.fromisoformat(view["starts_at"]))

    def last(self, now: datetime) -> Mapping[str, Any] | None:
        """Booking tells the newest first."""
        asked = {"to": now.isoformat(), "status": list(VISITS), "limit": 1}
        past = self._client_for(self._call).call("find_appointments", asked)["items"]
        return _impersonal(past[0]) if past else next(iter(self.upcoming(now)), None)

    def carry_out(self, kind: str, request: Mapping[str, Any], *, key: str) -> Mapping[str, Any]:
        """While a twin of this confirmation is running, its answer is waited for a moment: it will be ours too."""
        body = dict(request)
        client = self._client_for(replace(self._call, idempotency=_key(key, body)))
        for _ in range(TWIN_TRIES):
            try:
                return _impersonal(client.call(METHODS[kind], body))
            except Conflict as conflict:
                if conflict.code != IN_PROGRESS:
                    raise
                eventlet.sleep(TWIN_PAUSE_SECONDS)
        return _impersonal(client.call(METHODS[kind], body))


def _impersonal(view: Mapping[str, Any]) -> dict[str, Any]:
    """The appointment without contact data and notes, which the chat's log must never hold."""
    return {name: value for name, value in view.items() if name not in PERSONAL}


def _key(proposal_id: str, body: dict[str, Any]) -> IdempotencyKey:
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return IdempotencyKey(proposal_id, PATH, hashlib.sha256(text.encode()).hexdigest())
