"""Calendar feeds."""

from marshmallow import fields

from gateway.schemas.values import Answer


class CalendarFeed(Answer):
    url = fields.String(required=True, metadata={"format": "uri", "description": "To subscribe to in a calendar."})
