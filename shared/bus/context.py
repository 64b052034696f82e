"""The call a worker works on: put into Nameko's context data by the entrypoint, read by the dependencies."""

from typing import Any

from shared.actor import Actor
from shared.call import Call

CALL = "call"


def context_data(call: Call) -> dict[str, Any]:
    return {CALL: call}


def call_of(worker_ctx: Any) -> Call:
    """The call of this worker; one by nobody where an entrypoint of somebody else started it."""
    call = worker_ctx.data.get(CALL)
    return call if isinstance(call, Call) else Call()


def background_call(service: str, request_id: str | None = None) -> Call:
    """A call no person asked for: a timer's, or the handling of an event (which keeps the event's correlation id)."""
    actor = Actor.system(service)
    return Call(actor=actor, request_id=request_id) if request_id else Call(actor=actor)
