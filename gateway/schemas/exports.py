"""What is kept about somebody, for them to take home."""

from marshmallow import fields

from gateway.schemas.values import Answer


class DataExport(Answer):
    account = fields.Dict(required=True, metadata={"description": "As `GET /me` tells it."})
    archive = fields.Dict(required=True, allow_none=True, metadata={"description": "The customer's archive."})
    timeline = fields.List(fields.Dict(), required=True)
    appointments = fields.List(fields.Dict(), required=True)
    time_proposals = fields.List(
        fields.Dict(), required=True, metadata={"description": "Other times that were proposed for them."}
    )
    series = fields.List(fields.Dict(), required=True)
    courses = fields.List(fields.Dict(), required=True)
    waitlist = fields.List(fields.Dict(), required=True)
    queue_tickets = fields.List(fields.Dict(), required=True)
    sos_alerts = fields.List(fields.Dict(), required=True, metadata={"description": "Calls for help by me."})
    service_records = fields.List(
        fields.Dict(), required=True, metadata={"description": "Photos by the addresses they can be fetched from."}
    )
    calendar_feed = fields.Dict(required=True, allow_none=True)
    never_again = fields.List(fields.Dict(), required=True)
    notifications = fields.List(fields.Dict(), required=True)
    notification_preferences = fields.Dict(required=True)
    conversations = fields.List(fields.Dict(), required=True, metadata={"description": "With the chat."})
