"""What is one's own: the feed of one's calendar, and what one takes home."""

from typing import Any

from marshmallow import fields, validate

from services.booking.schemas.courses import course_view
from services.booking.schemas.home import alert_view
from services.booking.schemas.proposals import proposal_view
from services.booking.schemas.queue import ticket_view
from services.booking.schemas.records import record_view
from services.booking.schemas.shapes import Request
from services.booking.schemas.views import appointment_view
from services.booking.schemas.waitlist import wish_view


class NothingAsked(Request):
    """One's own: there is nothing to ask for."""


class ReadFeed(Request):
    token = fields.String(required=True, validate=validate.Length(1, 80))
    known = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=80))


def token_view(token: str) -> dict[str, Any]:
    return {"token": token}


def calendar_view(written: Any) -> dict[str, Any]:
    """`text` is null for who has this version already."""
    return {"etag": written.etag, "text": written.text}


def export_view(export: Any) -> dict[str, Any]:
    """The feed without its address, which nobody here knows."""
    feed = export.feed
    return {
        "appointments": [appointment_view(seen) for seen in export.appointments],
        "time_proposals": [proposal_view(seen) for seen in export.proposals],
        "series": [_series(one) for one in export.series],
        "courses": [course_view(seen) for seen in export.courses],
        "waitlist": [wish_view(seen) for seen in export.wishes],
        "queue_tickets": [ticket_view(seen) for seen in export.tickets],
        "sos_alerts": [alert_view(seen) for seen in export.alerts],
        "service_records": [record_view(seen) for seen in export.records],
        "calendar_feed": feed and {"opened_at": feed.opened_at.isoformat()},
    }


def _series(one: Any) -> dict[str, Any]:
    """Its visits by their ids: they are among the appointments."""
    dates = [{"date": visit.on.isoformat(), "appointment_id": visit.appointment_id} for visit in one.visits]
    return {"id": one.id, "every_weeks": one.every_weeks, "dates": dates}
