"""The stream of what changes, for pages that are open (Server-Sent Events)."""

from flask import Response, current_app, request

from gateway import listening
from gateway.auth import has_session_ended, signed_in_actor, token_ends_at
from gateway.blueprint import Blueprint
from gateway.errors import Problem
from gateway.live.hub import Full, Hub, TooManyOfAccount
from gateway.live.news import KINDS
from gateway.live.sockets import Wire
from gateway.live.stream import BYE, ENDED, RESYNC, Stream
from gateway.rpc import Json
from gateway.schemas.live import LiveQuery

RETRY_AFTER_SECONDS = 15
EVENT_STREAM = "text/event-stream"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
DESCRIPTION = f"""\
Server-Sent Events, each with an `id` to go on after (`Last-Event-ID`, or `last_event_id` where a page opens its stream
anew): {", ".join(f"`{kind}`" for kind in KINDS)}.
Their data are ids, states and versions of what the account may see; fetch the rest. `{RESYNC}`: what was missed is not
known any more, fetch anew what you show. `{BYE}`: the stream ends, for the `reason` among its data. Over the number of
streams an account or a process may have: 503 with `Retry-After`; poll instead."""
STREAMED: Json = {
    "description": "The stream, until the token expires, the session ends or the reader goes.",
    "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
}

blp = Blueprint("live", __name__, description="What changes, while it changes")


@blp.get("/live")
@blp.signed_in
@blp.query(LiveQuery)
@blp.doc(operationId="listen", description=DESCRIPTION, responses={200: STREAMED})
def listen(asked: Json) -> Response:
    """Be told of what changes"""
    actor = signed_in_actor()
    if request.method == "HEAD":
        return Response(mimetype=EVENT_STREAM)
    hub = listening.of(current_app).hub
    environ = request.environ
    environ["eventlet.minimum_write_chunk_size"] = 1  # or eventlet's server gathers 4 kB first
    heartbeat = hub.limits.heartbeat_seconds
    is_booking = asked.get("free_times", False)
    wire = Wire.of(environ)
    stream = Stream(actor, token_ends_at(), wire, heartbeat_seconds=heartbeat, is_booking=is_booking)
    _join(hub, stream, request.headers.get("Last-Event-ID") or asked.get("last_event_id"))
    if has_session_ended(actor.session_id or ""):
        stream.end(ENDED)  # it ended between looking at the token and joining
    response = Response(stream.frames(hub.position), mimetype=EVENT_STREAM, headers=HEADERS)
    response.call_on_close(lambda: hub.leave(stream))
    return response


def _join(hub: Hub, stream: Stream, last_id: str | None) -> None:
    retry = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    try:
        hub.join(stream, last_id)
    except TooManyOfAccount as error:
        params = {"most": hub.limits.per_account}
        raise Problem(503, "too_many_streams", params=params, headers=retry) from error
    except Full as error:
        raise Problem(503, "streams_full", headers=retry) from error
