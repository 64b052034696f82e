"""The shapes of calendar feeds."""

from typing import Any

from marshmallow import fields, validate

from services.booking.schemas.shapes import Request


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
