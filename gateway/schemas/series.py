"""Recurring appointments: booking, reading, cancelling."""

from marshmallow import fields

from gateway.schemas.appointments import Appointment, BookAppointment
from gateway.schemas.values import Answer, Day, Instant, Part, Request


class BookSeries(BookAppointment):
    """A booking every so many weeks; `starts_at` is the first one's. It ends by `count` or by `until`."""

    every_weeks = fields.Integer(required=True)
    count = fields.Integer(allow_none=True, metadata={"description": "How many dates, skipped ones included."})
    until = Day(allow_none=True, metadata={"description": "The last date, at the latest."})
    skip = fields.List(Day(), metadata={"description": "Dates to leave out."})
    instead = fields.Dict(Day(), Instant(), metadata={"description": "Another start for a date: `{date: starts_at}`."})
    dry_run = fields.Boolean(metadata={"description": "Say what would happen, and change nothing."})


class CancelSeries(Request):
    reason = fields.String(allow_none=True)


class SeriesConflict(Part):
    """A date that cannot be, why, and the nearest starts that are free."""

    date = Day(required=True)
    starts_at = fields.String(required=True, metadata={"format": "date-time"})
    code = fields.String(required=True)
    text = fields.String(required=True)
    alternatives = fields.List(fields.String(metadata={"format": "date-time"}), required=True)


class SeriesDate(Part):
    """A date of the series; a skipped one has no appointment."""

    date = Day(required=True)
    skipped = fields.Boolean(required=True)
    starts_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    appointment = fields.Nested(Appointment, required=True, allow_none=True)


class Series(Answer):
    id = fields.String(required=True, allow_none=True, metadata={"description": "null in a dry run."})
    every_weeks = fields.Integer(required=True)
    customer_id = fields.String(required=True)
    items = fields.List(fields.Nested(SeriesDate), required=True)
    conflicts = fields.List(
        fields.Nested(SeriesConflict), required=True, metadata={"description": "Only a dry run tells any."}
    )
