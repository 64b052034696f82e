"""What is one's own: the feed of one's calendar, and what one takes home."""

from typing import Any

from marshmallow import fields, validate

from services.booking.schemas.records import record_view
from services.booking.schemas.shapes import Request
from services.booking.schemas.views import appointment_view


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


def nothing(_: None) -> dict[str, Any]:
    return {}


def export_view(export: Any) -> dict[str, Any]:
    """The feed without its address, which nobody here knows."""
    feed = export.feed
    return {
        "appointments": [appointment_view(seen) for seen in export.appointments],
        "service_records": [record_view(seen) for seen in export.records],
        "calendar_feed": feed and {"opened_at": feed.opened_at.isoformat()},
    }
