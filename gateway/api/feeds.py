"""Calendar feeds: appointments in whatever calendar somebody uses, through an address only they know."""

from flask import Response, request

from gateway import limits
from gateway.asking import ask, ask_as_nobody
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.feeds import CalendarFeed

blp = Blueprint("feeds", __name__, description="Calendar feeds")

CALENDAR = "text/calendar"
CALENDAR_TYPE = "text/calendar; charset=utf-8"
# Calendars ask every quarter of an hour or less often; what lies between need not reach us.
CACHED = "private, max-age=300"


@blp.post("/me/calendar-feed")
@blp.action
@blp.answers(201, CalendarFeed)
def open_calendar_feed() -> Json:
    """Open my calendar feed; the address I had before is good no more

    It shows the visits I booked and, for a technician, those I give. Whoever has the address reads it: it is told once.
    """
    token = ask("booking", "open_calendar_feed").get("token", "")
    return {"url": f"{request.host_url}api/v1/calendar-feeds/{token}.ics"}


@blp.delete("/me/calendar-feed")
@blp.action
@blp.answers(204)
def close_calendar_feed() -> None:
    """Revoke my calendar feed"""
    ask("booking", "close_calendar_feed")


@blp.get("/calendar-feeds/<id:token>.ics")
@blp.anyone
@blp.answers_file(CALENDAR)
def read_calendar_feed(token: str) -> Response:
    """A calendar feed, for whoever has its address; 404 once it was revoked"""
    limits.check("calendar_feed", token)
    known = next(iter(request.if_none_match.as_set()), None)
    return _calendar(ask_as_nobody("booking", "read_calendar_feed", token=token, known=known))


@blp.get("/appointments/<id:appointment_id>/calendar")
@blp.signed_in
@blp.answers_file(CALENDAR)
def get_appointment_calendar(appointment_id: str) -> Response:
    """An appointment as a calendar's entry, to be added once"""
    response = _calendar(ask("booking", "get_appointment_calendar", appointment_id=appointment_id))
    response.headers["Content-Disposition"] = f'attachment; filename="{appointment_id}.ics"'
    return response


def _calendar(written: Json) -> Response:
    """Nothing is written for who has this version already: 304."""
    text = written.get("text")
    response = Response(status=304) if text is None else Response(text, content_type=CALENDAR_TYPE)
    response.headers["Cache-Control"] = CACHED
    response.set_etag(written.get("etag", ""))
    return response
